"""Callers held against their IAM policies, which are set through the same port."""

import json
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, Switches
from emulator.conformance import hold_answers_to_the_model
from tests.support.stores import domains, repository

PACKAGE = "arn:aws:codeartifact:eu-west-1:123456789012:package/acme/npm-store/npm//chalk"
CHALK: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
SEED = domains(acme={"npm-store": repository(npm={"chalk": ["1.0.0"], "other": ["1.0.0"]}), "npm-live": repository()})
SWITCHES = Switches(with_iam=True)


def client_who_may(endpoint: Endpoint, *statements: dict[str, object]) -> CodeArtifactClient:
    """Make a user with one policy or none, and a client that calls as this user."""
    iam = boto3.client("iam", endpoint_url=endpoint.url, region_name="eu-west-1")
    user = f"user-{uuid4()}"
    iam.create_user(UserName=user)
    if statements:
        document = {"Version": "2012-10-17", "Statement": statements}
        iam.put_user_policy(UserName=user, PolicyName="policy", PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=user)["AccessKey"]
    client: CodeArtifactClient = boto3.client(
        "codeartifact",
        endpoint_url=endpoint.url,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )
    hold_answers_to_the_model(client)
    return client


def allowed(action: str, resource: str) -> dict[str, object]:
    return {"Effect": "Allow", "Action": f"codeartifact:{action}", "Resource": resource}


def denied_message(client: CodeArtifactClient, operation: str, **parameters: object) -> str:
    with pytest.raises(client.exceptions.AccessDeniedException) as refusal:
        getattr(client, operation)(**parameters)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    return str(refusal.value.response["Error"]["Message"])


def test_who_may_do_only_what_can_be_undone_cannot_dispose(endpoint: Endpoint) -> None:
    client = client_who_may(endpoint, allowed("UpdatePackageVersionsStatus", PACKAGE))
    client.update_package_versions_status(**CHALK, versions=["1.0.0"], targetStatus="Archived")
    message = denied_message(client, "dispose_package_versions", **CHALK, versions=["1.0.0"])
    assert message.startswith("User: arn:aws:iam::123456789012:user/user-")
    assert f"is not authorized to perform: codeartifact:DisposePackageVersions on resource: {PACKAGE} " in message


def test_a_package_that_the_policy_does_not_name_is_out_of_reach(endpoint: Endpoint) -> None:
    client = client_who_may(endpoint, allowed("*", PACKAGE))
    assert client.list_package_versions(**CHALK)["versions"]
    assert "/npm//other " in denied_message(client, "list_package_versions", **(CHALK | {"package": "other"}))
    assert endpoint.calls.count("ListPackageVersions") == 2


def test_what_is_forbidden_is_forbidden_although_it_is_allowed(endpoint: Endpoint) -> None:
    forbidden = allowed("DeletePackage", PACKAGE) | {"Effect": "Deny"}
    client = client_who_may(endpoint, allowed("*", "*"), forbidden)
    denied_message(client, "delete_package", **CHALK)
    assert client.describe_package(**CHALK)["package"]["name"] == "chalk"


@pytest.mark.parametrize(
    ("operation", "parameters", "resource"),
    [
        ("list_domains", {}, "*"),
        ("describe_domain", {"domain": "acme"}, "domain/acme"),
        ("get_authorization_token", {"domain": "acme"}, "domain/acme"),
        ("list_repositories_in_domain", {"domain": "acme"}, "domain/acme"),
        ("list_packages", {"domain": "acme", "repository": "npm-store"}, "repository/acme/npm-store"),
        (
            "describe_package",
            CHALK | {"namespace": "ctrl", "package": "tinycolor"},
            "package/acme/npm-store/npm/ctrl/tinycolor",
        ),
        (
            "copy_package_versions",
            {
                "domain": "acme",
                "sourceRepository": "npm-store",
                "destinationRepository": "npm-live",
                "format": "npm",
                "package": "chalk",
            },
            "package/acme/npm-live/npm//chalk",
        ),
        (
            "list_tags_for_resource",
            {"resourceArn": "arn:aws:codeartifact:eu-west-1:123456789012:domain/acme"},
            "domain/acme",
        ),
    ],
)
def test_an_action_is_about_a_resource(
    endpoint: Endpoint, operation: str, parameters: dict[str, object], resource: str
) -> None:
    message = denied_message(client_who_may(endpoint), operation, **parameters)
    name = resource if resource == "*" else f"arn:aws:codeartifact:eu-west-1:123456789012:{resource}"
    assert f" on resource: {name} because" in message


def test_what_cannot_be_named_is_not_valid_rather_than_denied(endpoint: Endpoint) -> None:
    client = client_who_may(endpoint)
    with pytest.raises(client.exceptions.ValidationException):
        client.list_packages(domain="", repository="npm-store")


def test_a_caller_whom_nobody_knows_is_told_so(endpoint: Endpoint) -> None:
    client: CodeArtifactClient = boto3.client(
        "codeartifact", endpoint_url=endpoint.url, aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="-"
    )
    with pytest.raises(client.exceptions.ClientError, match="UnrecognizedClientException") as refusal:
        client.list_domains()
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
