"""`Package` in somebody's own program, and what happens when it goes away."""

import boto3
import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox

pytestmark = pytest.mark.engine

PROGRAM = """\
import pulumi
from pulumi import dynamic

from provider import Package


class Echo(dynamic.ResourceProvider):
    def create(self, props):
        return dynamic.CreateResult("echo", props)


class Name(dynamic.Resource):
    domain: pulumi.Output[str]
    status: pulumi.Output[str]

    def __init__(self, name):
        super().__init__(Echo(), name, {"domain": "acme", "status": "Archived"})


name = Name("name")
Package(
    "chalk",
    domain=name.domain,
    repository="npm-store",
    format="npm",
    package="chalk",
    versions={"5.6.0": "Published", "5.6.1": name.status, "5.6.2": "Unlisted"},
)
"""

REMOVED = """\
from provider import Package

Package(
    "chalk",
    domain="acme",
    repository="npm-store",
    format="npm",
    package="chalk",
    versions={versions},
    on_removal="{on_removal}",
)
"""


def statuses(endpoint: Endpoint) -> dict[str, str]:
    client = boto3.client("codeartifact", endpoint_url=endpoint.url, region_name="eu-west-1")
    answer = client.list_package_versions(domain="acme", repository="npm-store", format="npm", package="chalk")
    return {version["version"]: version["status"] for version in answer["versions"]}


def test_inputs_that_are_not_known_yet_survive_a_preview(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.replace_program(PROGRAM)
    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text
    assert not endpoint.calls
    up = sandbox.up()
    assert up.exit_code == 0, up.text
    assert statuses(endpoint) == {
        "5.5.0": "Published",
        "5.6.0": "Published",
        "5.6.1": "Archived",
        "5.6.2": "Unlisted",
    }
    assert sandbox.preview("--expect-no-changes").exit_code == 0


def test_wrong_inputs_are_refused_in_preview_in_one_tidy_line_each(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.replace_program(REMOVED.format(versions={"5.6.0": "Gone"}, on_removal="burn"))
    preview = sandbox.preview()
    assert preview.exit_code not in {0, 7}
    assert "Traceback" not in preview.text
    assert "Gone" in preview.text
    assert "burn" in preview.text
    assert not endpoint.calls


@pytest.mark.parametrize(
    ("on_removal", "versions", "left"),
    [
        ("retain", ["5.6.1"], ["Published", "Published", "Archived", "Published"]),
        ("dispose", ["5.6.1"], ["Published", "Published", "Disposed", "Published"]),
        ("delete", ["5.5.0", "5.6.0", "5.6.1", "5.6.2"], []),
    ],
)
def test_what_becomes_of_the_versions_is_what_was_chosen_for_the_removal(
    sandbox: Sandbox, endpoint: Endpoint, on_removal: str, versions: list[str], left: list[str]
) -> None:
    declared = {version: "Archived" if version == "5.6.1" else "Published" for version in versions}
    sandbox.replace_program(REMOVED.format(versions=declared, on_removal=on_removal))
    assert sandbox.up().exit_code == 0
    destroyed = sandbox.destroy()
    assert destroyed.exit_code == 0, destroyed.text
    if left:
        assert [status for _, status in sorted(statuses(endpoint).items())] == left
    else:
        client = boto3.client("codeartifact", endpoint_url=endpoint.url, region_name="eu-west-1")
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            statuses(endpoint)


def test_a_package_with_a_version_that_nobody_declared_is_not_deleted(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.replace_program(REMOVED.format(versions={"5.6.0": "Published"}, on_removal="delete"))
    sandbox.up()
    before = statuses(endpoint)
    destroyed = sandbox.destroy()
    assert destroyed.exit_code != 0
    assert "5.5.0" in destroyed.text
    assert "Traceback" not in destroyed.text
    assert statuses(endpoint) == before
