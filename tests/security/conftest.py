"""Who calls: users with access keys of their own, held against their policies by the endpoint."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from emulator import Endpoint
from packagestate.provider.cli.policy import policy_document

POLICIES = Path(__file__).parents[2] / "policies"
PLACEHOLDERS = {"REGION": "eu-west-1", "ACCOUNT": "123456789012", "DOMAIN": "acme", "REPOSITORY": "npm-store"}


def policy(role: str, *, without: str = "") -> dict[str, Any]:
    """What `packagestate policy` prints for a role; without one of its actions, if one is named."""
    document = policy_document(role, PLACEHOLDERS)
    for statement in document["Statement"]:
        statement["Action"] = [action for action in statement["Action"] if action != without]
    document["Statement"] = [statement for statement in document["Statement"] if statement["Action"]]
    return document


def actions(role: str) -> list[str]:
    return [action for statement in policy(role)["Statement"] for action in statement["Action"]]


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
