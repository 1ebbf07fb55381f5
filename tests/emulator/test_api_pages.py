"""Every list comes in pages, over HTTP: together they are the list, and a token that nobody gave is refused."""

from typing import Any

import pytest
from botocore.session import get_session
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from emulator.codeartifact.operations import OPERATIONS
from emulator.store import Asset, Dependency, Metadata, PackageFormat, PackageKey, RepositoryKey
from tests.support.stores import domains, repository

STORE: dict[str, Any] = {"domain": "acme", "repository": "store-0"}
CHALK = STORE | {"format": "npm", "package": "chalk-0"}
TOOL = STORE | {"format": "generic", "namespace": "acme", "package": "tool", "packageVersion": "1.0.0"}
LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "list_domains": ("domains", {}),
    "list_package_version_assets": ("assets", TOOL),
    "list_package_versions": ("versions", CHALK),
    "list_packages": ("packages", STORE | {"format": "npm"}),
    "list_repositories": ("repositories", {}),
    "list_repositories_in_domain": ("repositories", {"domain": "acme"}),
}
COUNT = 7
CHALKS = {f"chalk-{number}": [f"1.0.{each}" for each in range(COUNT)] for number in range(COUNT)}
OTHERS = {f"store-{number}": repository() for number in range(1, COUNT)}
SEED = domains(
    acme={"store-0": repository(npm=CHALKS), **OTHERS}, **{f"acme-{number}": {} for number in range(1, COUNT)}
)


@pytest.fixture
def listing(endpoint: Endpoint, client: CodeArtifactClient) -> CodeArtifactClient:
    """A client for lists of `COUNT` each."""
    tool = PackageKey(PackageFormat.GENERIC, "acme", "tool")
    for number in range(COUNT):
        asset = Asset.of(f"{number}.bin", b"x")
        endpoint.store.registry.publish_asset(RepositoryKey("acme", "store-0"), tool, "1.0.0", asset, finish=False)
    return client


def test_no_list_is_forgotten() -> None:
    model = get_session().get_service_model("codeartifact")
    limited = [name for name in OPERATIONS if "maxResults" in model.operation_model(name).input_shape.members]
    assert len(limited) == len(LISTS)


@pytest.mark.parametrize("size", [1, 3, COUNT, 1000])
@pytest.mark.parametrize("operation", LISTS)
def test_pages_are_as_long_as_asked_and_together_the_list(
    listing: CodeArtifactClient, operation: str, size: int
) -> None:
    member, where = LISTS[operation]
    paginator: Any = listing.get_paginator(operation)  # type: ignore[call-overload] # any of the lists
    pages = [page[member] for page in paginator.paginate(**where, PaginationConfig={"PageSize": size})]
    assert all(len(page) == size for page in pages[:-1])
    together = [str(each) for page in pages for each in page]
    assert len(together) == len(set(together)) == COUNT


@pytest.mark.parametrize("size", [0, 1001])
@pytest.mark.parametrize("operation", LISTS)
def test_pages_have_one_to_a_thousand_entries(listing: CodeArtifactClient, operation: str, size: int) -> None:
    _, where = LISTS[operation]
    with pytest.raises(listing.exceptions.ValidationException):
        getattr(listing, operation)(**where, maxResults=size)


@pytest.mark.parametrize("operation", LISTS)
def test_a_token_that_nobody_gave_is_refused(listing: CodeArtifactClient, operation: str) -> None:
    _, where = LISTS[operation]
    with pytest.raises(listing.exceptions.ValidationException):
        getattr(listing, operation)(**where, nextToken="made up")


def test_what_is_removed_between_two_pages_takes_nothing_else_with_it(listing: CodeArtifactClient) -> None:
    first = listing.list_package_versions(**CHALK, maxResults=3)
    seen = [each["version"] for each in first["versions"]]
    listing.delete_package_versions(**CHALK, versions=seen)
    rest = listing.list_package_versions(**CHALK, nextToken=first["nextToken"])
    assert len(rest["versions"]) == COUNT - 3


def test_dependencies_are_listed(endpoint: Endpoint, client: CodeArtifactClient) -> None:
    needed = tuple(Dependency("", f"needed-{number}", "regular", "^1.0.0") for number in range(COUNT))
    key = PackageKey(PackageFormat.NPM, "", "needy")
    endpoint.store.registry.publish_asset(
        RepositoryKey("acme", "store-0"), key, "1.0.0", Asset.of("a", b""), metadata=Metadata(dependencies=needed)
    )
    listed = client.list_package_version_dependencies(**STORE, format="npm", package="needy", packageVersion="1.0.0")
    assert listed["dependencies"] == [
        {"package": each.package, "dependencyType": "regular", "versionRequirement": "^1.0.0"} for each in needed
    ]
