"""Builds of Maven snapshots that AWS unlists by itself, over HTTP: no run and no refresh finds a difference."""

from typing import Any

import boto3

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import Observer
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.planner import plan
from packagestate.provider.state.properties import desired
from tests.support.hooks import Hooks, package
from tests.support.stores import domains, repository

OLD = "1.0-20250101.120000-1"
CLIENT = {"repository": "maven-store", "format": "maven", "namespace": "com.acme", "package": "client"}
SEED = domains(acme={"maven-store": repository(maven={"com.acme:client": ["1.0-SNAPSHOT", OLD]})})


def change(endpoint: Endpoint, status: str) -> None:
    """What AWS does to the old build when a newer one is published, or somebody to undo it."""
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    answer = client.update_package_versions_status(domain="acme", **CLIENT, versions=[OLD], targetStatus=status)
    assert not answer["failedVersions"]
    endpoint.calls.clear()


def planned(endpoint: Endpoint, statuses: dict[str, str]) -> dict[str, Any]:
    """The inputs as the program makes them."""
    inputs = package(statuses, **CLIENT)
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    declared = [desired(inputs)]
    (found,) = plan(declared, Observer(gateway, 1).declared(declared, lambda _done, _all: None)).packages
    return {**inputs, "changes": to_lines(found.changes)}


def test_a_build_that_aws_unlisted_is_no_drift_before_or_after_a_refresh(endpoint: Endpoint) -> None:
    hooks, statuses = Hooks(endpoint.url), {OLD: "Published", "1.0-SNAPSHOT": "Published"}
    hooks.up(planned(endpoint, statuses))
    change(endpoint, "Unlisted")
    assert planned(endpoint, statuses)["changes"] == {}
    assert not hooks.differs(planned(endpoint, statuses))
    hooks.refresh()
    assert hooks.outputs["versions"] == {"Published": "1.0-SNAPSHOT", "Unlisted": OLD}
    for _ in range(2):
        assert not hooks.differs(planned(endpoint, statuses))
        hooks.up(planned(endpoint, statuses))
    assert not endpoint.calls.writes


def test_a_build_that_was_unlisted_before_it_was_declared_is_left_so(endpoint: Endpoint) -> None:
    hooks, statuses = Hooks(endpoint.url), {OLD: "Published"}
    change(endpoint, "Unlisted")
    hooks.up(planned(endpoint, statuses))
    assert hooks.outputs["versions"] == {"Unlisted": OLD}
    assert not hooks.differs(planned(endpoint, statuses))
    assert not endpoint.calls.writes


def test_who_plans_for_himself_leaves_such_a_build_alone_too(endpoint: Endpoint) -> None:
    hooks, inputs = Hooks(endpoint.url), package({OLD: "Published"}, **CLIENT)
    change(endpoint, "Unlisted")
    hooks.up(inputs)
    assert not hooks.differs(inputs)
    assert not endpoint.calls.writes


def test_a_build_that_is_declared_unlisted_is_unlisted_and_one_that_was_archived_is_published(
    endpoint: Endpoint,
) -> None:
    hooks = Hooks(endpoint.url)
    hooks.up(planned(endpoint, {OLD: "Unlisted"}))
    assert [call.parameters["targetStatus"] for call in endpoint.calls.writes] == ["Unlisted"]
    change(endpoint, "Archived")
    hooks.up(planned(endpoint, {OLD: "Published"}))
    assert [call.parameters["targetStatus"] for call in endpoint.calls.writes] == ["Published"]
