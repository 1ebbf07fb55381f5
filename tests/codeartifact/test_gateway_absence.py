"""What is absent, however little AWS says about it, and what AWS may leave out of an answer that is there."""

import json
from dataclasses import replace

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import AbsentError, Gateway, InvalidRequestError
from packagestate.provider.plan.model import Batch, Call, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.status import Status
from tests.support.stores import domains, repository, store

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
ABSENT = [
    replace(CHALK, package="alphadb"),
    Coordinates(STORE, Format.NPM, "acme", "session"),
    Coordinates(STORE, Format.MAVEN, "com.acme", "client"),
    Coordinates(STORE, Format.GENERIC, "team", "build"),
]
ELSEWHERE = [
    pytest.param(Repository("epc", "npm-store"), "domain", id="domain"),
    pytest.param(Repository("acme", "nowhere"), "repository", id="repository"),
]
NOT_THERE = "The npm package 'chalk' does not exist in repository 'npm-store'."
SEED = store(npm={"chalk": ["5.6.0", "5.6.1"]})


def not_found(endpoint: Endpoint, message: str, **members: str) -> None:
    endpoint.faults.clear()
    endpoint.faults.plant(
        status=404,
        body=json.dumps({"message": message, **members}),
        headers={"x-amzn-ErrorType": "ResourceNotFoundException"},
    )


@pytest.mark.parametrize("package", ABSENT, ids=str)
def test_an_absent_package_is_none_also_where_aws_does_not_name_the_kind(
    gateway: Gateway, endpoint: Endpoint, package: Coordinates
) -> None:
    endpoint.faults.plant(omit=["resourceType", "resourceId"])
    assert gateway.list_versions(package) is None
    assert gateway.read_origin(package) is None


@pytest.mark.parametrize(("repository", "kind"), ELSEWHERE)
def test_an_absent_domain_or_repository_is_never_an_absent_package(
    gateway: Gateway, endpoint: Endpoint, repository: Repository, kind: str
) -> None:
    endpoint.faults.plant(omit=["resourceType", "resourceId"])
    for read in (gateway.list_versions, gateway.read_origin):
        with pytest.raises(AbsentError, match="does not exist") as caught:
            read(replace(CHALK, repository=repository))
        assert caught.value.resource_type == kind
        assert "does not say" not in caught.value.fault.detail


@pytest.mark.parametrize(
    "message",
    [
        NOT_THERE,
        NOT_THERE.removesuffix("."),
        (
            "Package not found in repository. RepoId: npm-store, Package = PackageCoordinate{packageType=npm, "
            "packageName=chalk},"
        ),
    ],
)
def test_both_wordings_that_aws_is_known_to_use_are_understood(
    gateway: Gateway, endpoint: Endpoint, message: str
) -> None:
    not_found(endpoint, message)
    assert gateway.list_versions(CHALK) is None
    for kind in ("package", "package-version"):
        not_found(endpoint, message, resourceType=kind)
        assert gateway.list_versions(CHALK) is None


@pytest.mark.parametrize(
    ("message", "members"),
    [
        ("", {}),
        ("Not found.", {}),
        ("The npm package 'chalk' does not exist in repository 'others'.", {}),
        ("The npm package 'chalk' does not exist in repository 'others'.", {"resourceType": "package"}),
        (f"Upstream: {NOT_THERE}", {}),
        (f"{NOT_THERE} Or maybe it does.", {}),
        (NOT_THERE, {"resourceType": "repository"}),
        (NOT_THERE, {"resourceType": "domain"}),
        ("Repository not found. Repository 'npm-store' does not exist.", {"resourceType": "package"}),
        ("Domain not found. Domain 'acme' does not exist.", {"resourceType": "package"}),
    ],
)
def test_where_the_answer_does_not_say_what_is_absent_nothing_is_taken_for_absent(
    gateway: Gateway, endpoint: Endpoint, message: str, members: dict[str, str]
) -> None:
    not_found(endpoint, message, **members)
    for read in (gateway.list_versions, gateway.read_origin):
        with pytest.raises(AbsentError, match="does not say whether the package, the repository or the domain"):
            read(CHALK)


def test_words_about_a_package_say_nothing_about_a_call_that_names_none(gateway: Gateway, endpoint: Endpoint) -> None:
    not_found(endpoint, NOT_THERE)
    with pytest.raises(AbsentError) as caught:
        next(gateway.list_packages(STORE))
    assert caught.value.resource_type == ""


def test_a_version_without_a_revision_is_listed(gateway: Gateway, endpoint: Endpoint) -> None:
    summary = {"version": "1.0.0", "status": "Published"}
    for more in ({}, {"revision": None}):
        endpoint.faults.clear()
        endpoint.faults.plant(body=json.dumps({"versions": [{**summary, **more}]}))
        assert gateway.list_versions(CHALK) == (ObservedVersion("1.0.0", Status.PUBLISHED, ""),)


def test_no_origin_configuration_is_not_an_absent_package(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DescribePackage", omit=["originConfiguration"])
    assert gateway.read_origin(CHALK) is None
    assert gateway.list_versions(CHALK)


@pytest.mark.parametrize("call", Call)
def test_a_version_without_a_revision_is_never_written_to(gateway: Gateway, endpoint: Endpoint, call: Call) -> None:
    batch = Batch(call, Status.PUBLISHED, Status.ARCHIVED, (("5.6.0", "r"), ("5.6.1", "")))
    with pytest.raises(InvalidRequestError, match=r"revision of 5\.6\.1") as caught:
        gateway.write(CHALK, batch)
    assert not caught.value.uncertain
    assert len(endpoint.calls) == 0


@pytest.mark.parametrize(("name", "is_told"), [("all", True), ("ALL", True), ("nowhere", False)])
def test_a_repository_called_all_that_is_not_there_may_be_meant_for_all(
    gateway: Gateway, name: str, *, is_told: bool
) -> None:
    place = replace(CHALK, repository=Repository("acme", name))
    for read in (
        gateway.list_versions,
        lambda package: list(gateway.list_packages(package.repository, package.format)),
    ):
        with pytest.raises(AbsentError) as caught:
            read(place)
        hint = caught.value.fault.hint
        assert hint.endswith("check the domain, its owner, the repository and the region")
        assert ("write `repositories: all` in the manifest" in hint) is is_told


@pytest.mark.parametrize("seed", [domains(acme={"all": repository(npm={"chalk": ["5.6.1"]})})])
def test_a_repository_may_be_called_all(gateway: Gateway) -> None:
    assert gateway.list_versions(replace(CHALK, repository=Repository("acme", "all")))
