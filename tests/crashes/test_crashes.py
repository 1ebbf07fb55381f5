"""Running again repairs, wherever the run before it died; `make crashes` tries every point."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import STACK
from tests.crashes.scenarios import SCENARIOS, Scenario
from tests.crashes.trial import Point, prepare, program_call_count, run_killed
from tests.support.killing import Moment, lock_files, plant_kill

pytestmark = pytest.mark.engine

# Of each scenario the point at which most is done, and not all of it recorded.
SOME_POINTS = (
    Point("dispose", 2, Moment.AFTER),
    Point("delete", 2, Moment.AFTER),
    Point("removal that disposes", 1, Moment.AFTER),
    Point("removal that deletes", 4, Moment.AFTER),
    Point("deletion of a package", 7, Moment.BEFORE),
    Point("deletion of a package, with an origin put again", 6, Moment.AFTER),
    Point("tighten", 2, Moment.AFTER),
    Point("loosen", 2, Moment.AFTER),
    Point("tighten and loosen", 5, Moment.BEFORE),
)


@pytest.mark.parametrize("point", SOME_POINTS, ids=str)
def test_a_run_whose_plugin_was_killed_is_completed_by_the_next_one_with_the_fewest_writes(
    point: Point, tmp_path: Path
) -> None:
    assert not run_killed(point, tmp_path).findings


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_nobody_dies_at_a_call_that_is_not_made(scenario: Scenario, tmp_path: Path) -> None:
    with Endpoint.start(seed=scenario.seed) as endpoint:
        sandbox = prepare(scenario, tmp_path, endpoint)
        count = program_call_count(sandbox, endpoint)
        endpoint.calls.clear()
        assert sandbox.up().exit_code == 0
        assert tuple(call.operation for call in endpoint.calls)[count:] == scenario.calls
        assert scenario.is_reached(endpoint)


@pytest.mark.parametrize("skips_checkpoints", ["true", "false"], ids=["one checkpoint", "a checkpoint for each step"])
def test_an_engine_that_was_killed_leaves_a_lock_that_is_explained_and_a_state_that_loads(
    tmp_path: Path, skips_checkpoints: str
) -> None:
    scenario = SCENARIOS["dispose"]
    with Endpoint.start(seed=scenario.seed) as endpoint:
        sandbox = prepare(scenario, tmp_path, endpoint)
        sandbox.variables["PULUMI_SKIP_CHECKPOINTS"] = skips_checkpoints
        number = program_call_count(sandbox, endpoint) + 2
        happened = plant_kill(endpoint, sandbox, number, Moment.AFTER, part="")
        sandbox.up()
        assert happened
        endpoint.faults.clear()

        assert lock_files(sandbox)
        locked = sandbox.up()
        assert locked.exit_code != 0
        assert "pulumi cancel" in locked.text
        assert len(endpoint.calls.writes) == 2
        cancelled = sandbox.pulumi("cancel", "--stack", STACK, "--yes")
        assert cancelled.exit_code == 0, cancelled.text
        assert not lock_files(sandbox)

        again = sandbox.up()
        assert again.exit_code == 0, again.text
        assert ("interrupted while creating" in again.text) == (skips_checkpoints == "false")
        assert scenario.is_reached(endpoint)
        cleared = sandbox.refresh("--clear-pending-creates")
        assert cleared.exit_code == 0, cleared.text
        last = sandbox.preview("--expect-no-changes")
        assert last.exit_code == 0, last.text
        assert "interrupted" not in last.text
