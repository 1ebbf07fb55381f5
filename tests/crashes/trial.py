"""One death: a run that is killed at one call, and what comes after it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.crashes.scenarios import SCENARIOS, Scenario
from tests.support.killing import Moment, lock_files, plant_kill
from tests.support.sandboxes import new_sandbox

#: What a preview says when a deletion was interrupted and its manifest is put back.
FENCED = "Interrupted deletion left a package fenced"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A moment at which the plugin dies.

    Attributes:
        scenario: What is under way.
        number: At which of the plugin's calls, from 1.
        moment: Whether that call is carried out.
    """

    scenario: str
    number: int
    moment: Moment

    def __str__(self) -> str:
        """Name the call too."""
        operation = SCENARIOS[self.scenario].calls[self.number - 1]
        return f"{self.scenario}: {self.moment} call {self.number}, {operation}"


POINTS = tuple(
    Point(scenario.name, number, moment)
    for scenario in SCENARIOS.values()
    for number in range(1, len(scenario.calls) + 1)
    for moment in Moment
)


@dataclass(slots=True)
class Trial:
    """What was found at one point.

    Attributes:
        point: The point.
        findings: What is not as it was promised; empty where all is well.
        killed_text: What the engine said when the plugin died.
        writes: The writes of the run after that.
    """

    point: Point
    findings: list[str] = field(default_factory=list)
    killed_text: str = ""
    writes: Counter[str] = field(default_factory=Counter)

    def expect(self, finding: str, *, holds: bool, text: str = "") -> None:
        """Note a finding where something does not hold."""
        if not holds:
            self.findings.append(f"{finding}\n{text}".rstrip())


def prepare(scenario: Scenario, folder: Path, endpoint: Endpoint) -> Sandbox:
    """Make a stack that is about to make the change."""
    sandbox = new_sandbox(folder, endpoint.url)
    sandbox.configure(irreversibleLimit="1000", looseningLimit="1000", changedFractionLimit="1")
    if scenario.on_removal or scenario.is_recorded:
        sandbox.declare(scenario.before)
        first = sandbox.up()
        assert first.exit_code == 0, first.text
        assert not endpoint.calls.writes
    sandbox.declare(scenario.manifest)
    return sandbox


def program_call_count(sandbox: Sandbox, endpoint: Endpoint) -> int:
    """How many calls the program makes before the plugin makes its first: those of a preview."""
    endpoint.calls.clear()
    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text
    return len(list(endpoint.calls))


def run_killed(point: Point, folder: Path) -> Trial:
    """Kill the plugin at one point, and run again.

    Args:
        point: The point.
        folder: An empty folder.

    Returns:
        What was found: whether it died, what is left of the state, and whether the next run does what is left, with the
        least number of calls.
    """
    scenario, trial = SCENARIOS[point.scenario], Trial(point)
    with Endpoint.start(seed=scenario.seed) as endpoint:
        sandbox = prepare(scenario, folder, endpoint)
        number = program_call_count(sandbox, endpoint) + point.number
        happened = plant_kill(endpoint, sandbox, number, point.moment)
        killed = sandbox.up()
        trial.killed_text = killed.text
        trial.expect("the plugin was not killed", holds=bool(happened), text=killed.text)
        trial.expect("the run did not fail", holds=killed.exit_code != 0, text=killed.text)
        last = list(endpoint.calls)[-1].operation
        trial.expect(f"the last call was {last}", holds=last == scenario.calls[point.number - 1])
        endpoint.faults.clear()
        trial.expect("a lock is left", holds=not lock_files(sandbox))
        state = sandbox.pulumi("stack", "export", "--stack", "sandbox")
        trial.expect("the state cannot be read", holds=state.exit_code == 0, text=state.text)
        trial.expect("operations are pending", holds="pending_operations" not in state.text, text=state.text)
        if scenario.is_left_fenced(endpoint):
            sandbox.declare(scenario.before)
            put_back = sandbox.preview()
            trial.expect("nobody is told of the fence", holds=FENCED in put_back.text, text=put_back.text)
            sandbox.declare(scenario.manifest)
        least = scenario.least_writes(endpoint)
        endpoint.calls.clear()
        again = sandbox.up()
        trial.writes = Counter(call.operation for call in endpoint.calls.writes)
        trial.expect("running again fails", holds=again.exit_code == 0, text=again.text)
        trial.expect(f"it made {dict(trial.writes)}, and the least is {dict(least)}", holds=trial.writes == least)
        trial.expect("running again does not converge", holds=scenario.is_reached(endpoint), text=again.text)
        third = sandbox.preview("--expect-no-changes")
        trial.expect("there is still something to do", holds=third.exit_code == 0, text=third.text)
    return trial
