"""A run never deletes, disposes or fences in AWS what it declares, however the engine comes to delete a resource."""

import json

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import DEBUG, debug, ended, export, held, restore, writes

pytestmark = pytest.mark.engine

BY_HAND = """\
from packagestate import Package

Package(
    "{name}",
    domain="acme",
    repository="npm-store",
    format="npm",
    package="debug",
    versions={{"4.4.3": "Published"}},
)
"""


def urn_of(sandbox: Sandbox) -> str:
    return str(sandbox.state()[DEBUG]["urn"])


def require_untouched_in_aws(endpoint: Endpoint) -> None:
    assert not writes(endpoint)
    assert set(held(endpoint)) == {"4.4.1", "4.4.2", "4.4.3"}


def require_untouched(sandbox: Sandbox, endpoint: Endpoint) -> None:
    require_untouched_in_aws(endpoint)
    assert DEBUG in sandbox.state()
    ended(sandbox.preview("--expect-no-changes"))


def test_replacements_and_a_tainted_resource(declared: Sandbox, endpoint: Endpoint) -> None:
    urn = urn_of(declared)
    for option in ("--replace", "--target-replace"):
        assert "replace" in ended(declared.up(option, urn))
        require_untouched_in_aws(endpoint)
    ended(declared.pulumi("state", "taint", urn, "--stack", "sandbox", "--yes"))
    assert "replace" in ended(declared.up())
    require_untouched(declared, endpoint)


def test_a_renamed_resource(declared: Sandbox, endpoint: Endpoint) -> None:
    ended(declared.pulumi("state", "rename", urn_of(declared), "other", "--stack", "sandbox", "--yes"))
    ended(declared.preview(), "although `onRemoval` says otherwise: this run declares the same package")
    ended(declared.up())
    require_untouched(declared, endpoint)


def test_another_owner(declared: Sandbox, endpoint: Endpoint) -> None:
    """An owner that is left out is the caller's own account, so naming it is not another package."""
    for owner in ("123456789012", "", "123456789012"):
        declared.declare(debug("delete", owner=owner))
        ended(declared.up())
    declared.declare(debug("delete", owner="444455556666"))
    ended(declared.up(), "Permission is missing", code=None)
    declared.declare(debug("delete", owner="123456789012"))
    require_untouched(declared, endpoint)


def test_a_package_by_hand_that_is_renamed_without_an_alias_in_a_state_that_would_delete_it(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.replace_program(BY_HAND.format(name="one"))
    ended(sandbox.up())
    document = json.loads(export(sandbox))
    for each in document["deployment"]["resources"]:
        if each["type"].endswith(":Package"):
            each["inputs"]["onRemoval"] = each["outputs"]["onRemoval"] = "delete"
    restore(sandbox, json.dumps(document))
    endpoint.calls.clear()
    sandbox.replace_program(BY_HAND.format(name="two"))
    ended(sandbox.up())
    assert not writes(endpoint)
    assert "4.4.3" in held(endpoint)
