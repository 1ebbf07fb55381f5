"""The update of one `pulumi up`: what the engine does with what the program registered, watched at every call."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from packagestate.provider.plan.model import Changes
from packagestate.provider.removals import NAME
from packagestate.provider.state import properties
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import OutcomeError, PackageStateError, RefusalError
from tests.schedules.engine import PlanViolatedError, Process, Recorded, State, UntargetedError
from tests.schedules.expectation import FENCE, Expectation
from tests.schedules.findings import Kind
from tests.schedules.program import Program, Registered
from tests.schedules.watch import Watch
from tests.support.hooks import CheckFailedError

_Refused = (CheckFailedError, PlanViolatedError, UntargetedError)


class Failure(NamedTuple):
    """What went wrong: with a package, or, without one, with the run as a whole."""

    place: Coordinates | None
    error: Exception
    is_removal: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How `pulumi up` is called.

    Attributes:
        is_by_hand: Whether it runs a program by hand, which plans nothing.
        refreshes: Whether the state is refreshed first.
        tells_old_record: Whether the program is told the record from before the refresh.
        targets: The names of the resources that are targeted; None for all.
        replaced: The names of the resources that are to be replaced.
        goes_on: Whether it goes on after an error.
        between: What happens between the preview and the update, which is bound to it; None where nothing binds it.
    """

    is_by_hand: bool = False
    refreshes: bool = False
    tells_old_record: bool = False
    targets: frozenset[str] | None = None
    replaced: frozenset[str] = frozenset()
    goes_on: bool = True
    between: Callable[[], None] | None = None


