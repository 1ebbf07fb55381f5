"""What a state remembers is read, or the resource is named that cannot be."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from packagestate.provider.state.record import ResourceType, parse_record, read_state
from packagestate.schemas.errors import StateError

NAME = "acme/npm-store/npm//chalk"
PACKAGE = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}


def resources(kind: str, outputs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"urn:pulumi:s::p::{kind}::{NAME}": {"type": kind, "outputs": outputs}}


@pytest.mark.parametrize(
    ("kind", "outputs"),
    [
        (ResourceType.PACKAGE, {}),
        (ResourceType.PACKAGE, {**PACKAGE, "format": "floppy"}),
        (ResourceType.PACKAGE, {**PACKAGE, "versions": {"Vanished": "1.0.0"}}),
        (ResourceType.PACKAGE, {**PACKAGE, "revisions": "{"}),
        (ResourceType.PACKAGE, {**PACKAGE, "revisions": "[" * 100_000}),
        (ResourceType.PACKAGE, {**PACKAGE, "onRemoval": "explode"}),
        (ResourceType.PACKAGE, {**PACKAGE, "package": 3}),
        (ResourceType.PACKAGE, {**PACKAGE, "namespace": 3}),
        (ResourceType.PACKAGE, {**PACKAGE, "domainOwner": 3}),
        (ResourceType.PACKAGE, {**PACKAGE, "repository": ["npm-store"]}),
        (ResourceType.PACKAGE, {**PACKAGE, "origin": "x"}),
        (ResourceType.PACKAGE, {**PACKAGE, "origin": {"publish": "x"}}),
        (ResourceType.PACKAGE, {**PACKAGE, "origin": {"publish": "ALLOW"}}),
        (ResourceType.REMOVALS, {}),
        (ResourceType.REMOVALS, {"planned": {"nothing": {}}}),
        (ResourceType.REMOVALS, {"planned": {"no thing": {}}}),
        (ResourceType.REMOVALS, {"planned": {}, "fenced": 3}),
        (ResourceType.STACK, {"settings": "none"}),
        (ResourceType.STACK, {"settings": {"changedFractionLimit": {"x": "y"}}}),
        (ResourceType.STACK, {"settings": {"irreversibleLimit": 3}}),
    ],
)
def test_a_resource_that_somebody_edited_is_named(kind: ResourceType, outputs: Mapping[str, Any]) -> None:
    with pytest.raises(StateError, match=f"What the state holds of `{NAME}` is not what this project writes"):
        parse_record(resources(kind, outputs))


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '{"deployment": []}', '{"deployment": {"resources": [{}]}}'])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(StateError, match="State cannot be read"):
        read_state(text)


def test_what_others_declare_and_what_waits_to_be_deleted_is_left_out() -> None:
    other = {"urn": "urn:pulumi:s::p::aws:s3/bucket:Bucket::logs", "type": "aws:s3/bucket:Bucket"}
    package = {"urn": f"urn:pulumi:s::p::t::{NAME}", "type": ResourceType.PACKAGE, "outputs": PACKAGE}
    waiting = {**package, "delete": True}
    record = read_state(json.dumps({"deployment": {"resources": [other, package, waiting]}}))
    assert [each.coordinates.package for each in record.packages] == ["chalk"]
