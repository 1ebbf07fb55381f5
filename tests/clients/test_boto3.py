"""boto3 against the endpoint; every answer is held against the model of the service."""

import boto3
import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient

pytestmark = pytest.mark.clients


def test_its_paginators_and_exceptions_work(client: CodeArtifactClient) -> None:
    pages = client.get_paginator("list_packages").paginate(
        domain="acme", repository="store", PaginationConfig={"PageSize": 1}
    )
    assert [package["package"] for page in pages for package in page["packages"]] == [
        "packagestate-probe",
        "scoped",
        "packagestate-probe",
    ]
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.describe_package(domain="acme", repository="store", format="npm", package="nobody")
    assert "The npm package 'nobody' does not exist" in caught.value.response["Error"]["Message"]


def test_a_guarded_disposal_goes_through_once(client: CodeArtifactClient) -> None:
    described = client.describe_package_version(
        domain="acme", repository="store", format="pypi", package="packagestate-probe", packageVersion="1.0.0"
    )["packageVersion"]
    for expected in ({"1.0.0"}, set()):
        done = client.dispose_package_versions(
            domain="acme",
            repository="store",
            format="pypi",
            package="packagestate-probe",
            versions=["1.0.0"],
            versionRevisions={"1.0.0": described["revision"]},
            expectedStatus="Published",
        )
        assert done["successfulVersions"].keys() == expected


def test_its_own_endpoint_variable_redirects_this_service(
    client: CodeArtifactClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", client.meta.endpoint_url)
    other: CodeArtifactClient = boto3.client("codeartifact")
    assert [domain["name"] for domain in other.list_domains()["domains"]] == ["acme"]


def test_the_repositorys_registry_is_told(client: CodeArtifactClient) -> None:
    told = client.get_repository_endpoint(domain="acme", repository="store", format="npm")["repositoryEndpoint"]
    assert told == f"{client.meta.endpoint_url}/-/acme/npm/store/"
    with pytest.raises(ClientError):
        client.get_repository_endpoint(domain="acme", repository="nowhere", format="npm")
