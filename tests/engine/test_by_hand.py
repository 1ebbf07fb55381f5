"""`Package` in somebody's own program, and what happens when it goes away."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.by_hand import REMOVED
from tests.support.asking import statuses

pytestmark = pytest.mark.engine

PROGRAM = """\
import pulumi
from pulumi import dynamic

from packagestate import Package


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


def test_a_package_that_goes_away_is_forgotten_and_left_as_it_is(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.replace_program(REMOVED.format(versions={"5.6.1": "Archived"}, on_removal="retain"))
    assert sandbox.up().exit_code == 0
    before = statuses(endpoint)
    destroyed = sandbox.destroy()
    assert destroyed.exit_code == 0, destroyed.text
    assert statuses(endpoint) == before


def test_a_removal_that_would_change_anything_needs_the_program_and_is_refused_in_preview(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.replace_program(REMOVED.format(versions={"5.6.1": "Archived"}, on_removal="dispose"))
    preview = sandbox.preview()
    assert preview.exit_code not in {0, 7}
    assert "needs a manifest" in preview.text
    assert not endpoint.calls
