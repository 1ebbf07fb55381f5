"""Preview tells the truth, up does exactly that or refuses, and running again always repairs."""

import json
import shutil
from pathlib import Path

import pytest
from mypy_boto3_codeartifact.literals import PackageVersionStatusType

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from tests.support.asking import client, set_status, statuses
from tests.support.usual import MANIFEST

pytestmark = pytest.mark.engine

CHALK = "acme/npm-store/npm//chalk"
DEBUG = "acme/npm-store/npm//debug"
TINYCOLOR = "acme/npm-store/npm/ctrl/tinycolor"
CHANGES_FOUND = 7

WRITES = {"UpdatePackageVersionsStatus", "DisposePackageVersions"}


def write_count(endpoint: Endpoint) -> int:
    return len(endpoint.calls.writes)


def test_the_first_preview_shows_the_transitions_of_versions_that_differ_and_no_others(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    text = sandbox.preview("--diff").text
    transitions = [line.strip() for line in text.splitlines() if " -> " in line and "revision" in line]
    shown = {line for line in transitions if line.startswith(("5.", "4."))}
    assert {line.split()[0].strip('":') for line in transitions} == {"5.6.1", "4.4.2"}
    assert shown, text
    assert write_count(endpoint) == 0


def test_up_makes_exactly_the_planned_transitions_and_then_nobody_finds_anything_to_do(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    assert sandbox.up().exit_code == 0
    assert statuses(endpoint, "chalk") == {
        "5.5.0": "Published",
        "5.6.0": "Published",
        "5.6.1": "Disposed",
        "5.6.2": "Published",
    }
    assert statuses(endpoint, "debug") == {"4.4.1": "Unlisted", "4.4.2": "Archived", "4.4.3": "Published"}
    assert sorted((call.operation, tuple(call.parameters["versions"])) for call in endpoint.calls.writes) == [
        ("DisposePackageVersions", ("5.6.1",)),
        ("UpdatePackageVersionsStatus", ("4.4.2",)),
    ]
    endpoint.calls.clear()
    refreshed = sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes")
    assert refreshed.exit_code == 0, refreshed.text
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert sandbox.up("--expect-no-changes").exit_code == 0
    assert write_count(endpoint) == 0


@pytest.mark.parametrize("drifted", ["Unlisted", "Published"])
def test_a_change_behind_our_back_is_found_by_preview_and_by_refresh_and_healed_by_up(
    sandbox: Sandbox, endpoint: Endpoint, drifted: PackageVersionStatusType
) -> None:
    """`Published` is the very state before the last plan."""
    sandbox.up()
    set_status(endpoint, "debug", "4.4.2", drifted)

    preview = sandbox.preview("--expect-no-changes")
    assert preview.exit_code == CHANGES_FOUND
    assert "4.4.2" in preview.text
    refreshed = sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes")
    assert refreshed.exit_code == CHANGES_FOUND
    assert sandbox.steps() == {DEBUG: "update", "packagestate-sandbox": "same"}

    assert sandbox.up().exit_code == 0
    assert statuses(endpoint, "debug")["4.4.2"] == "Archived"
    assert sandbox.preview("--expect-no-changes").exit_code == 0


def test_the_detailed_preview_shows_every_pending_transition_also_where_the_last_plan_had_the_same(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.up()
    set_status(endpoint, "debug", "4.4.2", "Published")
    detailed = sandbox.preview("--diff").text
    assert '+ 4.4.2: "Published -> Archived, revision' in detailed


def test_a_package_that_leaves_the_manifests_is_forgotten_and_left_as_it_is(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.up()
    endpoint.calls.clear()
    sandbox.declare(MANIFEST.partition("  debug:")[0])
    assert sandbox.up().exit_code == 0
    assert set(sandbox.state()) == {CHALK}
    assert not endpoint.calls.writes


def test_drift_is_healed_after_a_refresh_has_recorded_it_too(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.up()
    set_status(endpoint, "debug", "4.4.2", "Published")
    assert sandbox.refresh().exit_code == 0
    assert sandbox.up().exit_code == 0
    assert statuses(endpoint, "debug")["4.4.2"] == "Archived"


@pytest.mark.parametrize("first_up", [True, False])
def test_a_plan_file_made_before_a_change_behind_our_back_is_refused_with_no_call_made(
    sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path, *, first_up: bool
) -> None:
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    if first_up:
        sandbox.up()
        set_status(endpoint, "debug", "4.4.2", "Unlisted")
    plan_file = str(tmp_path / "plan.json")
    assert sandbox.preview("--save-plan", plan_file).exit_code == 0
    set_status(endpoint, "debug", "4.4.2", "Published" if first_up else "Unlisted")
    endpoint.calls.clear()

    refused = sandbox.up("--plan", plan_file)

    assert refused.exit_code != 0
    assert "violates plan" in refused.text
    assert not [call for call in endpoint.calls.writes if call.parameters["package"] == "debug"]
    assert statuses(endpoint, "debug")["4.4.2"] == ("Published" if first_up else "Unlisted")


def test_a_plan_file_that_is_still_true_is_carried_out(sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path) -> None:
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    plan_file = str(tmp_path / "plan.json")
    assert sandbox.preview("--save-plan", plan_file).exit_code == 0
    assert sandbox.up("--plan", plan_file).exit_code == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"


def test_a_change_of_the_code_causes_no_difference(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.up()
    (sandbox.folder / "packagestate").unlink()
    shutil.copytree(ROOT / "packagestate", sandbox.folder / "packagestate")
    for module in (sandbox.folder / "packagestate").rglob("*.py"):
        module.write_text(module.read_text() + "\n\nNEW_IN_THIS_VERSION = 1\n")
    endpoint.calls.clear()
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert sandbox.up("--expect-no-changes").exit_code == 0
    assert write_count(endpoint) == 0


def test_an_old_state_still_loads(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """The state that version 0.1.0 left behind: it is read, refreshed, and updated."""
    set_status(endpoint, "debug", "4.4.2", "Archived")
    client(endpoint).dispose_package_versions(
        domain="acme", repository="npm-store", format="npm", package="chalk", versions=["5.6.1"]
    )
    state = Path(__file__).parent / "states" / "0.1.0.json"
    imported = sandbox.pulumi("stack", "import", "--stack", "sandbox", "--file", str(state))
    assert imported.exit_code == 0, imported.text
    endpoint.calls.clear()
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert sandbox.refresh().exit_code == 0
    set_status(endpoint, "debug", "4.4.2", "Unlisted")
    assert sandbox.up().exit_code == 0
    assert statuses(endpoint, "debug")["4.4.2"] == "Archived"
    assert sandbox.destroy().exit_code == 0


def test_the_state_names_the_provider_by_module_and_class_and_holds_no_credential(sandbox: Sandbox) -> None:
    sandbox.up()
    state = sandbox.state()
    text = json.dumps(state)
    assert "AWS" not in text
    assert "http://" not in text
    assert set(state[CHALK]["outputs"]) - {"__provider"} == {
        "domain",
        "repository",
        "format",
        "package",
        "versions",
        "revisions",
        "onRemoval",
        "generation",
    }
    assert state[TINYCOLOR]["id"] == TINYCOLOR
