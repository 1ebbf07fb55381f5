"""From a rule to what AWS has, with the real engine: rule, lock, review, merge."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.lock.generic import rules
from tests.pipeline.team import STACK, Team
from tests.support.asking import client, statuses
from tests.support.publishing import publish
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

HELD = {"acme/ui": ["1.0.0", "1.1.0", "1.2.0", "2.0.0"], "acme/icons": ["0.1.0", "1.0.0"]}
NAMES = ("store", "live")
SEED = domains(acme={name: repository(generic=HELD) for name in NAMES})
OLD = ("0.1.0", "0.2.0", "1.0.0", "1.1.0", "1.1.5")


@pytest.fixture
def team(new_stack: Path, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    team = Team.copy_of(new_stack, tmp_path, endpoint)
    team.sit_down(monkeypatch)
    return team


def ui(name: str = "store", package: str = "ui") -> Coordinates:
    return Coordinates(Repository("acme", name), Format.GENERIC, "acme", package)


def held(endpoint: Endpoint, name: str = "store", package: str = "ui") -> dict[str, str]:
    return statuses(endpoint, f"acme/{package}", "generic", repository=name)


def step(mode: str, *arguments: str) -> int:
    kept = {"preview": ["--plan", "../plan.json", "--report", "../report.md"], "up": ["--plan", "../plan.json"]}
    return main(["pipeline", mode, "--stack", STACK, *kept.get(mode, ["--report", "../report.md"]), *arguments])


def locked(endpoint: Endpoint, *arguments: str) -> int:
    return main(["lock", "--region", "eu-west-1", "--endpoint", endpoint.url, *arguments])


def test_a_rule_is_locked_reviewed_and_carried_out_whatever_is_published_meanwhile(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.commit(rules(*OLD), "what is old is archived")
    # A rule does nothing by itself.
    assert main(["validate"]) == ExitCode.ERROR
    assert step("preview") == 0
    assert not any(each["changes"] for each in packages(team).values())
    endpoint.calls.clear()
    assert locked(endpoint) == 0
    assert not endpoint.calls.writes
    assert main(["validate"]) == 0
    assert step("preview") == 0
    assert sum(bool(each["changes"]) for each in packages(team).values()) == 4
    # Releases that come between review and merge are not meant, and do not stand in the way.
    publish(endpoint, ui(), "1.1.5")
    publish(endpoint, ui("live", "icons"), "0.2.0")
    assert step("up") == 0
    for name in NAMES:
        found = held(endpoint, name)
        assert [found[each] for each in HELD["acme/ui"]] == ["Archived", "Archived", "Published", "Published"]
        assert held(endpoint, name, "icons")["0.1.0"] == "Archived"
    assert held(endpoint)["1.1.5"] == "Published"
    assert step("drift") == 0
    assert locked(endpoint, "--check") == ExitCode.CHANGES_FOUND
    capsys.readouterr()


def packages(team: Team) -> dict[str, dict[str, object]]:
    plan = json.loads((team.folder.parent / "plan.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, object]] = plan["packagestate"]["packages"]
    return found


def test_a_rule_that_is_corrected_corrects_the_lock_and_what_was_archived_comes_back_by_an_entry(
    team: Team, endpoint: Endpoint
) -> None:
    team.commit(rules(*OLD), "what is old is archived")
    assert locked(endpoint) == 0
    assert step("preview") == 0
    assert step("up") == 0
    # It was to be less: the lock lets go of these versions, and nothing is loosened by that.
    team.commit(rules("0.1.0", "1.0.0"), "only what is very old")
    assert step("preview") == 0
    assert locked(endpoint) == 0
    assert step("preview") == 0
    assert not any(each["changes"] for each in packages(team).values())
    assert held(endpoint)["1.1.0"] == "Archived"
    (team.folder / "packages" / "again.yaml").write_text(
        'domain: acme\nrepository: store\nformat: generic\npackages: {"acme/ui": {versions: {"1.1.0": Published}}}\n',
        encoding="utf-8",
    )
    assert step("preview") == 0
    assert step("up") == 0
    assert held(endpoint)["1.1.0"] == "Published"
    assert held(endpoint)["1.0.0"] == "Archived"


def test_disposed_lines_survive_the_revision_that_a_disposal_makes_and_a_stale_one_stops_nothing_else(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.commit(rules("1.0.0", "1.1.0", status="Disposed"), "what is old is disposed of")
    assert locked(endpoint) == 0
    # Somebody replaces a version after it was locked.
    client(endpoint).delete_package_versions(
        domain="acme", repository="live", format="generic", namespace="acme", package="ui", versions=["1.0.0"]
    )
    publish(endpoint, ui("live"), "1.0.0")
    assert step("preview", "--irreversible-limit", "20") == 0
    assert "needs review" in (team.folder.parent / "report.md").read_text(encoding="utf-8")
    assert step("up") == 0
    assert held(endpoint, "live") == {
        "1.0.0": "Published",
        "1.1.0": "Disposed",
        "1.2.0": "Published",
        "2.0.0": "Published",
    }
    assert held(endpoint)["1.0.0"] == "Disposed"
    capsys.readouterr()
    assert step("preview") == 0
    assert not any(each["changes"] for each in packages(team).values())
