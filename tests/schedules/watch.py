"""The shadow of the store: what each call changed by our hand, held against what may happen.

Right before a call is carried out, after everybody else's deeds, the world is remembered, and right after it,
before anybody else's: whatever differs, we did, in whatever way the request was worded and the answer was lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from emulator.store import VersionRecord
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.status import IRREVERSIBLE, Status
from tests.schedules import deletions
from tests.schedules.expectation import FENCE, Expectation, steps, tightest
from tests.schedules.findings import Finding, Kind, configuration, difference, observed
from tests.schedules.planning import Planning
from tests.schedules.world import Held, Snapshot, World


@dataclass
class Watch:
    """What is seen of one world.

    Attributes:
        world: The world.
        expectation: What may happen now; None where nothing may.
        planning: What the world was since the program began to plan; None where none does.
        findings: What was found.
        trace: What happened, for whoever replays it.
        unguarded: Changes of ours within a window that AWS gives no guard for; the documents of `provider` name them.
        states: What each version of the expected package has been since the hook began; None where it was absent.
        origins: Its origin configurations since then.
        fences: The origin configurations of the packages that we fenced, from before; while nobody opens them again.
    """

    world: World
    expectation: Expectation | None = None
    planning: Planning | None = None
    findings: list[Finding] = field(default_factory=list)
    trace: list[object] = field(default_factory=list)
    unguarded: Counter[str] = field(default_factory=Counter)
    states: dict[str, set[ObservedVersion | None]] = field(default_factory=dict)
    origins: set[OriginConfiguration | None] = field(default_factory=set)
    fences: dict[Coordinates, OriginConfiguration] = field(default_factory=dict)
    change_count: int = 0
    _call_count: int = 0
    _before: Snapshot = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Be told what other people do to origin configurations."""
        self.world.on_origin = lambda place: self.fences.pop(place, None)

    def expect(self, expectation: Expectation | None) -> None:
        """A hook begins, or ends."""
        self.expectation = expectation
        if expectation is not None:
            self.states, self.origins = {}, set()
            self._note_states(self.world.snapshot())

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Another stack runs between two calls of the one that is watched."""
        kept = self.expectation, self.planning, self.states, self.origins
        self.expectation = self.planning = None
        try:
            yield
        finally:
            self.expectation, self.planning, self.states, self.origins = kept

    def say(self, event: object) -> None:
        """Note an event after the calls that came before it."""
        calls = list(self.world.endpoint.calls)
        self.trace += calls[self._call_count :]
        self._call_count = len(calls)
        self.trace.append(event)

    def before_call(self) -> None:
        self._before = self.world.snapshot()
        self._note_states(self._before)
        if self.planning is not None:
            self.planning.note(self._before, self.world.repositories())

    def after_call(self) -> None:
        after = self.world.snapshot()
        for place in self._before.keys() | after.keys():
            if self._before.get(place) != after.get(place):
                self._judge_package(place, self._before.get(place), after.get(place))
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

    def _judge_package(self, place: Coordinates, before: Held | None, after: Held | None) -> None:
        self.change_count += 1
        expectation, what = self.expectation, difference(before, after)
        if expectation is None or expectation.package != place:
            self.report(Kind.UNDECLARED, f"{place} was changed while nothing was to change: {what}")
            return
        self.say(f"we: {place}: {what}")
        if before is not None and after is None:
            self._judge_deletion(expectation, before)
            expectation.is_deleted = True
            expectation.origins.append(None)
            self.fences.pop(place, None)
            return
        assert after is not None
        origins = configuration(before.origin) if before else None, configuration(after.origin)
        if origins[0] != origins[1]:
            self._judge_origin(expectation, *origins)
            self._note_fence(expectation, *origins)
            expectation.origins.append(origins[1])
            if expectation.deletion is not None and not expectation.is_deleted:
                expectation.has_opened |= origins[1] != FENCE
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
        if expectation.deletion is not None:
            self._report_all(deletions.judge_version(expectation, self.origins, was, target))
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
        """Whatever the plan says: nothing undeclared, nothing that a floor loosens or has already, no pin overruled."""
        if expectation.said is None:
            return
        what, demand = f"{expectation.package} {was.version}", expectation.said.demand(was.version, was)
        if demand is None or not demand.allows(was.status, target):
            how = "irreversibly" if target in IRREVERSIBLE else "reversibly"
            self.report(Kind.UNDECLARED, f"{what} became {target} from {was.status}, {how}, and {demand} is demanded")
        if demand is not None and target is not Status.DELETED and demand.pin not in {None, was.revision}:
            self.report(Kind.LOST, f"{what} became {target} at {was.revision}, and is pinned to {demand.pin}")

    def _judge_deletion(self, expectation: Expectation, before: Held) -> None:
        self._report_all(deletions.judge_package(expectation, self.origins))
        seen = (expectation.listed or {}).values()
        if any(observed(record) not in seen for record in before.versions.values()):
            self.unguarded["deletion of a package that somebody else opened again"] += 1

    def _judge_origin(
        self, expectation: Expectation, before: OriginConfiguration | None, after: OriginConfiguration
    ) -> None:
        what = f"{expectation.package}: `{after}` was put"
        known = expectation.known_origin
        if before != known:
            self.unguarded["origin configuration put over one that changed since it was read"] += 1
        if expectation.deletion is not None:
            self._report_all(deletions.judge_origin(expectation, expectation.deletion, after))
            return
        change = expectation.origin
        if change is None or after not in {tightest(change), change.after}:
            self.report(Kind.UNDECLARED, f"{what}; planned was {change}")
        # botocore itself puts again what was put, where the answer was lost.
        elif known not in {change.before, tightest(change), after}:
            self.report(Kind.LOST, f"{what} over `{known}`, planned from `{change.before}`")
        elif after != tightest(change) and (missing := self.unreached(expectation)):
            self.report(Kind.UNDECLARED, f"{what} before {', '.join(missing)} became what was planned")

    def _note_fence(
        self, expectation: Expectation, before: OriginConfiguration | None, after: OriginConfiguration
    ) -> None:
        name = expectation.package
        if expectation.deletion is not None and after == FENCE and before is not None:
            self.fences.setdefault(name, before)
            expectation.has_fenced = True
        else:
            self.fences.pop(name, None)

    def _report_all(self, findings: Iterable[Finding]) -> None:
        for each in findings:
            self.report(each.kind, each.text)

    def require_done(self, expectation: Expectation) -> None:
        """A hook says that all is done that was planned."""
        name = expectation.package
        if missing := self.unreached(expectation):
            self.report(Kind.LOST, f"{name}: said to be done, but never was: {', '.join(missing)}")
        again = expectation.deletion.after if expectation.deletion is not None else None
        after = expectation.origin.after if expectation.origin is not None else again
        if after is not None and after not in self.origins:
            self.report(Kind.LOST, f"{name}: the origin configuration was said to be put, but never was")

    def require_end(self, expectation: Expectation, error: Exception) -> None:
        """A hook ended with an error."""
        held = self.world.snapshot().get(expectation.package)
        is_fenced = held is not None and expectation.package in self.fences and configuration(held.origin) == FENCE
        if expectation.deletion is not None:
            self._report_all(deletions.judge_end(expectation, error, is_fenced=is_fenced))

    def unreached(self, expectation: Expectation) -> list[str]:
        """The planned versions that never were what was planned, at the revision that it was planned at.

        In a removal, what is gone needs nothing.
        """
        return [
            version
            for version, move in expectation.moves.items()
            if (None if move.after is Status.DELETED else ObservedVersion(version, move.after, move.revision))
            not in self.states.get(version, set())
            and not (expectation.said is None and None in self.states.get(version, set()))
        ]
