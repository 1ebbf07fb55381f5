"""The operations on packages and their origin configuration, over HTTP."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageFormatType
from mypy_boto3_codeartifact.type_defs import PackageOriginRestrictionsTypeDef

from tests.support.stores import store

STORE: dict[str, Any] = {"domain": "acme", "repository": "npm-store"}
CHALK = STORE | {"format": "npm", "package": "chalk"}
BLOCKED: PackageOriginRestrictionsTypeDef = {"publish": "BLOCK", "upstream": "BLOCK"}
ARTEFACTS = {
    "npm": ["chalk", "chalk-template", "@ctrl/tinycolor", *(f"package-{number:03}" for number in range(60))],
    "pypi": ["Zope.Interface"],
    "maven": ["org.acme:tool"],
    "generic": ["acme/tool"],
}
SEED = store(**{kind: {name: ["1.0.0"] for name in names} for kind, names in ARTEFACTS.items()})


def names(client: CodeArtifactClient, **wanted: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any filter
    pages = client.get_paginator("list_packages").paginate(**STORE, **wanted)
    return [(each.get("namespace", ""), each["package"]) for page in pages for each in page["packages"]]


def test_all_pages_together_are_the_packages_once_each(client: CodeArtifactClient) -> None:
    assert len(client.list_packages(**STORE)["packages"]) == 50
    listed = names(client, PaginationConfig={"PageSize": 7})
    assert len(listed) == len(set(listed)) == sum(map(len, ARTEFACTS.values()))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"format": "pypi"}, [("", "zope-interface")]),
        ({"format": "npm", "namespace": "ctrl"}, [("ctrl", "tinycolor")]),
        ({"namespace": "org.ac"}, [("org.acme", "tool")]),
        ({"packagePrefix": "chalk"}, [("", "chalk"), ("", "chalk-template")]),
        ({"packagePrefix": "chalk-"}, [("", "chalk-template")]),
        ({"publish": "BLOCK"}, []),
        ({"upstream": "ALLOW"}, []),
    ],
)
def test_packages_are_filtered(
    client: CodeArtifactClient, wanted: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert names(client, **wanted) == expected


def test_a_package_is_described_with_its_origin_configuration(client: CodeArtifactClient) -> None:
    package = client.describe_package(**CHALK)["package"]
    assert package == {
        "format": "npm",
        "name": "chalk",
        "originConfiguration": {"restrictions": {"publish": "ALLOW", "upstream": "BLOCK"}},
    }


def test_a_python_package_has_many_spellings_and_one_name(client: CodeArtifactClient) -> None:
    described = client.describe_package(**STORE, format="pypi", package="zope_INTERFACE")
    assert described["package"]["name"] == "zope-interface"


@pytest.mark.parametrize("kind", ["maven", "generic", "swift"])
def test_some_formats_need_a_namespace(client: CodeArtifactClient, kind: PackageFormatType) -> None:
    with pytest.raises(ClientError):
        client.describe_package(**STORE, format=kind, package="tool")


def test_the_origin_configuration_is_put_and_goes_with_the_package(client: CodeArtifactClient) -> None:
    put = client.put_package_origin_configuration(**CHALK, restrictions=BLOCKED)
    assert put["originConfiguration"]["restrictions"] == BLOCKED
    assert client.describe_package(**CHALK)["package"]["originConfiguration"]["restrictions"] == BLOCKED
    deleted = client.delete_package(**CHALK)["deletedPackage"]
    assert deleted["package"] == "chalk"
    assert deleted["originConfiguration"]["restrictions"] == BLOCKED
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_package(**CHALK)


def test_the_origin_configuration_can_be_put_before_there_is_a_package(client: CodeArtifactClient) -> None:
    where = STORE | {"format": "npm", "namespace": "acme", "package": "later"}
    client.put_package_origin_configuration(**where, restrictions=BLOCKED)
    assert client.describe_package(**where)["package"]["originConfiguration"]["restrictions"] == BLOCKED
    assert client.list_package_versions(**where)["versions"] == []


def test_publishing_to_a_blocked_package_is_a_conflict(client: CodeArtifactClient) -> None:
    where = STORE | {"format": "generic", "namespace": "acme", "package": "tool"}
    client.put_package_origin_configuration(**where, restrictions=BLOCKED)
    content_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    with pytest.raises(client.exceptions.ConflictException):
        client.publish_package_version(
            **where, packageVersion="2.0.0", assetName="empty", assetContent=b"", assetSHA256=content_of_nothing
        )
