"""What is wrong with statements of several repositories and of one, together. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.scope import Scope
from packagestate.schemas.wide_version import WideVersion


def contradicting_scopes(
    packages: Collection[DesiredPackage], wide: Collection[WideVersion], others: Collection[Scope] = ()
) -> Iterator[Fault]:
    """Look at what manifests say of one repository and of several.

    Args:
        packages: What they say of one.
        wide: What they say of several.
        others: The scopes of their rules and advisories.

    Yields:
        A fault for each domain with two owners, and for each version of which two manifests with the same
        `repositories` say different things. Scopes that are not the same may overlap: there the most restrictive
        statement wins.
    """
    yield from _owners(packages, [*(each.scope for each in wide), *others])
    yield from _contradictions(wide)


def _owners(packages: Iterable[DesiredPackage], scopes: Iterable[Scope]) -> Iterator[Fault]:
    """A stack knows a domain by its name alone."""
    owners: defaultdict[str, set[str | None]] = defaultdict(set)
    for repository in (each.coordinates.repository for each in packages):
        owners[repository.domain].add(repository.domain_owner)
    for scope in dict.fromkeys(scopes):
        if owners[scope.domain] - {scope.domain_owner}:
            yield Fault(
                "Two owners of one domain",
                f"The domain `{scope.domain}` is named with another `domainOwner` elsewhere, and a stack knows it by "
                "name alone.",
                "write the same `domainOwner` in both, or give each account a stack",
                scope.place,
            )
        owners[scope.domain].add(scope.domain_owner)


def _contradictions(wide: Iterable[WideVersion]) -> Iterator[Fault]:
    said: dict[tuple[object, ...], WideVersion] = {}
    for each in wide:
        first = said.setdefault((each.scope, each.package_format, each.namespace, each.package, each.version), each)
        if first.status is not each.status:
            yield _contradiction(f"`{each.status}`", each, first)
        elif {*first.excepted} != {*each.excepted}:
            yield _contradiction("declared with another `except`", each, first)


def _contradiction(what: str, second: WideVersion, first: WideVersion) -> Fault:
    repository = Repository(second.scope.domain, "")
    written = Coordinates(repository, second.package_format, second.namespace, second.package).written
    return Fault(
        "Manifests contradict each other",
        f"`{shortened(written)}` {shortened(second.version)} is {what} here, and not at {first.place}, for the same "
        f"`repositories` of the domain `{second.scope.domain}`.",
        "make both the same, or take one out",
        second.place,
    )
