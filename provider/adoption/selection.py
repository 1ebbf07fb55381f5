"""Which packages are read, and which of their versions are named. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.status import Status

#: What is not plainly Published. Names are for what somebody once decided, not for what every version is at first.
REMARKABLE: Final = frozenset({Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED})

#: Every status that a version may be adopted with: it is observed, and a manifest can ask for it.
ADOPTABLE: Final = REMARKABLE | {Status.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is adopted of the repositories that are read.

    Attributes:
        formats: Only packages of these formats; of all, where there are none.
        namespaces: Only packages whose namespace fits one of these patterns; of all, where there are none.
        packages: Only packages whose written name, such as `@scope/name`, fits one of these patterns; all, where there
            are none.
        statuses: Only versions that have one of these.
        with_origin: Whether the origin configuration is declared too.
    """

    formats: Collection[Format] = ()
    namespaces: Collection[str] = ()
    packages: Collection[str] = ()
    statuses: Collection[Status] = REMARKABLE
    with_origin: bool = False

    @property
    def only_format(self) -> Format | None:
        """The one format that is wanted, for which AWS itself can be asked; None where there are none or several."""
        return next(iter(self.formats)) if len(self.formats) == 1 else None

    def wants(self, coordinates: Coordinates) -> bool:
        """Whether the versions of a package are to be read.

        Args:
            coordinates: The package.

        Returns:
            Whether it fits every filter that looks at packages.
        """
        if self.formats and coordinates.format not in self.formats:
            return False
        if self.namespaces and not _fits(coordinates.namespace or "", self.namespaces):
            return False
        return not self.packages or _fits(coordinates.written, self.packages)


def _fits(name: str, patterns: Collection[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
