"""From a proposal to its merge, with a change behind its back in between; and what is found at night."""

import html
import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.cli.exit_codes import ExitCode
from tests.pipeline.github_server import TOKEN, github_server
from tests.pipeline.team import STACK, Team
from tests.support.asking import client, set_status, statuses
from tests.support.usual import HELD, MANIFEST

pytestmark = pytest.mark.engine
SEED = HELD


@pytest.fixture(scope="session")
def made(new_stack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a team whose stack has been up once, with nothing to do, and that wrote nothing: to be copied."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch, Endpoint.start(seed=SEED) as endpoint:
        team = Team.copy_of(new_stack, folder, endpoint)
        team.sit_down(patch)
        team.commit(MANIFEST.replace("Disposed", "Published").replace("Archived", "Published"), "as it is")
        assert step("preview") == 0
        assert step("up") == 0
        assert not endpoint.calls.writes
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team whose stack exists and has been up once, with nothing to do."""
    team = Team.copy_of(made, tmp_path, endpoint)
    team.sit_down(monkeypatch)
    return team


def step(mode: str, *arguments: str) -> int:
    """Run one step of a pipeline in the team's folder, and keep plan and report beside that."""
    kept = {"preview": ["--plan", "../plan.json", "--report", "../report.md"], "up": ["--plan", "../plan.json"]}
    return main(["pipeline", mode, "--stack", STACK, *kept.get(mode, ["--report", "../report.md"]), *arguments])


def test_a_proposal_is_previewed_refused_when_something_moved_planned_again_and_merged(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.git("switch", "--quiet", "--create", "proposal")
    team.commit(MANIFEST, "dispose 5.6.1, archive 4.4.2")
    endpoint.calls.clear()
    assert step("preview") == 0
    assert not endpoint.calls.writes
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith(
        "next: `packagestate pipeline up --stack prod --plan ../plan.json`, not the `pulumi up --plan`"
    )

    set_status(endpoint, "chalk", "5.6.1", "Unlisted")
    team.git("switch", "--quiet", "main")
    team.git("merge", "--quiet", "proposal")
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    said = capsys.readouterr().out
    assert "Plan is stale" in said
    assert "chalk 5.6.1 (npm) in acme/npm-store: reviewed as `Published`, is `Unlisted` now" in said
    assert "violates plan" not in said
    # Nothing at all: `debug` 4.4.2 is as it was reviewed, and is not archived either.
    assert not endpoint.calls.writes
    assert statuses(endpoint, "chalk")["5.6.1"] == "Unlisted"

    assert step("preview") == 0
    assert step("up") == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"
    assert statuses(endpoint, "debug")["4.4.2"] == "Archived"
    assert step("drift") == 0


def test_only_the_engine_says_that_a_plan_is_stale(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a reason nor what AWS answers, whether the run succeeds or not."""
    words = "resource chalk violates plan: says somebody"
    team.commit(MANIFEST.replace('"5.6.1": Disposed', f'"5.6.1": {{status: Disposed, reason: "{words}"}}'), "dispose")
    assert step("preview") == 0
    endpoint.faults.plant(operation="DisposePackageVersions", code="AccessDeniedException", message=words)
    assert step("up") == ExitCode.ERROR
    printed = capsys.readouterr()
    assert words in printed.out
    assert "Plan is stale" not in printed.err
    endpoint.faults.clear()
    assert step("preview") == 0
    assert step("up") == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"
    assert words in capsys.readouterr().out


def test_what_is_declared_since_the_review_makes_the_plan_stale(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step("preview") == 0
    more = '  ms:\n    versions: {"2.1.3": Archived}\n'
    team.commit(MANIFEST.replace("Disposed", "Published").replace("Archived", "Published") + more, "one more package")
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert "ms (npm) in acme/npm-store is declared now, and was not reviewed." in capsys.readouterr().out
    assert not endpoint.calls.writes


def test_a_proposal_that_removes_a_package_names_every_version_and_its_plan_binds_them(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = MANIFEST.replace("Disposed", "Published").replace("Archived", "Published")
    versions = '    onRemoval: delete\n    versions:\n      "4.4.3": Published\n'
    team.commit(declared.replace("  debug:\n    versions:\n", f"  debug:\n{versions}"), "delete it when it goes")
    assert step("preview") == 0
    assert step("up") == 0
    team.commit(declared.partition("  debug:")[0], "debug goes")
    endpoint.calls.clear()
    assert step("preview") == 0
    report = html.unescape((team.folder.parent / "report.md").read_text(encoding="utf-8"))
    assert "deletes the package with 3 versions" in report
    assert all(f"| <code>{version}</code> | " in report for version in ("4.4.1", "4.4.2", "4.4.3"))
    assert not endpoint.calls.writes
    set_status(endpoint, "debug", "4.4.3", "Unlisted")
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert not endpoint.calls.writes
    set_status(endpoint, "debug", "4.4.3", "Published")
    capsys.readouterr()
    assert step("up") == 0, capsys.readouterr().out
    assert "DeletePackage" in [call.operation for call in endpoint.calls.writes]


def test_a_plan_file_of_the_engine_alone_is_refused_since_it_binds_one_package_after_the_other(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.commit(MANIFEST, "dispose 5.6.1, archive 4.4.2")
    assert main(["pulumi", "preview", "--stack", STACK, "--save-plan", str(team.folder.parent / "plan.json")]) == 0
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert "Plan cannot be read" in capsys.readouterr().out
    assert not endpoint.calls.writes


def test_a_limit_names_the_stack_and_what_works_in_a_folder_of_data(
    team: Team, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["pulumi", "config", "set", "packagestate:irreversibleLimit", "0", "--stack", STACK]) == 0
    team.commit(MANIFEST, "dispose 5.6.1, archive 4.4.2")
    assert step("preview") != 0
    hint = (
        "run it again with `PACKAGESTATE_IRREVERSIBLE_LIMIT=1`, which holds for that run alone, or write "
        "`packagestate:irreversibleLimit: 1` into `Pulumi.prod.yaml`"
    )
    assert hint in capsys.readouterr().out
    report = (team.folder.parent / "report.md").read_text(encoding="utf-8")
    assert html.unescape(report).count(hint) == 1
    monkeypatch.setenv("PACKAGESTATE_IRREVERSIBLE_LIMIT", "1")
    assert step("preview") == 0


@pytest.mark.usefixtures("team")
def test_what_has_drifted_over_night_is_an_issue_until_it_is_mended(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with github_server() as server:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "acme/registry")
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        set_status(endpoint, "debug", "4.4.2", "Unlisted")
        endpoint.calls.clear()
        assert step("drift", "--issue") == ExitCode.CHANGES_FOUND
        assert not endpoint.calls.writes
        assert step("preview", "--comment", "12") == 0
        assert [len(server.comments[12]), *(issue["state"] for issue in server.issues)] == [1, "open"]
        assert step("up") == 0
        assert step("drift", "--issue") == 0
        assert [issue["state"] for issue in server.issues] == ["closed"]


def test_what_nobody_can_mend_by_a_run_is_an_issue_too_and_a_run_that_did_not_look_is_none(
    team: Team, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    with github_server() as server:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "acme/registry")
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        team.commit("domain: acme\n", "half a manifest")
        assert step("drift", "--issue") not in {0, ExitCode.CHANGES_FOUND}
        assert not server.issues
        team.git("revert", "--no-edit", "HEAD")
        client(endpoint).dispose_package_versions(
            domain="acme", repository="npm-store", format="npm", package="chalk", versions=["5.6.1"]
        )
        assert step("drift", "--issue") not in {0, ExitCode.CHANGES_FOUND}
        (issue,) = server.issues
    assert "Disposed version cannot be restored" in issue["body"]


def test_a_preview_that_fails_leaves_no_plan_of_an_earlier_one(
    team: Team, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with github_server() as server:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "acme/registry")
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        assert step("preview", "--comment", "12") == 0
        team.commit("domain: acme\n", "half a manifest")
        assert step("preview", "--comment", "12") != 0
        (comment,) = server.comments[12]
    assert "packagestate: no plan" in comment["body"]
    assert "Missing field**" in comment["body"]
    assert "hint: add `packages`" in html.unescape(comment["body"])
    assert (team.folder.parent / "report.md").read_text(encoding="utf-8") == comment["body"]
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert "Plan is missing" in capsys.readouterr().err
    assert not endpoint.calls


def test_a_plan_that_is_not_there_is_refused(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    (team.folder.parent / "plan.json").unlink()
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert "Plan is missing" in capsys.readouterr().err
    assert not endpoint.calls


def test_the_stack_file_is_the_teams_and_nothing_else_is_left_in_their_folder(team: Team) -> None:
    assert "changedFractionLimit" in (team.folder / f"Pulumi.{STACK}.yaml").read_text(encoding="utf-8")
    assert {path.name for path in team.folder.iterdir()} == {".git", "packages", f"Pulumi.{STACK}.yaml"}
    assert team.git("status", "--short") == ""


def test_a_plan_file_that_binds_nothing_any_more_is_refused(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.commit(MANIFEST, "dispose 5.6.1, archive 4.4.2")
    assert step("preview") == 0
    plan = team.folder.parent / "plan.json"
    plan.write_text(json.dumps({**json.loads(plan.read_text(encoding="utf-8")), "resourcePlans": {}}))
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    assert "Plan is stale" in capsys.readouterr().err
    plan.write_text("no plan")
    assert step("up") != 0
    assert not endpoint.calls.writes
