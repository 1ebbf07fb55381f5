"""What `pulumi stack export` gives, with some packages in it."""

import json
from collections.abc import Mapping
from typing import Any

CHALK = "acme/npm-store/npm//chalk"


def exported(*packages: dict[str, Any], settings: Mapping[str, str] | None = None) -> str:
    stack = {"type": "pulumi:pulumi:Stack", "urn": "urn", "outputs": {"settings": settings or {}}}
    kind = "pulumi-python:dynamic/codeartifact:Package"
    typed = [
        {"type": kind, "urn": f"urn:pulumi:stack::project::{kind}::{number}", "outputs": each}
        for number, each in enumerate(packages)
    ]
    return json.dumps({"version": 3, "deployment": {"resources": [stack, *typed]}})


def recorded(versions: dict[str, str], revisions: dict[str, str], **more: str) -> dict[str, Any]:
    identity = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk", "namespace": None}
    return {**identity, "versions": versions, "revisions": json.dumps(revisions), "onRemoval": "dispose", **more}
