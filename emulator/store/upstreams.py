"""Which upstream repositories a repository may have."""

from emulator.store.errors import InvalidRequestError, QuotaExceededError
from emulator.store.model import RepositoryKey
from emulator.store.tree import Tree

UPSTREAM_COUNT_LIMIT = 10
"""Source: QUOTA, "Direct upstream repositories"."""


def check_upstreams(tree: Tree, key: RepositoryKey, upstreams: tuple[str, ...]) -> None:
    """Hold a repository's upstreams against the domain.

    Undocumented (Q0): that a circle is refused.

    Raises:
        InvalidRequestError: The repository would be upstream of itself.
        NotFoundError: An upstream repository is not there.
        QuotaExceededError: There are more than ten.
    """
    if len(upstreams) > UPSTREAM_COUNT_LIMIT:
        raise QuotaExceededError(
            f"A repository can have at most {UPSTREAM_COUNT_LIMIT} upstream repositories.", key.name, "repository"
        )
    waiting = list(upstreams)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == key.name:
            raise InvalidRequestError(f"Repository {key.name} cannot be upstream of itself.")
        if name not in seen:
            seen.add(name)
            waiting.extend(tree.repository(RepositoryKey(key.domain, name)).upstreams)


def check_one_source(key: RepositoryKey, upstreams: tuple[str, ...], connection: str) -> None:
    """Refuse upstream repositories beside an external connection.

    Source: AWS's own code that makes repositories expects a ValidationException.

    Undocumented (Q0): the words.

    Raises:
        InvalidRequestError: The repository would have both.
    """
    if upstreams and connection:
        raise InvalidRequestError(
            f"A repository cannot have both upstream repositories and an external connection. RepoId: {key.name}"
        )