@dataclass
class Update:
    """The update of one `pulumi up`, from the registered resources to the deletions.

    Attributes:
        watch: Who watches.
        counts: What happened.
        chance: Decides the order in which the engine gets to the resources.
        state: What the backend holds.
        process: The plugin.
        program: What the program registers.
        shown: What it registered in the preview that binds it; the same where none does.
        options: How it is called.
        failures: What went wrong.
    """

    watch: Watch
    counts: Counter[str]
    chance: random.Random
    state: State
    process: Process
    program: Program
    shown: Program
    options: Options
    failures: list[Failure] = field(default_factory=list)

    def register_all(self) -> None:
        """Create and update, in some order; what is deleted as a whole comes after what records it."""
        packages = self.program.packages
        names = [*packages, *([NAME] if self.program.removals is not None else [])]
        self.chance.shuffle(names)
        # What depends on the removals comes after them.
        for name in sorted(names, key=lambda name: name in packages and packages[name].needs_removals):
            if self.failures and not self.options.goes_on:
                return
            if self._is_targeted(name):
                self._note(self._place(name), self._register(name))

    def delete_all(self, names: list[str]) -> None:
        """Delete what is pending, and what is not declared any more."""
        state, allowed = self.state, self.shown.removed()
        going = [*((name, each, True) for name, each in state.pending)]
        going += [(name, state.packages[name], False) for name in names]
        self.chance.shuffle(going)
        if self.program.removals is None and self._is_targeted(NAME) and state.removals is not None:
            # It stands for nothing in AWS; what it remembers of interrupted deletions is forgotten with it.
            state.removals = None
            self.forget_fences()
        for name, each, is_pending in going:
            if not self._is_targeted(name):
                continue
            error = self._delete(each, allowed)
            self._note(each.coordinates, error, is_removal=True)
            if error is None and is_pending:
                state.pending = [other for other in state.pending if other[1] is not each]
            elif error is None:
                del state.packages[name]
            elif not self.options.goes_on:
                return

    def forget_fences(self) -> None:
        self.counts["fences that nobody can remember"] += len(self.watch.fences)
        self.watch.fences.clear()

    def _accept_fences(self) -> None:
        """A manifest that declares a package blocked takes the fence over: from here on it is what somebody wants."""
        for place, declared in self.program.manifest.packages.items():
            if declared.origin == FENCE and not declared.is_deleted:
                self.watch.fences.pop(place, None)

    def _is_targeted(self, name: str) -> bool:
        return self.options.targets is None or name in self.options.targets

    def _place(self, name: str) -> Coordinates | None:
        return None if name == NAME else properties.coordinates(self.program.packages[name].inputs)

    def _note(self, place: Coordinates | None, error: Exception | None, *, is_removal: bool = False) -> None:
        self.watch.expect(None)
        if error is not None:
            self.failures.append(Failure(place, error, is_removal))
            self.watch.say(f"{place or NAME}: {error}")
            summaries = [fault.summary for fault in getattr(error, "faults", ())] or [type(error).__name__]
            self.counts.update(f"error: {summary}" for summary in summaries)

    def _register(self, name: str) -> Exception | None:
        """Create or update one resource, and hold what the hook says against what was seen."""
        if name == NAME:
            assert self.program.removals is not None
            return self._up(NAME, self.state.removals, self.program.removals, self.shown.removals)
        if self.program.packages[name].needs_removals and self.state.removals is None:
            return UntargetedError("depends on the removals, which are not targeted")
        return self._watched_up(name)

    def _watched_up(self, name: str) -> Exception | None:
        watch, place = self.watch, properties.coordinates(self.program.packages[name].inputs)
        said = self.program.manifest.said_of(place)
        if self.options.is_by_hand:
            expectation = Expectation(place, said, is_planned=False)
        else:
            expectation = Expectation.of_plan(place, self.shown.changes(name) or Changes(), said)
        watch.say(f"up {name}")
        watch.expect(expectation)
        before = watch.change_count
        error = self._up(
            name, self.state.packages.get(name), self.program.packages[name], self.shown.packages.get(name)
        )
        if isinstance(error, (RefusalError, *_Refused)) and watch.change_count != before:
            watch.report(Kind.UNDECLARED, f"{place} was refused, and changed all the same: {error}")
        if isinstance(error, OutcomeError) and expectation.deletion is None:
            missing = [version for version in watch.unreached(expectation) if version not in str(error)]
            if missing:
                watch.report(Kind.LOST, f"{place}: the error is silent about {', '.join(missing)}: {error}")
        if error is None:
            watch.require_done(expectation)
            self.counts["declared deletions carried out"] += expectation.deletion is not None
        else:
            watch.require_end(expectation, error)
        return error

    def _up(self, name: str, old: Recorded | None, sent: Registered, bound: Registered | None) -> Exception | None:
        state = self.state
        provider = self.process.removals if name == NAME else self.process.package
        try:
            if sent != bound:
                self.process.check(provider, old, sent.inputs)
                return PlanViolatedError("violates plan")
            new, was_replaced = self.process.register(
                provider, old, sent.inputs, is_replaced=name in self.options.replaced
            )
        except (*_Refused, PackageStateError) as error:
            return error
        if name == NAME:
            state.removals = new
            self._accept_fences()
            return None
        if was_replaced and old is not None:
            self.counts["replacements"] += 1
            state.pending.append((name, old))
        state.packages[name] = new
        return None

    def _delete(self, each: Recorded, allowed: dict[str, Changes]) -> Exception | None:
        """Do with a package that is no longer declared what the plan says."""
        watch, place = self.watch, each.coordinates
        # A replacement that was interrupted has left another resource of the package: what is retained takes no plan.
        is_forgotten = (
            place.resource_name in self.program.packages or properties.on_removal(each.outputs) is OnRemoval.RETAIN
        )
        changes = Changes() if is_forgotten else allowed.pop(place.resource_name, Changes())
        watch.say(f"delete {place}: {each.outputs}, planned is {changes}")
        self.counts["deletions of resources"] += 1
        expectation = Expectation.of_plan(place, changes)
        watch.expect(expectation)
        try:
            self.process.package.delete(each.id, each.outputs)
        except PackageStateError as error:
            watch.require_end(expectation, error)
            return error
        watch.require_done(expectation)
        what = "disposals" if changes.deletion is None else "deletions"
        self.counts[f"planned {what} of removals carried out"] += bool(changes)
        return None
