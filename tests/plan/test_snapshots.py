"""The laws of Maven snapshots: what AWS unlists by itself is let pass, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, Transition
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.plan.snapshots import is_build, is_superseded
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.strategies import OBSERVABLE, REPOSITORY, versions

BUILD = "1.0-20250101.120000-3"
CLIENT = Coordinates(REPOSITORY, Format.MAVEN, "com.acme", "client")

builds = st.builds(
    "{}-{:08}.{:06}-{}".format, versions, st.integers(0, 10**8 - 1), st.integers(0, 10**6 - 1), st.integers(1, 999)
)


def changes(found: Status, wanted: Status) -> Changes:
    declared = DesiredPackage(CLIENT, (DesiredVersion(BUILD, wanted),))
    return plan_package(declared, ObservedPackage(CLIENT, (ObservedVersion(BUILD, found, "revision-1"),))).changes


@given(builds)
def test_a_version_with_base_time_and_build_number_is_a_build(version: str) -> None:
    assert is_build(Format.MAVEN, version)


@pytest.mark.parametrize(
    "version",
    [
        "1.0",
        "1.0-SNAPSHOT",
        "20250101.120000-3",
        "-20250101.120000-3",
        "1.0-20250101.120000",
        "1.0-20250101.120000-",
        "1.0-20250101-3",
        "1.0-2025011.120000-3",
        "1.0-20250101.12000-3",
        "1.0-20250101.120000-3-sources",
        "1.0-20250101.120000-3\n",
        "1.0-٢٠٢٥٠١٠١.120000-3",
    ],
)
def test_no_other_version_is_a_build(version: str) -> None:
    assert not is_build(Format.MAVEN, version)


@given(builds, st.sampled_from([each for each in Format if each is not Format.MAVEN]))
def test_other_formats_have_no_builds(version: str, package_format: Format) -> None:
    assert not is_build(package_format, version)


@given(versions | builds, st.sampled_from(Format), st.none() | st.sampled_from(Status), st.sampled_from(Status))
def test_only_an_unlisted_build_that_is_declared_published_is_superseded(
    version: str, package_format: Format, found: Status | None, wanted: Status
) -> None:
    expected = (found, wanted) == (Status.UNLISTED, Status.PUBLISHED) and is_build(package_format, version)
    assert is_superseded(package_format, version, found, wanted) is expected


@pytest.mark.parametrize("found", OBSERVABLE)
@pytest.mark.parametrize("wanted", DECLARABLE)
def test_every_other_difference_of_a_build_is_a_transition(found: Status, wanted: Status) -> None:
    same = found is wanted or (found, wanted) == (Status.UNLISTED, Status.PUBLISHED)
    refused = found is Status.DISPOSED and wanted is not Status.DELETED
    expected = () if same or refused else (Transition(BUILD, found, wanted, "revision-1"),)
    assert changes(found, wanted) == Changes(expected)


def test_a_build_at_another_revision_than_the_pinned_one_is_refused_all_the_same() -> None:
    declared = DesiredPackage(CLIENT, (DesiredVersion(BUILD, Status.PUBLISHED, "revision-2"),))
    found = ObservedPackage(CLIENT, (ObservedVersion(BUILD, Status.UNLISTED, "revision-1"),))
    (refusal,) = plan_package(declared, found).refusals
    assert refusal.summary == "Revision is not the pinned one"
