"""When the versions of a seed were published, how they came into the domain, and which of them is shown first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageVersionOriginTypeType

from emulator import Endpoint
from emulator.conformance import hold_answers_to_the_model
from emulator.seeds import sow
from emulator.store import PackageFormat, PackageKey, Store

STORE: dict[str, Any] = {"domain": "acme", "repository": "npm-store"}
TIMES = {
    "1.0.0": {"published": "2026-03-01T12:00:00+02:00"},
    "1.1.0": {"originType": "EXTERNAL", "status": "Unlisted"},
    "1.2.0": {"published": date(2025, 7, 1), "originType": "UNKNOWN"},
    "1.3.0": {"published": datetime(2025, 7, 1, 8), "originType": "EXTERNAL"},  # noqa: DTZ001 - as YAML gives it
    "1.4.0": {"published": "2024-02-29"},
}
"""Published, from the newest: 1.1.0, 1.0.0, 1.3.0, 1.2.0, 1.4.0."""


def sown(**package: object) -> Iterator[CodeArtifactClient]:
    """A client of an endpoint that holds the package `timed` of the repository `npm-store`, in npm and in pypi."""
    packages = {"npm": {"timed": package}, "pypi": {"timed": {"versions": package["versions"]}}}
    seed = {"domains": {"acme": {"repositories": {"npm-store": {"packages": packages}}}}}
    with Endpoint.start(seed=seed) as endpoint:
        made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url)
        hold_answers_to_the_model(made)
        yield made


@pytest.fixture
def timed() -> Iterator[CodeArtifactClient]:
    yield from sown(versions=TIMES)


@pytest.fixture
def tagged() -> Iterator[CodeArtifactClient]:
    yield from sown(versions=TIMES, latest="1.2.0")


TIMED: dict[str, Any] = {**STORE, "format": "npm", "package": "timed"}


def test_lists_by_time_of_publication_follow_the_seed(timed: CodeArtifactClient) -> None:
    listed = timed.list_package_versions(**TIMED, sortBy="PUBLISHED_TIME")["versions"]
    assert [each["version"] for each in listed] == ["1.1.0", "1.0.0", "1.3.0", "1.2.0", "1.4.0"]


@pytest.mark.parametrize(
    ("version", "published"),
    [
        ("1.0.0", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("1.1.0", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("1.2.0", datetime(2025, 7, 1, tzinfo=UTC)),
        ("1.3.0", datetime(2025, 7, 1, 8, tzinfo=UTC)),
        ("1.4.0", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_version_was_published_when_the_seed_says_or_a_day_after_the_one_before_it(
    timed: CodeArtifactClient, version: str, published: datetime
) -> None:
    described = timed.describe_package_version(**TIMED, packageVersion=version)["packageVersion"]
    assert described["publishedTime"] == published


@pytest.mark.parametrize(
    ("origin_type", "versions", "entry"),
    [
        ("INTERNAL", ["1.0.0", "1.4.0"], {"repositoryName": "npm-store"}),
        ("EXTERNAL", ["1.1.0", "1.3.0"], {"externalConnectionName": "public:npmjs"}),
        ("UNKNOWN", ["1.2.0"], None),
    ],
)
def test_versions_are_listed_by_how_they_came_into_the_domain(
    timed: CodeArtifactClient, origin_type: PackageVersionOriginTypeType, versions: list[str], entry: object
) -> None:
    listed = timed.list_package_versions(**TIMED, originType=origin_type)["versions"]
    assert [each["version"] for each in listed] == versions
    assert {each["origin"]["originType"] for each in listed} == {origin_type}
    assert [each["origin"].get("domainEntryPoint") for each in listed] == [entry] * len(versions)


def test_the_default_display_version_is_the_tag_or_what_was_published_last(
    timed: CodeArtifactClient, tagged: CodeArtifactClient
) -> None:
    assert tagged.list_package_versions(**TIMED)["defaultDisplayVersion"] == "1.2.0"
    assert timed.list_package_versions(**TIMED)["defaultDisplayVersion"] == "1.1.0"
    # 1.1.0 is Unlisted, and pypi has no tags.
    of_pypi = timed.list_package_versions(**STORE, format="pypi", package="timed")
    assert of_pypi["defaultDisplayVersion"] == "1.0.0"


def test_a_public_package_has_times_and_a_tag_too() -> None:
    store = Store()
    versions = {"1.0.0": {"published": "2025-05-01"}, "1.1.0": {"published": "2025-04-01"}}
    sow(store, {"public": {"npm": {"a": {"versions": versions}, "b": {"versions": versions, "latest": "1.1.0"}}}})
    keys = {name: PackageKey(PackageFormat.NPM, "", name) for name in "ab"}
    assert {name: store.public.packages[key].dist_tags["latest"] for name, key in keys.items()} == {
        "a": "1.0.0",
        "b": "1.1.0",
    }
    assert store.public.packages[keys["a"]].versions["1.1.0"].published_time == datetime(2025, 4, 1, tzinfo=UTC)
