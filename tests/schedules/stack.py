"""One stack: what the program plans and what the hooks do, as `pulumi up` has them do it, watched at every call."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from provider import properties
from provider.gateway import Gateway, GatewayError
from provider.plan.model import Changes
from provider.removals import NAME
from schemas.errors import OutcomeError, PackageStateError, RefusalError
from tests.provider.hooks import CheckFailedError
from tests.schedules.engine import PlanViolatedError, Process, Recorded, State, UntargetedError
from tests.schedules.expectation import FENCE, Expectation
from tests.schedules.findings import Kind, configuration
from tests.schedules.manifests import Manifest, by_hand
from tests.schedules.program import Program, Registered, run_by_hand, run_program
from tests.schedules.watch import Watch

_Refused = (CheckFailedError, PlanViolatedError, UntargetedError)


class Failure(NamedTuple):
    """What went wrong: with a declared package, with a removal, or, without a name, with the run as a whole."""

    name: str
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
class Stack:
    """What a stack has in its state, and what became of its runs.

    Attributes:
        watch: Who watches.
        counts: What happened.
        chance: Decides the order in which the engine gets to the resources.
        state: What the backend holds.
        program: What the last run registered.
    """

    watch: Watch
    counts: Counter[str]
    chance: random.Random
    state: State = field(default_factory=State)
    program: Program = field(default_factory=lambda: Program({}))

    @property
    def domain(self) -> str:
        return self.watch.world.domain

    def run(self, manifest: Manifest, gateway: Gateway, options: Options) -> list[Failure]:
        """One `pulumi up`; what went wrong in it."""
        self.watch.expect(None)
        self.counts["runs"] += 1
        process = Process(gateway)
        try:
            shown = None
            if options.between is not None:
                shown = self._written(manifest, gateway, options, self.state)
                options.between()
            before = self.state.copied()
            if options.refreshes:
                self.state.refresh(process)
            told = before if options.tells_old_record else self.state
            self.program = self._written(manifest, gateway, options, told)
        except PackageStateError as error:
            self.watch.say(f"the program: {error}")
            self.counts["runs that ended before a hook"] += 1
            return [Failure("", error)]
        run = _Run(self, process, self.program, shown or self.program, options)
        run.register_all()
        if options.goes_on or not run.failures:
            run.delete_all([name for name in self.state.packages if name not in self.program.packages])
        return run.failures

    def destroy(self, gateway: Gateway) -> list[Failure]:
        """`pulumi destroy`: no program, no check, and everything is deleted."""
        self.watch.expect(None)
        self.counts["destroys"] += 1
        self.program = Program({})
        run = _Run(self, Process(gateway), self.program, self.program, Options())
        run.delete_all(list(self.state.packages))
        return run.failures

    def _written(self, manifest: Manifest, gateway: Gateway, options: Options, told: State) -> Program:
        if options.is_by_hand:
            return run_by_hand(by_hand(manifest), self.domain)
        program = run_program(manifest, self.domain, gateway, told.record)
        assert program.planned is not None
        plan = program.planned.plan
        self.watch.say(f"the program registers {dict(program.packages)} and {program.removals}")
        going_on = {place.written for place, changes in plan.all_changes if changes.deletion is not None}
        held = self.watch.world.snapshot()
        for name, before in self.watch.fences.items():
            if name in going_on or name not in held or configuration(held[name].origin) != FENCE:
                continue
            declared = manifest.get(name)
            if declared is not None and declared.origin is not None:
                continue
            if not any(f"delete {name} (" in warning.detail for warning in plan.warnings):
                self.watch.report(Kind.LOST, f"{name} was left fenced, and nobody is told; it was `{before}`")
            else:
                self.counts["fences told of"] += 1
        return program


@dataclass
class _Run:
    """The update of one `pulumi up`, from the registered resources to the deletions."""

    stack: Stack
    process: Process
    program: Program
    shown: Program
    options: Options
    failures: list[Failure] = field(default_factory=list)

    def register_all(self) -> None:
        """Create and update, in some order; what is deleted as a whole comes after what records it."""
        packages = self.program.packages
        names = [*packages, *([NAME] if self.program.removals is not None else [])]
        self.stack.chance.shuffle(names)
        # What depends on the removals comes after them.
        for name in sorted(names, key=lambda name: name in packages and packages[name].needs_removals):
            if self.failures and not self.options.goes_on:
                return
            if self._is_targeted(name):
                self._note(self._written(name), self._register(name))

    def delete_all(self, names: list[str]) -> None:
        """Delete what is pending, and what is not declared any more."""
        state, allowed = self.stack.state, self.shown.removed()
        going = [*((name, each, True) for name, each in state.pending)]
        going += [(name, state.packages[name], False) for name in names]
        self.stack.chance.shuffle(going)
        if self.program.removals is None and self._is_targeted(NAME) and state.removals is not None:
            # It stands for nothing in AWS; what it remembers of interrupted deletions is forgotten with it.
            state.removals = None
            self.forget_fences()
        for name, each, is_pending in going:
            if not self._is_targeted(name):
                continue
            error = self._delete(each, allowed)
            self._note(each.coordinates.written, error, is_removal=True)
            if error is None and is_pending:
                state.pending = [other for other in state.pending if other[1] is not each]
            elif error is None:
                del state.packages[name]
            elif not self.options.goes_on:
                return

    def forget_fences(self) -> None:
        self.stack.counts["fences that nobody can remember"] += len(self.stack.watch.fences)
        self.stack.watch.fences.clear()

    def _is_targeted(self, name: str) -> bool:
        return self.options.targets is None or name in self.options.targets

    def _written(self, name: str) -> str:
        return NAME if name == NAME else properties.coordinates(self.program.packages[name].inputs).written

    def _note(self, name: str, error: Exception | None, *, is_removal: bool = False) -> None:
        stack = self.stack
        stack.watch.expect(None)
        if error is not None:
            self.failures.append(Failure(name, error, is_removal))
            stack.watch.say(f"{name}: {error}")
            summaries = [fault.summary for fault in getattr(error, "faults", ())] or [type(error).__name__]
            stack.counts.update(f"error: {summary}" for summary in summaries)

    def _register(self, name: str) -> Exception | None:
        """Create or update one resource, and hold what the hook says against what was seen."""
        state = self.stack.state
        if name == NAME:
            assert self.program.removals is not None
            return self._up(NAME, state.removals, self.program.removals, self.shown.removals)
        if self.program.packages[name].needs_removals and state.removals is None:
            return UntargetedError("depends on the removals, which are not targeted")
        return self._watched_up(name)

    def _watched_up(self, name: str) -> Exception | None:
        watch, written = self.stack.watch, self._written(name)
        declared = self.program.manifest[written]
        if self.options.is_by_hand:
            declared = by_hand(self.program.manifest)[written]
            expectation = Expectation(written, declared, is_planned=False)
        else:
            expectation = Expectation.of_plan(written, self.shown.changes(name) or Changes(), declared)
        watch.say(f"up {name}")
        watch.expect(expectation)
        before = watch.change_count
        error = self._up(
            name, self.stack.state.packages.get(name), self.program.packages[name], self.shown.packages.get(name)
        )
        if isinstance(error, (RefusalError, *_Refused)) and watch.change_count != before:
            watch.report(Kind.UNDECLARED, f"{written} was refused, and changed all the same: {error}")
        if isinstance(error, OutcomeError) and expectation.deletion is None:
            missing = [version for version in watch.unreached(expectation) if version not in str(error)]
            if missing:
                watch.report(Kind.LOST, f"{written}: the error is silent about {', '.join(missing)}: {error}")
        if error is None:
            watch.require_done(expectation)
            self.stack.counts["declared deletions carried out"] += expectation.deletion is not None
        return error

    def _up(self, name: str, old: Recorded | None, sent: Registered, bound: Registered | None) -> Exception | None:
        state = self.stack.state
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
            return None
        if was_replaced and old is not None:
            self.stack.counts["replacements"] += 1
            state.pending.append((name, old))
        state.packages[name] = new
        return None

    def _delete(self, each: Recorded, allowed: dict[str, Changes]) -> Exception | None:
        """Do with a package that is no longer declared what the plan says."""
        watch, place = self.stack.watch, each.coordinates
        is_declared = place.resource_name in self.program.packages
        changes = Changes() if is_declared else allowed.pop(place.resource_name, Changes())
        watch.say(f"delete {place}: {each.outputs}, planned is {changes}")
        self.stack.counts["deletions of resources"] += 1
        expectation = Expectation.of_plan(place.written, changes)
        watch.expect(expectation)
        try:
            self.process.package.delete(each.id, each.outputs)
        except (PackageStateError, GatewayError) as error:
            return error
        watch.require_done(expectation)
        what = "disposals" if changes.deletion is None else "deletions"
        self.stack.counts[f"planned {what} of removals carried out"] += bool(changes)
        return None
