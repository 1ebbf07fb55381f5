"""What scripts and Lambdas for CodeArtifact get wrong, over HTTP and through the hooks: none of it happens here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from emulator.calls import Call
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import Observer
from packagestate.provider.plan.planner import plan
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.load import load
from tests.support.hooks import Hooks, package
from tests.support.stores import store, without_content

MANY = [f"1.{minor}.{patch}" for minor in range(5) for patch in range(50)]
SCOPED = """\
domain: acme
repository: npm-store
format: npm
packages:
  "@ctrl/tinycolor": {versions: {"4.1.0": Published, "4.1.1": Disposed}}
"""
SEED = without_content(
    store(
        npm={"chalk": MANY, "@ctrl/tinycolor": ["4.1.0", "4.1.1"], "tinycolor": ["4.1.0", "4.1.1"]},
    )
)


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    return Hooks(endpoint.url, {"packagestate:writesPerSecond": "1000"})


def writes(endpoint: Endpoint, operation: str) -> list[Mapping[str, Any]]:
    return [call.parameters for call in endpoint.calls.writes if call.operation == operation]


def names(call: Call) -> tuple[object, object]:
    return call.parameters.get("namespace"), call.parameters.get("package")


def revision(hooks: Hooks, version: str) -> str:
    revisions: dict[str, str] = json.loads(hooks.outputs["revisions"])
    return revisions[version]


def test_a_scoped_package_is_asked_for_by_its_scope_without_the_at_sign_and_its_name(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    tmp_path.joinpath("npm.yaml").write_text(SCOPED)
    desired = load(tmp_path).packages
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    planned = plan(desired, Observer(gateway, 1).declared(desired, lambda _done, _all: None))
    assert not planned.refusals
    assert [change.version for each in planned.packages for change in each.changes.transitions] == ["4.1.1"]
    assert {names(call) for call in endpoint.calls} == {("ctrl", "tinycolor")}


def test_a_healthy_scoped_package_is_left_as_it_is_and_so_is_one_of_the_same_name_without_a_scope(
    hooks: Hooks, endpoint: Endpoint
) -> None:
    hooks.up(package({"4.1.0": "Published", "4.1.1": "Disposed"}, package="tinycolor", namespace="ctrl"))
    assert [names(call) for call in endpoint.calls.writes] == [("ctrl", "tinycolor")]
    assert [parameters["versions"] for parameters in writes(endpoint, "DisposePackageVersions")] == [["4.1.1"]]
    bystander = Hooks(endpoint.url)
    bystander.up(package({"4.1.0": "Published", "4.1.1": "Published"}, package="tinycolor"))
    assert len(endpoint.calls.writes) == 1


@pytest.mark.parametrize("partial_success", [False, True])
def test_a_failure_inside_an_answer_of_200_is_no_success_and_is_not_recorded_as_one(
    hooks: Hooks, endpoint: Endpoint, *, partial_success: bool
) -> None:
    endpoint.store.settings.partial_success = partial_success
    hooks.up(package({"1.0.0": "Published", "1.0.1": "Published"}))
    recorded = hooks.outputs
    planned = {version: f"Published -> Archived, revision {revision(hooks, version)}" for version in ("1.0.0", "1.0.1")}
    planned["1.0.1"] = "Published -> Archived, revision of-somebody-else"
    with pytest.raises(OutcomeError, match="Plan is stale") as lost:
        hooks.up(package({"1.0.0": "Archived", "1.0.1": "Archived"}, changes=planned))
    assert {call.succeeded for call in endpoint.calls.writes} == {True}
    assert "1.0.1" in str(lost.value)
    assert hooks.outputs == recorded


def test_an_action_that_failed_is_taken_again_in_the_next_run(hooks: Hooks, endpoint: Endpoint) -> None:
    skipped = '{"successfulVersions": {}, "failedVersions": {"1.0.0": {"errorCode": "SKIPPED", "errorMessage": "-"}}}'
    endpoint.faults.plant(operation="DisposePackageVersions", times=2, body=skipped)
    with pytest.raises(OutcomeError):
        hooks.up(package({"1.0.0": "Disposed"}))
    assert not hooks.outputs
    hooks.up(package({"1.0.0": "Disposed"}))
    assert hooks.outputs["versions"] == {"Disposed": "1.0.0"}
    hooks.refresh()
    assert hooks.outputs["versions"] == {"Disposed": "1.0.0"}


def test_versions_and_their_revisions_go_together_only_where_aws_takes_both(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"1.0.0": "Archived", "1.0.1": "Disposed", "1.0.2": "Deleted"}))
    for operation in ("UpdatePackageVersionsStatus", "DisposePackageVersions"):
        sent = writes(endpoint, operation)
        assert sent
        for parameters in sent:
            assert sorted(parameters["versionRevisions"]) == sorted(parameters["versions"])
    (deletion,) = writes(endpoint, "DeletePackageVersions")
    assert "versionRevisions" not in deletion
    assert deletion["expectedStatus"] == "Disposed"
    assert {call.operation for call in endpoint.calls.writes} == {
        "UpdatePackageVersionsStatus",
        "DisposePackageVersions",
        "DeletePackageVersions",
    }


def test_more_than_a_hundred_versions_are_cut_and_every_answer_is_read(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package(dict.fromkeys(MANY, "Disposed")))
    assert [len(parameters["versions"]) for parameters in writes(endpoint, "DisposePackageVersions")] == [100, 100, 50]
    assert sorted(hooks.outputs["versions"]["Disposed"].split()) == sorted(MANY)


def test_a_failure_in_one_call_of_several_is_told(hooks: Hooks, endpoint: Endpoint) -> None:
    refused = '{"successfulVersions": {}, "failedVersions": {"%s": {"errorCode": "NOT_ALLOWED", "errorMessage": "-"}}}'
    last = max(MANY)
    endpoint.faults.plant(operation="DisposePackageVersions", skip=2, body=refused % last)
    with pytest.raises(OutcomeError, match="NOT_ALLOWED") as failure:
        hooks.up(package(dict.fromkeys(MANY, "Disposed")))
    assert last in str(failure.value)
    assert not hooks.outputs
