"""The shadow of the store: what each call changed by our hand, held against what may happen.

Right before a call is carried out, after everybody else's deeds, the repository is remembered, and right after it,
before anybody else's: whatever differs, we did, in whatever way the request was worded and the answer was lost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from emulator.store import OriginRestrictions, VersionRecord
from provider.plan.model import ObservedVersion
from schemas.desired import OnRemoval, OriginConfiguration, Restriction
from schemas.status import IRREVERSIBLE, Status
from tests.schedules.expectation import FENCE, Expectation, steps, tightest
from tests.schedules.world import Held, Snapshot, World


class Kind(StrEnum):
    """What was broken."""

    LOST = "lost"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that was broken."""

    kind: Kind
    text: str


@dataclass
class Watch:
    """What is seen of one repository.

    Attributes:
        world: The repository.
        expectation: What may happen now; None where nothing may.
        findings: What was found.
        trace: What happened, for whoever replays it.
        unguarded: Changes of ours within a window that AWS gives no guard for; the documents of `provider` name them.
        states: What each version of the expected package has been since the hook began; None where it was absent.
        origins: Its origin configurations since then.
    """

    world: World
    expectation: Expectation | None = None
    findings: list[Finding] = field(default_factory=list)
    trace: list[object] = field(default_factory=list)
    unguarded: Counter[str] = field(default_factory=Counter)
    states: dict[str, set[ObservedVersion | None]] = field(default_factory=dict)
    origins: set[OriginConfiguration | None] = field(default_factory=set)
    change_count: int = 0
    _call_count: int = 0
    _before: Snapshot = field(default_factory=dict)

    def expect(self, expectation: Expectation | None) -> None:
        """A hook begins, or ends."""
        self.expectation = expectation
        if expectation is not None:
            self.states, self.origins = {}, set()
            self._note_states(self.world.snapshot())

    def say(self, event: object) -> None:
        """Note an event after the calls that came before it."""
        calls = list(self.world.endpoint.calls)
        self.trace += calls[self._call_count :]
        self._call_count = len(calls)
        self.trace.append(event)

    def before_call(self) -> None:
        self._before = self.world.snapshot()
        self._note_states(self._before)

    def after_call(self) -> None:
        after = self.world.snapshot()
        for name in self._before.keys() | after.keys():
            if self._before.get(name) != after.get(name):
                self._judge_package(name, self._before.get(name), after.get(name))
        self._note_states(after)

    def report(self, kind: Kind, text: str) -> None:
        self.say(f"FOUND, {kind}: {text}")
        self.findings.append(Finding(kind, text))

    def _note_states(self, held: Snapshot) -> None:
        if self.expectation is None:
            return
        package = held.get(self.expectation.package)
        present = package.versions if package else {}
        for version in self.states.keys() | present.keys() | self.expectation.moves.keys():
            record = present.get(version)
            self.states.setdefault(version, set()).add(observed(record) if record else None)
        self.origins.add(configuration(package.origin) if package else None)

    def _judge_package(self, name: str, before: Held | None, after: Held | None) -> None:
        self.change_count += 1
        expectation = self.expectation
        if expectation is None or expectation.package != name:
            self.report(
                Kind.UNDECLARED, f"{name} was changed while nothing was to change: {_difference(before, after)}"
            )
            return
        self.say(f"we: {name}: {_difference(before, after)}")
        if before is not None and after is None:
            self._judge_deletion(expectation, before)
            return
        assert after is not None
        origins = configuration(before.origin) if before else None, configuration(after.origin)
        if origins[0] != origins[1]:
            self._judge_origin(expectation, *origins)
            expectation.origins.append(origins[1])
        known = before.versions if before else {}
        for version in sorted(known.keys() | after.versions.keys()):
            if known.get(version) != after.versions.get(version):
                self._judge_version(expectation, version, known.get(version), after.versions.get(version))
                expectation.listed_since_change = False

    def _judge_version(
        self, expectation: Expectation, version: str, before: VersionRecord | None, after: VersionRecord | None
    ) -> None:
        what = f"{expectation.package} {version}"
        if before is None:
            self.report(Kind.UNDECLARED, f"{what} was created")
            return
        was, target = observed(before), Status(after.status) if after else Status.DELETED
        if after is not None and after.revision != before.revision:
            self.report(Kind.LOST, f"{what} got revision {after.revision}")
        if expectation.removal is not None:
            self._judge_disposal(expectation, was, target)
            return
        move = expectation.moves.get(version)
        expected = {to: start for start, to in steps(move)}.get(target) if move is not None else None
        if move is None or expected is None:
            self.report(Kind.UNDECLARED, f"{what} became {target}, which no plan said; planned was {move}")
            return
        if was.status is not expected:
            self.report(Kind.LOST, f"{what} became {target} from {was.status}, planned from {expected}")
        # DeletePackageVersions takes no revision: only the status of what was disposed guards it.
        if target is Status.DELETED and was.revision != move.revision:
            self.unguarded["deletion of another revision that somebody else disposed"] += 1
        elif was.revision != move.revision:
            self.report(Kind.LOST, f"{what} became {target} at {was.revision}, planned at {move.revision}")
        self._judge_declaration(expectation, was, target)
        change = expectation.origin
        if change and change.before != tightest(change) and {tightest(change), change.after}.isdisjoint(self.origins):
            self.report(Kind.UNDECLARED, f"{what} became {target} before the origin configuration was tightened")

    def _judge_declaration(self, expectation: Expectation, was: ObservedVersion, target: Status) -> None:
        """Whatever the plan says: nothing irreversible undeclared, and no pin overruled."""
        assert expectation.declared is not None
        what, declared = f"{expectation.package} {was.version}", expectation.declared.versions.get(was.version)
        allowed = {Status.DISPOSED: {Status.DISPOSED, Status.DELETED}}.get(target, {target})
        if declared not in allowed:
            how = "irreversibly" if target in IRREVERSIBLE else "reversibly"
            self.report(Kind.UNDECLARED, f"{what} became {target}, {how}, and {declared} is declared")
        pin = expectation.declared.pins.get(was.version, was.revision)
        if target is not Status.DELETED and pin != was.revision:
            self.report(Kind.LOST, f"{what} became {target} at {was.revision}, and is pinned to {pin}")

    def _judge_disposal(self, expectation: Expectation, was: ObservedVersion, target: Status) -> None:
        what = f"{expectation.package} {was.version}"
        if target is not Status.DISPOSED or expectation.removal is OnRemoval.RETAIN:
            self.report(Kind.UNDECLARED, f"{what} became {target} in a removal that is to {expectation.removal}")
        if (was.version, was.revision) not in {(each.version, each.revision) for each in expectation.recorded}:
            self.report(Kind.LOST, f"{what} at {was.revision} was disposed, which the state does not know")
        listed = (expectation.listed or {}).values()
        if was not in (expectation.recorded if expectation.removal is OnRemoval.DISPOSE else listed):
            self.report(Kind.LOST, f"{what} was disposed from {was.status}, which nobody saw")
        if expectation.removal is OnRemoval.DELETE and FENCE not in self.origins:
            self.report(Kind.UNDECLARED, f"{what} was disposed outside of the fence")

    def _judge_deletion(self, expectation: Expectation, before: Held) -> None:
        name = expectation.package
        if expectation.removal is not OnRemoval.DELETE:
            self.report(Kind.UNDECLARED, f"{name} was deleted as a whole")
            return
        if FENCE not in self.origins:
            self.report(Kind.UNDECLARED, f"{name} was deleted without a fence")
        if not expectation.listed_since_change:
            self.report(Kind.LOST, f"{name} was deleted without a look at what is left of it")
        known = {(each.version, each.revision) for each in expectation.recorded}
        seen = (expectation.listed or {}).values()
        for each in seen:
            if (each.version, each.revision) not in known or each.status is not Status.DISPOSED:
                self.report(Kind.LOST, f"{name} was deleted with {each}, which was not to be deleted")
        if any(observed(record) not in seen for record in before.versions.values()):
            self.unguarded["deletion of a package that somebody else opened again"] += 1

    def _judge_origin(
        self, expectation: Expectation, before: OriginConfiguration | None, after: OriginConfiguration
    ) -> None:
        what = f"{expectation.package}: `{after}` was put"
        known = expectation.origins[-1] if expectation.origins else None
        if before != known:
            self.unguarded["origin configuration put over one that changed since it was read"] += 1
        if expectation.removal is not None:
            is_back = bool(expectation.origins) and after == expectation.origins[0]
            if expectation.removal is not OnRemoval.DELETE or not (after == FENCE or is_back):
                self.report(Kind.UNDECLARED, f"{what} in a removal that is to {expectation.removal}")
            elif FENCE not in {after, known}:
                self.report(Kind.LOST, f"{what} over `{known}`")
            return
        change = expectation.origin
        if change is None or after not in {tightest(change), change.after}:
            self.report(Kind.UNDECLARED, f"{what}; planned was {change}")
        # botocore itself puts again what was put, where the answer was lost.
        elif known not in {change.before, tightest(change), after}:
            self.report(Kind.LOST, f"{what} over `{known}`, planned from `{change.before}`")
        elif after != tightest(change) and (missing := self.unreached(expectation)):
            self.report(Kind.UNDECLARED, f"{what} before {', '.join(missing)} became what was planned")

    def unreached(self, expectation: Expectation) -> list[str]:
        """The planned versions that never were what was planned, at the revision that it was planned at."""
        return [
            version
            for version, move in expectation.moves.items()
            if (None if move.after is Status.DELETED else ObservedVersion(version, move.after, move.revision))
            not in self.states.get(version, set())
        ]


def observed(record: VersionRecord) -> ObservedVersion:
    return ObservedVersion(record.version, Status(record.status), record.revision)


def configuration(origin: OriginRestrictions) -> OriginConfiguration:
    return OriginConfiguration(Restriction(origin.publish), Restriction(origin.upstream))


def _difference(before: Held | None, after: Held | None) -> str:
    if before is None or after is None:
        return "package deleted" if after is None else f"package created, {configuration(after.origin)}"
    parts = [f"origin {configuration(after.origin)}"] if before.origin != after.origin else []
    return "; ".join([*parts, *_changed(before.versions, after.versions)])


def _changed(before: Mapping[str, VersionRecord], after: Mapping[str, VersionRecord]) -> Iterable[str]:
    for version in sorted(before.keys() | after.keys()):
        if before.get(version) != after.get(version):
            statuses = (held[version].status if version in held else "absent" for held in (before, after))
            yield f"{version} {' -> '.join(statuses)}"
