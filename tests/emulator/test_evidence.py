"""What real answers of AWS show, beside what its documents say: each is held here, so that it is not lost again."""

import hashlib
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageFormatType
from mypy_boto3_codeartifact.type_defs import PublishPackageVersionResultTypeDef
from werkzeug.test import Client

from emulator import Endpoint
from emulator.conformance import UnfaithfulAnswerError
from emulator.quotas import Quotas
from emulator.registry.application import registry_application
from emulator.store import OriginType, PackageFormat, PackageKey, RepositoryKey
from tests.support.stores import domains, repository, with_public

STORE: dict[str, Any] = {"domain": "acme", "repository": "store"}
CHALK = STORE | {"format": "npm", "package": "chalk"}
TOOL = STORE | {"format": "generic", "namespace": "acme", "package": "tool"}
ACCOUNT = "123456789012"
SEED = with_public(
    domains(
        acme={
            "store": repository("shared", npm={"chalk": ["1.0.0", "1.1.0"]}, maven={"org.acme:core": ["1.0"]}),
            "shared": repository(),
            "cache": repository(connection="public:npmjs"),
            "reader": repository("cache"),
        },
    ),
    npm={"outside": ["2.0.0"]},
)


def send(
    client: CodeArtifactClient, content: bytes = b"harmless", *, unfinished: bool = False
) -> PublishPackageVersionResultTypeDef:
    return client.publish_package_version(
        **TOOL,
        packageVersion="1.0.0",
        assetName="a",
        assetContent=content,
        assetSHA256=hashlib.sha256(content).hexdigest(),
        unfinished=unfinished,
    )


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"package": "alphadb"}, "The npm package 'alphadb' does not exist in repository 'store'."),
        (
            {"format": "maven", "namespace": "org.acme", "package": "alphadb"},
            "The maven package 'org.acme:alphadb' does not exist in repository 'store'.",
        ),
    ],
)
def test_an_absent_package_is_told_in_words_alone(
    client: CodeArtifactClient, members: dict[str, Any], words: str
) -> None:
    for operation in (client.list_package_versions, client.describe_package):
        with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
            operation(**(CHALK | members))
        assert caught.value.response["Error"]["Message"] == words
        assert caught.value.response.keys().isdisjoint({"resourceType", "resourceId"})


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"domain": "epc"}, f"Domain not found. Domain 'epc' owned by account '{ACCOUNT}' does not exist."),
        (
            {"repository": "none"},
            f"Repository not found. Repository 'none' in domain 'acme' owned by account '{ACCOUNT}' does not exist.",
        ),
    ],
)
def test_an_absent_place_is_told_in_the_words_of_aws(
    client: CodeArtifactClient, members: dict[str, Any], words: str
) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.list_package_versions(**(CHALK | members))
    assert caught.value.response["Error"]["Message"] == words


def test_a_package_that_is_not_valid_is_called_packagename(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ValidationException) as caught:
        client.list_package_versions(**(CHALK | {"package": "@acme/ui"}))
    assert caught.value.response["Error"]["Message"] == (
        "1 validation error detected: Value '@acme/ui' at 'packageName' failed to satisfy constraint: Member must "
        r"satisfy regular expression pattern: [^#/\s]+"
    )


def test_an_external_connection_is_available_in_capitals(client: CodeArtifactClient) -> None:
    described = client.describe_repository(domain="acme", repository="cache")["repository"]
    assert [each["status"] for each in described["externalConnections"]] == ["AVAILABLE"]


