"""From a proposal to its merge, with a change behind its back in between; and what is found at night."""

from pathlib import Path

import pytest

from emulator import Endpoint
from provider.pipeline.engine import run_engine
from provider.pipeline.modes import CHANGES_FOUND, StalePlanError, drift, preview, up
from tests.engine.conftest import MANIFEST, SEED
from tests.engine.test_promises import set_status, statuses
from tests.pipeline.team import STACK, Team

pytestmark = pytest.mark.engine


@pytest.fixture
def seed() -> object:
    return SEED


@pytest.fixture
def team(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team whose stack exists and has been up once, with nothing to do."""
    team = Team.begin(tmp_path, endpoint)
    for name, value in team.environment.items():
        monkeypatch.setenv(name, value)
    assert run_engine(["stack", "init", STACK], team.folder) == 0
    assert run_engine(["config", "set", "packagestate:changedFractionLimit", "1", "--stack", STACK], team.folder) == 0
    team.commit(MANIFEST.replace("Disposed", "Published").replace("Archived", "Published"), "as it is")
    plan, report = tmp_path / "plan.json", tmp_path / "report.md"
    assert preview(STACK, team.folder, plan, report) == 0
    assert up(STACK, team.folder, plan) == 0
    return team


def test_a_proposal_is_previewed_refused_when_something_moved_planned_again_and_merged(
    team: Team, endpoint: Endpoint, tmp_path: Path
) -> None:
    plan, report = tmp_path / "plan.json", tmp_path / "report.md"
    team.git("switch", "--quiet", "--create", "proposal")
    team.commit(MANIFEST, "dispose 5.6.1, archive 4.4.2")
    endpoint.calls.clear()
    assert preview(STACK, team.folder, plan, report) == 0
    assert not endpoint.calls.writes

    set_status(endpoint, "chalk", "5.6.1", "Unlisted")
    team.git("switch", "--quiet", "main")
    team.git("merge", "--quiet", "proposal")
    endpoint.calls.clear()
    with pytest.raises(StalePlanError, match="Plan is stale"):
        up(STACK, team.folder, plan)
    assert "5.6.1" not in {version for call in endpoint.calls.writes for version in call.parameters["versions"]}
    assert statuses(endpoint, "chalk")["5.6.1"] == "Unlisted"

    assert preview(STACK, team.folder, plan, report) == 0
    assert up(STACK, team.folder, plan) == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"
    assert statuses(endpoint, "debug")["4.4.2"] == "Archived"
    assert drift(STACK, team.folder, report) == 0


def test_what_has_drifted_over_night_is_found(team: Team, endpoint: Endpoint, tmp_path: Path) -> None:
    set_status(endpoint, "debug", "4.4.2", "Unlisted")
    endpoint.calls.clear()
    assert drift(STACK, team.folder, tmp_path / "report.md") == CHANGES_FOUND
    assert not endpoint.calls.writes


def test_a_plan_that_is_not_there_is_refused(team: Team, endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.calls.clear()
    with pytest.raises(StalePlanError, match="Plan is missing"):
        up(STACK, team.folder, tmp_path / "lost.json")
    assert not endpoint.calls


def test_the_stack_file_is_the_teams_and_nothing_else_is_left_in_their_folder(team: Team) -> None:
    assert "changedFractionLimit" in (team.folder / f"Pulumi.{STACK}.yaml").read_text(encoding="utf-8")
    assert {path.name for path in team.folder.iterdir()} == {".git", "packages", f"Pulumi.{STACK}.yaml"}
    assert team.git("status", "--short") == ""
