"""One stack: what the program plans and what the hooks do, as `pulumi up` has them do it, watched at every call."""

import random
from collections import Counter
from dataclasses import dataclass, field

from packagestate.provider.plan.model import Plan
from packagestate.provider.population import FullGateway
from packagestate.schemas.errors import PackageStateError
from tests.schedules.engine import Process, State
from tests.schedules.expectation import FENCE
from tests.schedules.findings import Kind, configuration
from tests.schedules.manifests import by_hand
from tests.schedules.oracle import wrong_removals
from tests.schedules.planning import Planning, judge_plan
from tests.schedules.program import Program, run_by_hand, run_program
from tests.schedules.statements import Manifest
from tests.schedules.tallies import tallies
from tests.schedules.update import Failure, Options, Update
from tests.schedules.watch import Watch


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
    program: Program = field(default_factory=Program)

    def run(self, manifest: Manifest, gateway: FullGateway, options: Options) -> list[Failure]:
        """One `pulumi up`; what went wrong in it."""
        self.watch.expect(None)
        self.counts["runs"] += 1
        process = Process(gateway)
        try:
            shown = None
            if options.between is not None:
                shown = self.write(manifest, gateway, self.state, is_by_hand=options.is_by_hand)
                options.between()
            before = self.state.copied()
            if options.refreshes:
                self.state.refresh(process)
            told = before if options.tells_old_record else self.state
            self.program = self.write(manifest, gateway, told, is_by_hand=options.is_by_hand)
        except PackageStateError as error:
            self.watch.say(f"the program: {error}")
            self.counts["runs that ended before a hook"] += 1
            return [Failure(None, error)]
        run = self._update(process, shown or self.program, options)
        run.register_all()
        if options.goes_on or not run.failures:
            run.delete_all([name for name in self.state.packages if name not in self.program.packages])
        return run.failures

    def destroy(self, gateway: FullGateway) -> list[Failure]:
        """`pulumi destroy`: no program, no check, and everything is deleted."""
        self.watch.expect(None)
        self.counts["destroys"] += 1
        self.program = Program()
        run = self._update(Process(gateway), self.program, Options())
        run.delete_all(list(self.state.packages))
        return run.failures

    def _update(self, process: Process, shown: Program, options: Options) -> Update:
        return Update(self.watch, self.counts, self.chance, self.state, process, self.program, shown, options)

    def write(self, manifest: Manifest, gateway: FullGateway, told: State, *, is_by_hand: bool) -> Program:
        """What the program registers, held against what it may say.

        Raises:
            PackageStateError: It refuses.
        """
        if is_by_hand:
            return run_by_hand(by_hand(manifest))
        watch, world = self.watch, self.watch.world
        watch.planning = planning = Planning.begin(world.snapshot(), world.repositories())
        try:
            program = run_program(manifest, gateway, told.record)
        finally:
            watch.planning = None
        assert program.planned is not None
        plan = program.planned.plan
        watch.say(f"the program registers {dict(program.packages)} and {program.removals}")
        for finding in judge_plan(planning, manifest, program, told):
            watch.report(finding.kind, finding.text)
        for text in wrong_removals(told, program.places(), plan):
            watch.report(Kind.UNDECLARED, text)
        self._require_fences_told(manifest, plan)
        self.counts.update(tallies(planning, manifest, plan))
        return program

    def _require_fences_told(self, manifest: Manifest, plan: Plan) -> None:
        """What we fenced is deleted, opened as declared, or told of."""
        going_on = {place for place, changes in plan.all_changes if changes.deletion is not None}
        held = self.watch.world.snapshot()
        for place, before in self.watch.fences.items():
            if place in going_on or place not in held or configuration(held[place].origin) != FENCE:
                continue
            if manifest.said_of(place).origin is not None:
                continue
            if not any(f"delete {place}" in warning.detail for warning in plan.warnings):
                self.watch.report(Kind.LOST, f"{place} was left fenced, and nobody is told; it was `{before}`")
            else:
                self.counts["fences told of"] += 1
