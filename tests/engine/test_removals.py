"""What a package that leaves the manifests does is planned, shown, limited and bound, whatever caused its deletion."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import (
    DEBUG,
    OTHERS,
    VERSIONS,
    debug,
    ended,
    export,
    held,
    left_to_be_deleted,
    plan_file,
    restore,
    unlist,
    writes,
)

pytestmark = pytest.mark.engine

DELETED = tuple(f"{version}  " for version in VERSIONS)


@pytest.fixture
def removed(sandbox: Sandbox, endpoint: Endpoint, request: pytest.FixtureRequest) -> Sandbox:
    """A stack in which `debug` was declared with some `onRemoval`, and is not declared any more."""
    sandbox.declare(debug(request.param))
    ended(sandbox.up())
    sandbox.declare(OTHERS)
    endpoint.calls.clear()
    return sandbox


@pytest.mark.parametrize("removed", ["delete"], indirect=True)
def test_a_deletion_is_shown_with_every_version_and_up_does_that_and_nothing_else(
    removed: Sandbox, endpoint: Endpoint
) -> None:
    text = ended(
        removed.preview(),
        "no longer declared, deletes the package with 3 versions",
        *DELETED,
        "origin configuration: publish ALLOW, upstream BLOCK -> Deleted",
        "may return: the deletion drops the origin configuration",
    )
    assert text.count("-> Deleted") == len(VERSIONS) + 1, text
    calls = [(call.operation, call.parameters["package"]) for call in endpoint.calls]
    listed = [("ListPackageVersions", "chalk"), ("ListPackageVersions", "debug")]
    assert sorted(calls) == [("DescribePackage", "debug"), *listed]
    ended(removed.up(), "deletes the package with 3 versions")
    assert not held(endpoint)
    assert set(writes(endpoint)) == {"PutPackageOriginConfiguration", "DisposePackageVersions", "DeletePackage"}
    ended(removed.preview("--expect-no-changes"))


@pytest.mark.parametrize("removed", ["dispose"], indirect=True)
def test_a_disposal_is_shown_and_done(removed: Sandbox, endpoint: Endpoint) -> None:
    ended(removed.preview(), "no longer declared, disposes 3 versions", "cannot be undone: 3 to Disposed")
    ended(removed.up())
    assert set(held(endpoint).values()) == {"Disposed"}


@pytest.mark.parametrize("removed", ["retain"], indirect=True)
def test_what_is_retained_is_forgotten_and_its_versions_are_counted(removed: Sandbox, endpoint: Endpoint) -> None:
    text = ended(
        removed.preview(),
        "no longer declared, forgotten; AWS is left as it is",
        "3 versions no longer managed, left unchanged: 1 Archived, 1 Unlisted, 1 Published",
    )
    assert "deletes the package" not in text
    ended(removed.up())
    assert {call.parameters["package"] for call in endpoint.calls} == {"chalk"}, "what is forgotten is not looked at"
    assert not endpoint.calls.writes
    assert DEBUG not in removed.state()


@pytest.mark.parametrize("removed", ["delete"], indirect=True)
def test_planned_and_removed_versions_count_together(removed: Sandbox, endpoint: Endpoint) -> None:
    removed.configure(irreversibleLimit="3")
    removed.declare(OTHERS.replace("Archived", "Disposed"))
    ended(removed.preview(), "4 in all, and `packagestate:irreversibleLimit` allows 3", code=None)
    assert not endpoint.calls.writes


@pytest.mark.parametrize("removed", ["dispose", "delete"], indirect=True)
def test_a_recorded_version_that_moved_is_refused_in_preview(removed: Sandbox, endpoint: Endpoint) -> None:
    unlist(endpoint, "4.4.3")
    endpoint.calls.clear()
    ended(removed.preview(), "Version is not what the state remembers", "4.4.3 (`Unlisted`", code=None)
    ended(removed.up(), "Version is not what the state remembers", code=None)
    assert not endpoint.calls.writes


@pytest.mark.parametrize("removed", ["delete"], indirect=True)
def test_a_plan_file_binds_what_a_removal_does(removed: Sandbox, endpoint: Endpoint, tmp_path: Path) -> None:
    file = plan_file(removed, tmp_path)
    # Somebody's change, recorded by a refresh: the removal would still be legal, and is not the reviewed one.
    unlist(endpoint, "4.4.3")
    ended(removed.refresh())
    endpoint.calls.clear()
    ended(removed.up("--plan", file), "violates plan", code=None)
    assert not endpoint.calls.writes
    ended(removed.preview(), "4.4.3  Unlisted -> Deleted")


def test_a_plan_that_was_made_when_nothing_was_removed_or_all_was_retained_deletes_nothing(
    sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path
) -> None:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    nothing_removed = plan_file(sandbox, tmp_path)
    deleting = export(sandbox)
    sandbox.declare(OTHERS)
    endpoint.calls.clear()
    ended(sandbox.up("--plan", nothing_removed), code=None)
    restore(sandbox, deleting.replace('"onRemoval": "delete"', '"onRemoval": "retain"'))
    retained = plan_file(sandbox, tmp_path)
    restore(sandbox, deleting)
    ended(sandbox.up("--plan", retained), code=None)
    assert not endpoint.calls.writes


@pytest.mark.parametrize("removed", ["delete"], indirect=True)
def test_a_refresh_in_the_same_run_changes_nothing_about_it(removed: Sandbox, endpoint: Endpoint) -> None:
    unlist(endpoint, "4.4.3")
    endpoint.calls.clear()
    refused = removed.up("--refresh")
    if refused.exit_code == 0:  # the record was refreshed before the program asked for it, and the plan shows it
        assert "4.4.3  Unlisted -> Deleted" in refused.text
    else:
        assert "Version is not what the state remembers" in refused.text
        assert not endpoint.calls.writes


def test_a_state_that_was_restored_from_a_backup_deletes_only_what_the_preview_shows(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    backup = export(sandbox)
    sandbox.declare(debug("delete").replace('"4.4.3": Published', '"4.4.3": Unlisted'))
    ended(sandbox.up())
    restore(sandbox, backup)
    sandbox.declare(OTHERS)
    endpoint.calls.clear()
    ended(sandbox.up(), "Version is not what the state remembers", code=None)
    assert not endpoint.calls.writes


@pytest.mark.parametrize("declares", [True, False], ids=["declared", "removed too"])
def test_what_an_interrupted_replacement_left_to_be_deleted_is_never_deleted_in_aws(
    sandbox: Sandbox, endpoint: Endpoint, *, declares: bool
) -> None:
    """The record does not show such a resource, and the engine deletes it all the same."""
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    state = left_to_be_deleted(export(sandbox), DEBUG)
    if not declares:
        document = json.loads(state)
        document["deployment"]["resources"] = [
            each
            for each in document["deployment"]["resources"]
            if not each["urn"].endswith(f"::{DEBUG}") or each.get("delete")
        ]
        state = json.dumps(document)
        sandbox.declare(OTHERS)
    restore(sandbox, state)
    before = held(endpoint)
    endpoint.calls.clear()
    finished = sandbox.up()
    assert held(endpoint) == before
    assert not writes(endpoint)
    if declares:
        ended(finished)
    else:
        ended(finished, "Removal is not in the plan", "declare it with `onRemoval: retain`", code=None)
        sandbox.declare(debug("retain"))
        ended(sandbox.up())
        sandbox.declare(OTHERS)
        ended(sandbox.up())
        assert DEBUG not in sandbox.state()


def test_destroy_forgets_what_is_retained_and_refuses_the_rest_with_what_to_do_first(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    before = held(endpoint)
    endpoint.calls.clear()
    for arguments in ((), ("--run-program",)):
        ended(sandbox.destroy(*arguments), "Removal is not in the plan", "hint: take the package out", code=None)
    assert held(endpoint) == before
    assert not endpoint.calls.writes
    sandbox.declare(debug("retain"))
    ended(sandbox.up())
    ended(sandbox.destroy())
    assert not sandbox.state()
    assert held(endpoint) == before


@pytest.mark.parametrize("removed", ["delete"], indirect=True)
def test_a_targeted_deletion_that_leaves_the_plan_out_is_refused(removed: Sandbox, endpoint: Endpoint) -> None:
    urn = next(each["urn"] for name, each in removed.state().items() if name == DEBUG)
    ended(removed.up("--target", urn), "Removal is not in the plan", code=None)
    assert not endpoint.calls.writes


def test_a_setting_that_differs_from_the_last_run_is_shown(sandbox: Sandbox) -> None:
    sandbox.configure(irreversibleLimit="10")
    ended(sandbox.up())
    assert "since the last run" not in ended(sandbox.preview())
    sandbox.configure(irreversibleLimit="40", region="eu-central-1")
    sentence = "since the last run, packagestate:irreversibleLimit changed from 10 to 40"
    ended(sandbox.preview(), sentence, "packagestate:region changed from not set to eu-central-1")
    ended(sandbox.up(), sentence)
    assert "since the last run" not in ended(sandbox.preview())
