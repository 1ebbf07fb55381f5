"""What several manifests say together: the same may be said twice, and nothing that contradicts itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.declarations import Declaration, Said, ValueT
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion, OnRemoval, OriginConfiguration
from packagestate.schemas.errors import Fault, Place


def merge(declared: Iterable[Declaration]) -> tuple[tuple[DesiredPackage, ...], tuple[Fault, ...]]:
    """Bring all declarations together.

    Args:
        declared: The declarations of all manifests, in the order in which people would read them.

    Returns:
        The packages, sorted, with their versions sorted, and a fault for each contradiction.
    """
    faults: list[Fault] = []
    merged: dict[str, _Merged] = {}
    for declaration in declared:
        name = declaration.coordinates.resource_name
        if name in merged:
            merged[name].add(declaration, faults)
        else:
            merged[name] = _Merged.of(declaration)
    return tuple(merged[name].desired() for name in sorted(merged)), tuple(faults)


@dataclass(slots=True)
class _Merged:
    """What has been said about one package so far."""

    coordinates: Coordinates
    place: Place
    versions: dict[str, DesiredVersion]
    origin: Said[OriginConfiguration] | None
    on_removal: Said[OnRemoval] | None
    deletion: Said[DesiredDeletion] | None

    @classmethod
    def of(cls, said: Declaration) -> Self:
        return cls(said.coordinates, said.place, dict(said.versions), said.origin, said.on_removal, said.deletion)

    def add(self, said: Declaration, faults: list[Fault]) -> None:
        if said.coordinates != self.coordinates:
            faults.append(self._of_two_owners(said))
            return
        self.origin = self._agreed("origin configuration", self.origin, said.origin, faults)
        self.on_removal = self._agreed("`onRemoval`", self.on_removal, said.on_removal, faults)
        if (self.deletion is None) != (said.deletion is None):
            faults.append(self._contradiction("existence", self.place, said.place))
        self.deletion = self.deletion or said.deletion
        for name, version in said.versions.items():
            first = self.versions.setdefault(name, version)
            if first != version:
                faults.append(self._contradiction(f"version `{name}`", first.place, version.place))
            elif first.over != version.over:
                faults.append(self._contradiction(f"`over` of version `{name}`", first.place, version.place))

    def desired(self) -> DesiredPackage:
        return DesiredPackage(
            self.coordinates,
            tuple(map(self.versions.__getitem__, sorted(self.versions))),
            None if self.origin is None else self.origin.value,
            OnRemoval.RETAIN if self.on_removal is None or self.deletion else self.on_removal.value,
            self.place,
            None if self.deletion is None else self.deletion.value,
        )

    def _agreed(
        self, what: str, first: Said[ValueT] | None, second: Said[ValueT] | None, faults: list[Fault]
    ) -> Said[ValueT] | None:
        """What is said about one thing; where two statements differ, a fault, and the first."""
        if first is not None and second is not None and first.value != second.value:
            faults.append(self._contradiction(what, first.place, second.place))
        return first or second

    def _contradiction(self, what: str, first: Place | None, second: Place | None) -> Fault:
        return Fault(
            "Manifests contradict each other",
            f"The {what} of `{self.coordinates}` is not the same here as at {first}.",
            "make both the same, or take one out",
            second,
        )

    def _of_two_owners(self, said: Declaration) -> Fault:
        return Fault(
            "Two owners of one domain",
            f"`{said.coordinates}` stands at {self.place} with another `domainOwner`, and a stack knows a domain by "
            "its name alone.",
            "write the same `domainOwner` in both, or give each account a stack",
            said.place,
        )
