"""Which repositories of a domain a statement is about. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from packagestate.schemas.errors import Fault, Place, shortened

_ALL: Final = "all"
_NOT: Final = "!"


@dataclass(frozen=True, slots=True)
class Scope:
    """Repositories of one domain, as a manifest names them.

    Attributes:
        domain: The domain.
        domain_owner: The account that owns it; None means the caller's own.
        patterns: Names and globs, those with `!` in front taken out again; none means all repositories.
        place: Where they are named; not a part of the value.
    """

    domain: str
    domain_owner: str | None
    patterns: tuple[str, ...]
    place: Place

    @classmethod
    def of(cls, domain: str, domain_owner: str | None, named: str | Iterable[str], place: Place) -> "Scope":
        """Make a scope of what a manifest says.

        Args:
            domain: The domain.
            domain_owner: The account that owns it.
            named: `all`, or names and globs.
            place: Where it says so.
        """
        return cls(domain, domain_owner, () if named == _ALL else tuple(named), place)

    @property
    def words(self) -> str:
        """The repositories, as the manifest names them."""
        return ", ".join(self.patterns) if self.patterns else "all repositories"

    def holds(self, name: str) -> bool:
        """Whether a repository is in it.

        Args:
            name: The repository.
        """
        wanted = [each for each in self.patterns if not each.startswith(_NOT)]
        return (not wanted or _fits(name, wanted)) and not _fits(name, self._unwanted())

    def left_out_by(self, name: str) -> str | None:
        """The pattern with `!` in front that takes a repository out again; None where none does.

        Args:
            name: The repository.
        """
        return next((_NOT + each for each in self._unwanted() if fnmatchcase(name, each)), None)

    @staticmethod
    def excludes(name: str, patterns: Iterable[str]) -> bool:
        """Whether a statement leaves a repository out.

        Args:
            name: The repository.
            patterns: Names and globs that it leaves out.
        """
        return _fits(name, patterns)

    def faults(self, names: Collection[str]) -> Iterator[Fault]:
        """What it names and the domain has not: a pattern that fits nothing was meant for something.

        Args:
            names: The repositories of the domain.

        Yields:
            A fault for each pattern.
        """
        for pattern in self.patterns:
            if not any(fnmatchcase(name, pattern.removeprefix(_NOT)) for name in names):
                yield unmatched(pattern, self.domain, self.place)

    def _unwanted(self) -> list[str]:
        return [each.removeprefix(_NOT) for each in self.patterns if each.startswith(_NOT)]


def unmatched(pattern: str, domain: str, place: Place | None) -> Fault:
    """The fault of a name or glob that fits no repository.

    Args:
        pattern: The name or glob.
        domain: The domain.
        place: Where it is written.
    """
    return Fault(
        "No such repository",
        f"`{shortened(pattern)}` fits no repository of the domain `{domain}`. Nothing was changed.",
        "correct the name, or take it out",
        place,
    )


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
