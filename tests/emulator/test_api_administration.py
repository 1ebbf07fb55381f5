"""The operations on domains and repositories, on what is attached to them, and the way to the registries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, tokens
from tests.support.stores import domains, repository

STORE: dict[str, Any] = {"domain": "acme", "repository": "npm-store"}
KEY = "arn:aws:kms:us-east-1:123456789012:key/0"
POLICY = '{"Version": "2012-10-17", "Statement": []}'
SEED = domains(
    acme={"npm-store": repository(), "shared": repository(), "npm-other": repository()},
    emca={"npm-third": repository()},
)


def test_a_domain_is_created_described_listed_and_deleted(client: CodeArtifactClient) -> None:
    created = client.create_domain(domain="new", encryptionKey=KEY, tags=[{"key": "team", "value": "one"}])["domain"]
    assert (created["name"], created["encryptionKey"], created["repositoryCount"]) == ("new", KEY, 0)
    assert client.describe_domain(domain="new")["domain"] == created
    assert [each["name"] for each in client.list_domains()["domains"]] == ["acme", "emca", "new"]
    assert client.list_tags_for_resource(resourceArn=created["arn"])["tags"] == [{"key": "team", "value": "one"}]
    assert client.delete_domain(domain="new")["domain"]["name"] == "new"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_domain(domain="new")


def test_a_domain_that_is_there_or_has_repositories_is_a_conflict(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ConflictException):
        client.create_domain(domain="acme")
    with pytest.raises(client.exceptions.ConflictException):
        client.delete_domain(domain="acme")


def test_domains_come_in_pages(client: CodeArtifactClient) -> None:
    pages = client.get_paginator("list_domains").paginate(PaginationConfig={"PageSize": 1})
    assert [[each["name"] for each in page["domains"]] for page in pages] == [["acme"], ["emca"]]


def test_a_repository_is_created_changed_and_deleted(client: CodeArtifactClient) -> None:
    where: dict[str, Any] = {"domain": "acme", "repository": "new"}
    created = client.create_repository(**where, description="first", upstreams=[{"repositoryName": "shared"}])
    assert created["repository"]["upstreams"] == [{"repositoryName": "shared"}]
    changed = client.update_repository(**where, description="second")["repository"]
    assert (changed["description"], changed["upstreams"]) == ("second", [{"repositoryName": "shared"}])
    emptied = client.update_repository(**where, upstreams=[])["repository"]
    assert (emptied["description"], emptied["upstreams"]) == ("second", [])
    assert client.describe_repository(**where)["repository"] == emptied
    assert client.describe_domain(domain="acme")["domain"]["repositoryCount"] == 4
    client.delete_repository(**where)
    with pytest.raises(client.exceptions.ResourceNotFoundException) as refusal:
        client.describe_repository(**where)
    assert refusal.value.response["resourceId"] == "new"
    assert refusal.value.response["resourceType"] == "repository"


def test_a_repository_that_is_there_is_a_conflict(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ConflictException):
        client.create_repository(**STORE)


def test_upstreams_are_there_and_at_most_ten(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.update_repository(**STORE, upstreams=[{"repositoryName": "absent"}])
    with pytest.raises(client.exceptions.ServiceQuotaExceededException) as refusal:
        client.update_repository(**STORE, upstreams=[{"repositoryName": f"up-{number}"} for number in range(11)])
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 402


def test_repositories_are_listed_of_a_domain_of_all_and_by_prefix(client: CodeArtifactClient) -> None:
    of_all = client.list_repositories(repositoryPrefix="npm-")["repositories"]
    assert [each["name"] for each in of_all] == ["npm-other", "npm-store", "npm-third"]
    of_domain = client.list_repositories_in_domain(domain="acme", repositoryPrefix="npm-")["repositories"]
    assert [each["name"] for each in of_domain] == ["npm-other", "npm-store"]
    pages = client.get_paginator("list_repositories_in_domain").paginate(
        domain="acme", PaginationConfig={"PageSize": 2}
    )
    assert [[each["name"] for each in page["repositories"]] for page in pages] == [
        ["npm-other", "npm-store"],
        ["shared"],
    ]


def test_a_repository_has_one_external_connection(client: CodeArtifactClient) -> None:
    connected = client.associate_external_connection(**STORE, externalConnection="public:npmjs")["repository"]
    assert connected["externalConnections"] == [
        {"externalConnectionName": "public:npmjs", "packageFormat": "npm", "status": "AVAILABLE"}
    ]
    with pytest.raises(client.exceptions.ConflictException):
        client.associate_external_connection(**STORE, externalConnection="public:pypi")
    client.disassociate_external_connection(**STORE, externalConnection="public:npmjs")
    assert client.describe_repository(**STORE)["repository"]["externalConnections"] == []
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.disassociate_external_connection(**STORE, externalConnection="public:npmjs")


def test_the_domains_owner_may_be_named_and_is_one(client: CodeArtifactClient) -> None:
    named = client.describe_domain(domain="acme", domainOwner="123456789012")["domain"]
    assert named["owner"] == "123456789012"
    with pytest.raises(ClientError):
        client.describe_domain(domain="acme", domainOwner="210987654321")


def test_a_domain_has_a_policy(client: CodeArtifactClient) -> None:
    where: dict[str, Any] = {"domain": "acme"}
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_domain_permissions_policy(**where)
    put = client.put_domain_permissions_policy(**where, policyDocument=POLICY)["policy"]
    assert client.get_domain_permissions_policy(**where)["policy"] == put
    assert put["document"] == POLICY
    assert put["resourceArn"].endswith(":domain/acme")
    with pytest.raises(client.exceptions.ConflictException):
        client.delete_domain_permissions_policy(**where, policyRevision="other")
    assert client.delete_domain_permissions_policy(**where, policyRevision=put["revision"])["policy"] == put


def test_a_repository_has_a_policy(client: CodeArtifactClient) -> None:
    put = client.put_repository_permissions_policy(**STORE, policyDocument=POLICY)["policy"]
    assert client.get_repository_permissions_policy(**STORE)["policy"] == put
    assert put["resourceArn"].endswith(":repository/acme/npm-store")
    with pytest.raises(client.exceptions.ConflictException):
        client.put_repository_permissions_policy(**STORE, policyDocument=POLICY, policyRevision="other")
    assert client.delete_repository_permissions_policy(**STORE)["policy"] == put
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_repository_permissions_policy(**STORE)


def test_tags_are_added_replaced_and_taken_away(client: CodeArtifactClient) -> None:
    name = client.describe_repository(**STORE)["repository"]["arn"]
    client.tag_resource(resourceArn=name, tags=[{"key": "team", "value": "one"}, {"key": "cost", "value": ""}])
    client.tag_resource(resourceArn=name, tags=[{"key": "team", "value": "two"}])
    assert client.list_tags_for_resource(resourceArn=name)["tags"] == [
        {"key": "cost", "value": ""},
        {"key": "team", "value": "two"},
    ]
    client.untag_resource(resourceArn=name, tagKeys=["cost", "absent"])
    assert client.list_tags_for_resource(resourceArn=name)["tags"] == [{"key": "team", "value": "two"}]


@pytest.mark.parametrize("tail", ["domain/absent", "repository/acme/absent", "package/acme/npm-store/npm//chalk"])
def test_what_is_not_there_has_no_tags(client: CodeArtifactClient, tail: str) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.list_tags_for_resource(resourceArn=f"arn:aws:codeartifact:us-east-1:123456789012:{tail}")


def test_a_resource_has_fifty_tags_at_most(client: CodeArtifactClient) -> None:
    name = client.describe_domain(domain="acme")["domain"]["arn"]
    for start in (0, 25):
        client.tag_resource(resourceArn=name, tags=[{"key": f"{start + n}", "value": ""} for n in range(25)])
    with pytest.raises(client.exceptions.ServiceQuotaExceededException):
        client.tag_resource(resourceArn=name, tags=[{"key": "one too many", "value": ""}])


def test_a_registry_is_reached_through_the_port_of_the_api(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    found = client.get_repository_endpoint(**STORE, format="npm")["repositoryEndpoint"]
    assert found == f"{endpoint.url}/-/acme/npm/npm-store/"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_repository_endpoint(domain="acme", repository="absent", format="npm")


def test_a_token_opens_its_domain_until_it_ends(client: CodeArtifactClient) -> None:
    answer = client.get_authorization_token(domain="acme", durationSeconds=900)
    token, ends = answer["authorizationToken"], answer["expiration"]
    assert timedelta(seconds=850) < ends - datetime.now(UTC) <= timedelta(seconds=900)
    assert tokens.is_good(token, "acme")
    assert not tokens.is_good(token, "emca")
    assert not tokens.is_good(token, "acme", now=ends.timestamp() + 1)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_authorization_token(domain="absent")


@pytest.mark.parametrize("seconds", [1, 899, 43_201])
def test_a_token_is_good_for_fifteen_minutes_to_twelve_hours(client: CodeArtifactClient, seconds: int) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.get_authorization_token(domain="acme", durationSeconds=seconds)
