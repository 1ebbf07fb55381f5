"""What a `Package` in somebody's own program, which nobody planned, is allowed to do to a version that was changed.

Expectations, strongest first: a pin; the recorded revision; a fresh observation. The recorded revision binds only what
cannot be undone: what was recorded is the artefact that somebody decided about, and another one under the same name
may well be the repaired release. `pulumi refresh` records what is there now, a pin names it: both are somebody's word.
"""

import boto3
import pytest

from emulator import Endpoint
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import RefusalError
from tests.support.hooks import Hooks, package
from tests.support.publishing import publish
from tests.support.stores import domains, repository

TOOL = Coordinates(Repository("acme", "store"), Format.GENERIC, "team", "tool")
WHERE = {"domain": "acme", "repository": "store", "format": "generic", "namespace": "team", "package": "tool"}
VERSIONS = {"5.6.0": "Published", "5.6.1": "Published"}
SEED = domains(acme={"store": repository()})


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    """A resource by hand that has recorded both versions."""
    publish(endpoint, TOOL, *VERSIONS)
    hooks = Hooks(endpoint.url)
    hooks.up(tool())
    return hooks


def tool(versions: dict[str, str] | None = None, **others: object) -> dict[str, object]:
    """The inputs of the resource, with other statuses for some versions."""
    return package({**VERSIONS, **(versions or {})}, **WHERE, **others)


def listed(endpoint: Endpoint) -> dict[str, tuple[str, str]]:
    answer = boto3.client("codeartifact", endpoint_url=endpoint.url).list_package_versions(**WHERE)
    return {each["version"]: (each["status"], each["revision"]) for each in answer["versions"]}


def statuses(endpoint: Endpoint) -> dict[str, str]:
    return {version: status for version, (status, _) in listed(endpoint).items()}


def replaced(endpoint: Endpoint, version: str) -> str:
    """Somebody deletes a version and publishes another one under its name; the new revision."""
    _, before = listed(endpoint)[version]
    boto3.client("codeartifact", endpoint_url=endpoint.url).delete_package_versions(**WHERE, versions=[version])
    publish(endpoint, TOOL, version, content=b"repaired")
    _, after = listed(endpoint)[version]
    assert after != before
    endpoint.calls.clear()
    return after


@pytest.mark.parametrize("status", ["Disposed", "Deleted"])
def test_another_artefact_than_the_recorded_one_is_not_destroyed(hooks: Hooks, endpoint: Endpoint, status: str) -> None:
    revision = replaced(endpoint, "5.6.1")
    with pytest.raises(RefusalError, match="Revision is not the recorded one") as refusal:
        hooks.up(tool({"5.6.1": status}))
    assert revision in str(refusal.value)
    assert "pulumi refresh" in str(refusal.value)
    assert not endpoint.calls.writes
    assert statuses(endpoint) == VERSIONS


def test_nothing_else_of_the_package_is_changed_either(hooks: Hooks, endpoint: Endpoint) -> None:
    replaced(endpoint, "5.6.1")
    with pytest.raises(RefusalError, match="Revision is not the recorded one"):
        hooks.up(tool({"5.6.0": "Archived", "5.6.1": "Disposed"}))
    assert not endpoint.calls.writes


def test_what_can_be_undone_is_done_to_whatever_is_there_now(hooks: Hooks, endpoint: Endpoint) -> None:
    replaced(endpoint, "5.6.1")
    hooks.up(tool({"5.6.1": "Archived"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Archived"}


def test_after_a_refresh_the_artefact_that_is_there_is_the_recorded_one(hooks: Hooks, endpoint: Endpoint) -> None:
    replaced(endpoint, "5.6.1")
    hooks.refresh()
    hooks.up(tool({"5.6.1": "Disposed"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}


def test_a_pin_overrules_what_is_recorded(hooks: Hooks, endpoint: Endpoint) -> None:
    revision = replaced(endpoint, "5.6.1")
    hooks.up(tool({"5.6.1": "Disposed"}, versionRevisions={"5.6.1": revision}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}


def test_a_pin_on_the_recorded_artefact_is_refused_once_another_is_there(hooks: Hooks, endpoint: Endpoint) -> None:
    _, recorded = listed(endpoint)["5.6.1"]
    replaced(endpoint, "5.6.1")
    with pytest.raises(RefusalError, match="Revision is not the pinned one"):
        hooks.up(tool({"5.6.1": "Disposed"}, versionRevisions={"5.6.1": recorded}))
    assert not endpoint.calls.writes


def test_another_status_at_the_recorded_revision_is_no_obstacle(hooks: Hooks, endpoint: Endpoint) -> None:
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    client.update_package_versions_status(**WHERE, versions=["5.6.1"], targetStatus="Unlisted")
    hooks.up(tool({"5.6.1": "Disposed"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}


def test_a_version_that_was_recorded_as_absent_is_acted_upon_once_it_appears(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(tool({"5.6.2": "Disposed"}))
    publish(endpoint, TOOL, "5.6.2")
    hooks.refresh()
    hooks.up(tool({"5.6.2": "Disposed"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.2": "Disposed"}


def test_a_version_that_was_never_recorded_is_planned_from_what_is_there(endpoint: Endpoint) -> None:
    publish(endpoint, TOOL, *VERSIONS)
    Hooks(endpoint.url).up(tool({"5.6.1": "Disposed"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}
