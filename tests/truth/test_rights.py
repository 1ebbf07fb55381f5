"""The policy that is printed: enough, and every action of it needed."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, Switches
from tests.truth.asking import ACCOUNT, asked
from tools.truth.__main__ import main
from tools.truth.ground import PREFIX, TAG, leftovers, new_name
from tools.truth.rights import CALLS, missing_rights, policy
from tools.truth.run import make_client

SWITCHES = Switches(with_iam=True)
POLICY = policy("eu-west-1", ACCOUNT)
# Rights that the endpoint does not ask for: STS is moto's, and registries look at the token alone.
_NOT_ENFORCED = {
    "sts:GetCallerIdentity",
    "sts:GetServiceBearerToken",
    "codeartifact:ReadFromRepository",
    "codeartifact:TagResource",
}
# It has no package groups.
_NOT_OFFERED = {operation for operation in CALLS if "PackageGroup" in operation}
_OUTSIDE_OF_CALLS = {"codeartifact:CreateDomain", "codeartifact:ListDomains", "codeartifact:ListTagsForResource"}


def without(action: str) -> dict[str, Any]:
    statements = [{**each, "Action": [one for one in each["Action"] if one != action]} for each in POLICY["Statement"]]
    return {**POLICY, "Statement": [each for each in statements if each["Action"]]}


def session_of(endpoint: Endpoint, document: Mapping[str, Any] | None) -> boto3.Session:
    """A user with a policy, or with none."""
    iam = boto3.client("iam", endpoint_url=endpoint.url)
    user = f"user-{uuid4()}"
    iam.create_user(UserName=user)
    if document is not None:
        iam.put_user_policy(UserName=user, PolicyName="policy", PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    return boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name="eu-west-1")


def caller(endpoint: Endpoint, document: Mapping[str, Any] | None) -> CodeArtifactClient:
    return make_client(session_of(endpoint, document), endpoint.url)


def test_without_rights_nothing_is_made_and_the_policy_is_shown(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = session_of(endpoint, without("codeartifact:DisposePackageVersions")).get_credentials()
    assert credentials is not None
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", credentials.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", str(credentials.secret_key))
    result = CliRunner().invoke(main, ["--endpoint-url", endpoint.url, "--only", "4", "--yes"])
    assert result.exit_code == 1
    assert "  codeartifact:DisposePackageVersions\nNothing was made. This policy is enough:" in result.stderr
    assert json.loads(result.stderr[result.stderr.index("{") :]) == POLICY
    assert endpoint.calls.count("CreateDomain") == 0


def test_with_the_policy_every_question_is_answered(endpoint: Endpoint) -> None:
    client = caller(endpoint, POLICY)
    assert list(missing_rights(client, new_name())) == []
    found = asked(client)
    assert not [call for each in found.values() for call in each.calls if call["code"] == "AccessDeniedException"]
    assert list(leftovers(client)) == []


def test_the_policy_names_what_is_called_and_no_more(endpoint: Endpoint) -> None:
    client = caller(endpoint, POLICY)
    endpoint.calls.clear()
    asked(client)
    list(leftovers(client))
    called = {f"codeartifact:{call.operation}" for call in endpoint.calls if call.operation not in {"", "ListDomains"}}
    named = {action for each in POLICY["Statement"] for action in each["Action"]}
    assert named == called | _NOT_ENFORCED | _OUTSIDE_OF_CALLS


@pytest.mark.parametrize("operation", sorted(CALLS.keys() - _NOT_OFFERED))
def test_each_right_that_is_missing_is_found_before_anything_is_made(endpoint: Endpoint, operation: str) -> None:
    client = caller(endpoint, without(f"codeartifact:{operation}"))
    assert list(missing_rights(client, new_name())) == [f"codeartifact:{operation}"]


@pytest.mark.parametrize("action", sorted(_OUTSIDE_OF_CALLS))
def test_the_other_rights_are_needed_too(endpoint: Endpoint, action: str) -> None:
    caller(endpoint, POLICY).create_domain(domain=f"{PREFIX}left", tags=[{"key": TAG, "value": "2026-01-01"}])
    client = caller(endpoint, without(action))
    with pytest.raises(ClientError, match=action):
        _ = asked(client, 4), list(leftovers(client))


def test_only_domains_of_runs_are_allowed(endpoint: Endpoint) -> None:
    with pytest.raises(ClientError, match="CreateDomain"):
        caller(endpoint, POLICY).create_domain(domain="acme")
