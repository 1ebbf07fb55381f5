"""Answers that leave out what AWS's model does not require."""

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from emulator.conformance import hold_answers_to_the_model
from emulator.faults import Fault
from tests.support.stores import store

if TYPE_CHECKING:
    from collections.abc import Mapping

CHALK: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
SEED = store(npm={"chalk": ["1.0.0"]})


@pytest.fixture
def plain(endpoint: Endpoint) -> CodeArtifactClient:
    client: CodeArtifactClient = boto3.client(
        "codeartifact", endpoint_url=endpoint.url, config=Config(retries={"total_max_attempts": 1})
    )
    hold_answers_to_the_model(client)
    return client


def test_a_member_is_left_out_at_any_depth(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    endpoint.faults.plant(operation="DescribePackage", omit=["originConfiguration"], times=1)
    versions: list[Mapping[str, Any]] = [*plain.list_package_versions(**CHALK)["versions"]]
    assert [(each["version"], each["status"], "revision" in each) for each in versions] == [
        ("1.0.0", "Published", False)
    ]
    assert "originConfiguration" not in plain.describe_package(**CHALK)["package"]
    assert "originConfiguration" in plain.describe_package(**CHALK)["package"]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (
            {"repository": "nowhere"},
            (
                "Repository not found. Repository 'nowhere' in domain 'acme' owned by account '123456789012' does not "
                "exist."
            ),
        ),
        ({"domain": "epc"}, "Domain not found. Domain 'epc' owned by account '123456789012' does not exist."),
    ],
)
def test_an_absence_is_told_in_the_words_of_aws_with_or_without_its_type(
    endpoint: Endpoint, plain: CodeArtifactClient, members: dict[str, str], words: str
) -> None:
    for omitted in ((), ("resourceType", "resourceId")):
        endpoint.faults.plant(omit=omitted, times=1)
        with pytest.raises(plain.exceptions.ResourceNotFoundException) as raised:
            plain.list_package_versions(**(CHALK | members))
        assert raised.value.response["Error"]["Message"] == words
        assert ("resourceType" in raised.value.response) == (not omitted)


def test_the_call_itself_is_carried_out(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", omit=["revision", "status"])
    plain.dispose_package_versions(**CHALK, versions=["1.0.0"])
    assert plain.list_package_versions(**CHALK)["versions"][0]["status"] == "Disposed"


def test_an_omission_is_planted_from_another_process(
    endpoint: Endpoint, plain: CodeArtifactClient, web: urllib3.PoolManager
) -> None:
    body = json.dumps({"operation": "ListPackageVersions", "omit": ["revision"]})
    assert web.request("POST", f"{endpoint.url}/_faults", body=body).status == 204
    assert "revision" not in plain.list_package_versions(**CHALK)["versions"][0]


@pytest.mark.parametrize("names", ["revision", [7]])
def test_what_names_no_members_is_refused(names: object) -> None:
    with pytest.raises(ValueError, match="is not a list of names"):
        Fault(omit=names)  # type: ignore[arg-type]  # what a request may say