def test_no_other_departure_from_the_model_is_let_through(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    body = '{"repository": {"externalConnections": [{"status": "AWAY"}]}}'
    endpoint.faults.plant(operation="DescribeRepository", body=body)
    with pytest.raises(UnfaithfulAnswerError, match="'AWAY'"):
        client.describe_repository(**STORE)


def test_a_domain_that_names_no_key_has_one_key_by_its_id(client: CodeArtifactClient) -> None:
    made = client.create_domain(domain="new")["domain"]["encryptionKey"]
    assert re.fullmatch(rf"arn:aws:kms:eu-west-1:{ACCOUNT}:key/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}", made)
    assert client.create_domain(domain="other")["domain"]["encryptionKey"] == made
    assert ":key/" in client.describe_domain(domain="acme")["domain"]["encryptionKey"]


def test_a_repository_has_upstreams_or_a_connection(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.associate_external_connection(**STORE, externalConnection="public:npmjs")
    with pytest.raises(client.exceptions.ValidationException):
        client.update_repository(domain="acme", repository="cache", upstreams=[{"repositoryName": "shared"}])
    client.update_repository(domain="acme", repository="cache", upstreams=[], description="alone")
    client.update_repository(**STORE, upstreams=[])
    client.associate_external_connection(**STORE, externalConnection="public:npmjs")


def test_what_is_published_first_is_closed_to_upstream(client: CodeArtifactClient) -> None:
    send(client)
    found = client.describe_package(**TOOL)["package"]["originConfiguration"]["restrictions"]
    assert found == {"publish": "ALLOW", "upstream": "BLOCK"}


def test_a_blocked_publication_is_told_in_the_words_of_aws(client: CodeArtifactClient) -> None:
    client.put_package_origin_configuration(**TOOL, restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    with pytest.raises(ClientError, match="This package is configured to block new versions"):
        send(client)


@pytest.mark.parametrize(("method", "figure"), [("GET", 800), ("PUT", 100)])
def test_registries_are_throttled_with_429(endpoint: Endpoint, method: str, figure: int) -> None:
    quotas = Quotas(lambda: 0.0)
    registry = Client(registry_application(endpoint.store, quotas))
    path = "/-/acme/npm/store/chalk"
    assert {registry.open(path, method=method).status_code for _ in range(figure)} == {401}
    answer = registry.open(path, method=method)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")


def test_a_published_generic_version_cannot_be_published_again_even_if_nothing_differs(
    client: CodeArtifactClient,
) -> None:
    first = send(client, unfinished=True)
    assert send(client, unfinished=True)["versionRevision"] == first["versionRevision"]
    assert send(client)["status"] == "Published"
    for unfinished in (False, True):
        with pytest.raises(client.exceptions.ConflictException):
            send(client, unfinished=unfinished)


def test_a_generic_package_has_no_readme(client: CodeArtifactClient) -> None:
    send(client)
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.get_package_version_readme(**TOOL, packageVersion="1.0.0")
    assert caught.value.response["Error"]["Message"] == "The readme file of this package version is not found"


def test_what_is_unfinished_is_published_by_an_update_and_read_back_at_once(client: CodeArtifactClient) -> None:
    send(client, unfinished=True)
    client.update_package_versions_status(**TOOL, versions=["1.0.0"], targetStatus="Published")
    assert [each["status"] for each in client.list_package_versions(**TOOL)["versions"]] == ["Published"]


def test_lists_agree_at_once_after_update_copy_and_delete(client: CodeArtifactClient) -> None:
    client.update_package_versions_status(**CHALK, versions=["1.0.0"], targetStatus="Archived")
    client.delete_package_versions(**CHALK, versions=["1.0.0"])
    names: dict[str, Any] = {"domain": "acme", "format": "npm", "package": "chalk"}
    client.copy_package_versions(**names, sourceRepository="store", destinationRepository="shared", versions=["1.1.0"])
    assert [each["version"] for each in client.list_package_versions(**CHALK)["versions"]] == ["1.1.0"]
    copied = client.list_package_versions(**names, repository="shared")["versions"]
    assert [each["version"] for each in copied] == ["1.1.0"]


def test_deleting_what_is_not_there_succeeds(client: CodeArtifactClient) -> None:
    assert "domain" not in client.delete_domain(domain="absent")
    assert "repository" not in client.delete_repository(domain="acme", repository="absent")


@pytest.mark.parametrize(("package_format", "name"), [("npm", "chalk"), ("maven", "core")])
def test_a_revision_is_44_characters_of_base64(
    client: CodeArtifactClient, package_format: PackageFormatType, name: str
) -> None:
    where = STORE | {"format": package_format, "package": name} | ({"namespace": "org.acme"} if name == "core" else {})
    for each in client.list_package_versions(**where)["versions"]:
        assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", each["revision"])


def test_what_came_from_outside_has_the_time_of_the_public_registry(
    client: CodeArtifactClient, endpoint: Endpoint
) -> None:
    """Which of the two times it is, real answers contradict each other about: the endpoint has made a choice."""
    key = PackageKey(PackageFormat.NPM, "", "outside")
    record = endpoint.store.registry.fetch_version(RepositoryKey("acme", "reader"), key, "2.0.0")
    reader: dict[str, Any] = {"domain": "acme", "repository": "reader", "format": "npm", "package": "outside"}
    described = client.describe_package_version(**reader, packageVersion="2.0.0")["packageVersion"]
    assert described["publishedTime"] == record.published_time
    assert (described["publishedTime"].year, record.origin_type) == (2025, OriginType.EXTERNAL)
