"""What is under way when somebody dies: a change, the calls that it takes, and what is left of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from emulator import Endpoint
from emulator.store import PackageFormat, PackageKey, RepositoryKey, Status, StoreError
from tests.support.stores import Held, store, without_content

Origin = tuple[str, str]

_REPOSITORY = RepositoryKey("acme", "npm-store")
_CHALK = PackageKey(PackageFormat.NPM, "", "chalk")
_HEADER = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
# A package that stays as it is where the other one is removed: some package has to be declared.
_DEBUG = '  debug:\n    versions:\n      "4.4.1": Published\n'
_FENCE = ("BLOCK", "BLOCK")
_BATCH_COUNT = 100

GONE = "gone"
"""The end of a package that is deleted as a whole."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change of the package `chalk`.

    Attributes:
        name: What it is called.
        held: The status that its versions have at first, and how many there are.
        end: The status that they have in the end; `Deleted` for absent, `gone` for the package too.
        calls: The calls that the plugin makes for it, where nobody dies.
        origin: The origin configuration at first, `publish` and `upstream`.
        origin_end: The one that is declared; None where none is.
        on_removal: What is to happen when the package leaves the manifests, which is the change; empty where it stays.
        is_recorded: Whether the package is in the state before, with all its versions.
    """

    name: str
    held: tuple[str, int]
    end: str
    calls: tuple[str, ...]
    origin: Origin = ("ALLOW", "BLOCK")
    origin_end: Origin | None = None
    on_removal: str = ""
    is_recorded: bool = False

    @property
    def seed(self) -> Mapping[str, Any]:
        """What the endpoint holds at first."""
        publish, upstream = self.origin
        chalk = Held(dict.fromkeys(self._versions, self.held[0]), publish, upstream)
        return without_content(store(npm={"chalk": chalk, "debug": ["4.4.1"]}))

    @property
    def deletes(self) -> bool:
        """Whether the package is deleted as a whole."""
        return self.end == GONE

    @property
    def before(self) -> str:
        """The manifest that is in force before."""
        choice = f"    onRemoval: {self.on_removal}\n" if self.on_removal else ""
        return f"{_HEADER}{_DEBUG}{self._declared(self.held[0])}{choice}"

    @property
    def manifest(self) -> str:
        """The manifest that the change comes from."""
        if self.on_removal:
            return f"{_HEADER}{_DEBUG}"
        chalk = "  chalk:\n    status: Deleted\n" if self.deletes else self._declared(self.end)
        return f"{_HEADER}{chalk}{self._declared_origin}"

    def is_left_fenced(self, endpoint: Endpoint) -> bool:
        """Whether the endpoint holds a package that a deletion has begun to delete, and keeps everything out of."""
        held = self._held_by(endpoint)
        return self.deletes and held is not None and bool(held[0]) and held[1] == _FENCE

    def least_writes(self, endpoint: Endpoint) -> Counter[str]:
        """The fewest writes that lead from what the endpoint holds to the end."""
        least: Counter[str] = Counter()
        held = self._held_by(endpoint)
        if self.deletes and (held is None or not held[0]):
            least["PutPackageOriginConfiguration"] = int(self._lacks_origin(held))
            return +least
        if held is None:
            return least
        statuses, origin = held
        wanted = _FENCE if self.deletes else self.origin_end or origin
        tightest = tuple("BLOCK" if "BLOCK" in pair else "ALLOW" for pair in zip(origin, wanted, strict=True))
        least["PutPackageOriginConfiguration"] = len({origin, tightest, wanted}) - 1
        changed_count = sum(count for status, count in statuses.items() if status not in {self.end, "Disposed"})
        if self.end in {"Disposed", "Deleted", GONE}:
            least["DisposePackageVersions"] = ceil(changed_count / _BATCH_COUNT)
        else:
            least["UpdatePackageVersionsStatus"] = ceil(changed_count / _BATCH_COUNT)
        if self.end == "Deleted":
            least["DeletePackageVersions"] = ceil(statuses.total() / _BATCH_COUNT)
        least["DeletePackage"] = int(self.deletes)
        least["PutPackageOriginConfiguration"] += int(self.deletes and self.origin_end is not None)
        return +least

    def is_reached(self, endpoint: Endpoint) -> bool:
        """Whether the endpoint holds what the change leads to."""
        held = self._held_by(endpoint)
        if self.deletes:
            return (held is None or not held[0]) and not self._lacks_origin(held)
        if held is None:
            return False
        statuses, origin = held
        end = Counter() if self.end == "Deleted" else Counter({self.end: self.held[1]})
        return statuses == end and origin == (self.origin_end or self.origin)

    def _lacks_origin(self, held: tuple[Counter[str], Origin] | None) -> bool:
        return self.origin_end is not None and (held is None or held[1] != self.origin_end)

    @property
    def _versions(self) -> list[str]:
        return [f"1.{number}.0" for number in range(self.held[1])]

    def _declared(self, status: str) -> str:
        return "".join(["  chalk:\n    versions:\n", *(f'      "{each}": {status}\n' for each in self._versions)])

    @property
    def _declared_origin(self) -> str:
        if self.origin_end is None:
            return ""
        publish, upstream = self.origin_end
        return f"    origin: {{publish: {publish}, upstream: {upstream}}}\n"

    def _held_by(self, endpoint: Endpoint) -> tuple[Counter[str], Origin] | None:
        """How many versions have which status, and the origin configuration; None where the package is gone."""
        try:
            package = endpoint.store.packages.ground.tree.package(_REPOSITORY, _CHALK)
        except StoreError:
            return None
        held = Counter(str(version.status) for version in package.versions.values() if version.status != Status.DELETED)
        return held, (str(package.origin.publish), str(package.origin.upstream))


_DISPOSE, _DELETE = "DisposePackageVersions", "DeletePackageVersions"
_READ_ORIGIN, _PUT_ORIGIN = "DescribePackage", "PutPackageOriginConfiguration"
_UPDATE, _LIST = "UpdatePackageVersionsStatus", "ListPackageVersions"
_DELETION = (_READ_ORIGIN, _PUT_ORIGIN, _LIST, _DISPOSE, _DISPOSE, _LIST, "DeletePackage")

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("dispose", ("Published", 250), "Disposed", (_DISPOSE,) * 3),
        Scenario("delete", ("Published", 150), "Deleted", (_DISPOSE, _DISPOSE, _DELETE, _DELETE)),
        Scenario("removal that disposes", ("Published", 150), "Disposed", (_DISPOSE,) * 2, on_removal="dispose"),
        Scenario("removal that deletes", ("Published", 150), GONE, _DELETION, on_removal="delete"),
        Scenario("deletion of a package", ("Published", 150), GONE, _DELETION, is_recorded=True),
        Scenario(
            "deletion of a package, with an origin put again",
            ("Published", 2),
            GONE,
            (_READ_ORIGIN, _PUT_ORIGIN, _LIST, _DISPOSE, _LIST, "DeletePackage", _PUT_ORIGIN),
            origin_end=("BLOCK", "ALLOW"),
        ),
        Scenario(
            "tighten",
            ("Published", 2),
            "Archived",
            (_READ_ORIGIN, _PUT_ORIGIN, _UPDATE),
            origin=("ALLOW", "ALLOW"),
            origin_end=("BLOCK", "BLOCK"),
        ),
        Scenario(
            "loosen",
            ("Archived", 2),
            "Published",
            (_READ_ORIGIN, _UPDATE, _READ_ORIGIN, _PUT_ORIGIN),
            origin=("BLOCK", "BLOCK"),
            origin_end=("ALLOW", "ALLOW"),
        ),
        Scenario(
            "tighten and loosen",
            ("Published", 2),
            "Unlisted",
            (_READ_ORIGIN, _PUT_ORIGIN, _UPDATE, _READ_ORIGIN, _PUT_ORIGIN),
            origin=("ALLOW", "BLOCK"),
            origin_end=("BLOCK", "ALLOW"),
        ),
    )
}
