"""`packagestate plan --stack` and `--state`: a stack's own settings, and what it remembers."""

import html
import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run
from tests.cli.place import DISPOSES
from tests.cli.states import exported, recorded
from tests.support.manifests import declared


def stack_file(folder: Path, settings: str) -> None:
    """Write the settings of the stack `prod`."""
    (folder / "Pulumi.prod.yaml").write_text(f"encryptionsalt: v1:x\nconfig:\n{settings}", encoding="utf-8")


def test_a_comment_is_found_again_by_its_mark(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    assert ask("plan", "--format", "markdown")[1].startswith("<!-- packagestate -->\n")
    stack_file(tmp_path, "")
    assert ask("plan", "--format", "markdown", "--stack", "prod")[1].startswith("<!-- packagestate prod -->\n")


def test_a_plan_of_a_stack_without_its_state_says_that_removals_were_not_looked_at(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "")
    command = "packagestate pulumi stack export --stack prod | packagestate plan --stack prod --state -"
    _, text, errors = ask("plan", "--stack", "prod")
    assert "removals were not looked at" in errors
    assert f"Run `{command}`" in errors
    assert "note:" not in text
    markdown = html.unescape(ask("plan", "--format", "markdown", "--stack", "prod")[1])
    assert "- note: removals were not looked at" in markdown
    assert command in markdown
    assert command in json.loads(ask("plan", "--json", "--stack", "prod")[1])["note"]
    (tmp_path / "state.json").write_text(exported())
    _, text, errors = ask("plan", "--json", "--stack", "prod", "--state", "state.json")
    assert (json.loads(text)["note"], errors) == (None, "")


def test_a_stack_is_planned_with_its_own_limits_as_in_its_pipeline(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "  packagestate:irreversibleLimit: 0\n")
    assert ask("plan")[0] == 0
    code, _, errors = ask("plan", "--stack", "prod")
    assert code == ExitCode.LIMIT
    assert "`packagestate:irreversibleLimit` allows 0" in errors
    assert (
        "pass `--irreversible-limit 1`, or write `packagestate:irreversibleLimit: 1` into `Pulumi.prod.yaml`" in errors
    )


def test_an_option_outranks_the_stack(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "  packagestate:irreversibleLimit: 0\n")
    assert ask("plan", "--stack", "prod", "--irreversible-limit", "1")[0] == 0


def test_the_other_settings_of_a_stack_count_too(run: Run, endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES, "other/manifest.yaml")
    (tmp_path / "packages" / "other").rename(tmp_path / "manifests")
    settings = {"region": "eu-central-1", "endpoint": endpoint.url, "manifests": "manifests", "writesPerSecond": "5"}
    stack_file(tmp_path, "".join(f'  packagestate:{key}: "{value}"\n' for key, value in settings.items()))
    code, text, errors = run("plan", "--stack", "prod")
    assert code == 0
    assert errors.startswith("note: removals were not looked at")
    assert "5.6.1" in text
    assert len(endpoint.calls) == 1


@pytest.mark.parametrize("setting", ["irreversibleLimit: many", "writesPerSecond: 0"])
def test_a_setting_that_is_wrong_is_named_with_the_file_that_it_is_in(ask: Run, tmp_path: Path, setting: str) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, f"  packagestate:{setting}\n")
    code, text, errors = ask("plan", "--stack", "prod")
    assert (code, text) == (ExitCode.ERROR, "")
    assert f"write `packagestate:{setting.partition(':')[0]}: " in errors
    assert "into `Pulumi.prod.yaml`" in errors


def test_a_stack_without_a_file_is_no_stack_with_default_limits(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan", "--stack", "prdo")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "There is no file `Pulumi.prdo.yaml`" in errors


def test_a_limit_without_a_stack_is_raised_by_its_option(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    _, _, errors = ask("plan", "--irreversible-limit", "0")
    assert "hint: review the plan; if it is right, pass `--irreversible-limit 1`\n" in errors


def test_a_state_brings_what_is_no_longer_declared_into_the_plan(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, DISPOSES.replace("chalk", "others").replace("Disposed", "Archived"))
    state = exported(
        recorded({"Published": "5.6.0"}, {}, onRemoval="delete"),
        recorded({"Archived": "1.0.0"}, {}, onRemoval="retain", package="debug"),
        settings={"irreversibleLimit": "40"},
    )
    (tmp_path / "state.json").write_text(state)
    code, text, errors = ask("plan", "--state", "state.json")
    assert code == ExitCode.ERROR
    assert "chalk (npm) in acme/npm-store: no longer declared, deletes the package with 3 versions" in text
    assert "debug (npm) in acme/npm-store: no longer declared, forgotten" in text
    assert "1 version no longer managed, left unchanged: 1 Archived" in text
    assert "since the last run, packagestate:irreversibleLimit changed from 40 to 10" in text
    assert "Package holds what the state does not know" in errors
    document = json.loads(ask("plan", "--state", "state.json", "--json")[1])
    assert [each["action"] for each in document["removals"]] == ["delete", "retain"]
    assert document["removals"][0]["deletion"]["originBefore"] == {"publish": "ALLOW", "upstream": "BLOCK"}
    assert [each["versions"] for each in document["unmanaged"]] == [[{"version": "1.0.0", "status": "Archived"}]]
    assert {"key": "irreversibleLimit", "before": "40", "after": "10"} in document["settings"]
    markdown = html.unescape(ask("plan", "--state", "state.json", "--format", "markdown")[1])
    assert "deletes the package with 3 versions" in markdown
    _, heading, empty, setting, *_ = markdown.splitlines()
    assert (heading[:17], empty) == ("### packagestate:", "")
    assert setting == "**\u26a0\ufe0f since the last run, packagestate:irreversibleLimit changed from 40 to 10**"
    assert not endpoint.calls.writes
