"""Who calls: users with access keys of their own, held against their policies by the endpoint."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from emulator import Endpoint, Switches

POLICIES = Path(__file__).parents[2] / "policies"
PLACEHOLDERS = {"REGION": "eu-west-1", "ACCOUNT": "123456789012", "DOMAIN": "acme", "REPOSITORY": "npm-store"}
VERSIONS = {f"1.0.{number}": "Published" for number in range(4)}


def policy(role: str, *, without: str = "") -> dict[str, Any]:
    """A policy of the repository, filled in as README says; without one of its actions, if one is named."""
    text = (POLICIES / f"{role}.json").read_text(encoding="utf-8")
    for placeholder, value in PLACEHOLDERS.items():
        text = text.replace(placeholder, value)
    document: dict[str, Any] = json.loads(text)
    for statement in document["Statement"]:
        statement["Action"] = [action for action in statement["Action"] if action != without]
    document["Statement"] = [statement for statement in document["Statement"] if statement["Action"]]
    return document


def actions(role: str) -> list[str]:
    return [action for statement in policy(role)["Statement"] for action in statement["Action"]]


@pytest.fixture(autouse=True)
def _no_traceback_limit() -> Iterator[None]:
    """What the plugin sets for its whole process."""
    yield
    if hasattr(sys, "tracebacklimit"):
        del sys.tracebacklimit


@pytest.fixture
def seed() -> object:
    packages = {"npm": {"chalk": {"versions": VERSIONS}}, "pypi": {"rich": {"versions": VERSIONS}}}
    packages["pypi"]["click"] = {"versions": VERSIONS}
    repositories = {"npm-store": {"packages": packages}, "other": {"packages": packages}}
    return {"content": False, "domains": {"acme": {"repositories": repositories}}}


@pytest.fixture
def endpoint(seed: Mapping[str, Any]) -> Iterator[Endpoint]:
    with Endpoint.start(seed=seed, switches=Switches(with_iam=True)) as endpoint:
        yield endpoint


@pytest.fixture
def call_as(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Any]], None]:
    """Makes a user with a policy, whose access key the environment holds from then on."""

    def become(document: Mapping[str, Any]) -> None:
        iam = boto3.client("iam", endpoint_url=endpoint.url)
        user = f"user-{uuid4()}"
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName="policy", PolicyDocument=json.dumps(document))
        key = iam.create_access_key(UserName=user)["AccessKey"]
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])

    return become
