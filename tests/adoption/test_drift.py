"""What manifests say otherwise than AWS, and manifests that say what AWS has."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.adoption.drift import agreeing, differences, restatement
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion
from packagestate.schemas.desired import OriginConfiguration as Origin
from packagestate.schemas.desired import Restriction as Rule
from packagestate.schemas.load import load
from packagestate.schemas.status import DECLARABLE, Status

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
LIB = Coordinates(Repository("acme", "shared"), Format.MAVEN, "com.acme", "lib")
BUILD = "1.0-20250101.120000-3"
BLOCKED, OPEN = Origin(Rule.BLOCK, Rule.BLOCK), Origin(Rule.ALLOW, Rule.ALLOW)


def observed(status: Status | None, place: Coordinates = CHALK, version: str = "1.0.0") -> ObservedPackage:
    return ObservedPackage(place, () if status is None else (ObservedVersion(version, status, "r1"),), OPEN)


def declared(status: Status, revision: str | None = None) -> DesiredPackage:
    return DesiredPackage(CHALK, (DesiredVersion("1.0.0", status, revision),))


@pytest.mark.parametrize(
    ("wanted", "found", "taken"),
    [
        (declared(Status.PUBLISHED), Status.DISPOSED, Status.DISPOSED),
        (declared(Status.DELETED), Status.ARCHIVED, Status.ARCHIVED),
        (declared(Status.ARCHIVED, "r1"), Status.PUBLISHED, Status.PUBLISHED),
    ],
)
def test_what_a_manifest_can_say_is_taken_over(wanted: DesiredPackage, found: Status, taken: Status) -> None:
    (difference,) = differences(wanted, observed(found))
    assert (difference.value, difference.reason) == (taken, None)


@pytest.mark.parametrize(
    ("wanted", "found", "reason"),
    [
        (declared(Status.PUBLISHED), None, "it may not be there yet"),
        (declared(Status.PUBLISHED), Status.UNFINISHED, "no manifest can declare `Unfinished`"),
        (declared(Status.ARCHIVED, "r2"), Status.PUBLISHED, "pins it to another revision"),
        (DesiredPackage(CHALK, (), deletion=DesiredDeletion()), Status.PUBLISHED, "declared as a whole"),
    ],
)
def test_what_it_cannot_say_is_left_with_the_reason(wanted: DesiredPackage, found: Status | None, reason: str) -> None:
    (difference,) = differences(wanted, observed(found))
    assert difference.value is None
    assert reason in str(difference.reason)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (declared(Status.DELETED), observed(None)),
        (declared(Status.DISPOSED, "r2"), observed(Status.DISPOSED)),
        (DesiredPackage(CHALK, (), deletion=DesiredDeletion()), observed(None)),
        (DesiredPackage(LIB, (DesiredVersion(BUILD, Status.PUBLISHED),)), observed(Status.UNLISTED, LIB, BUILD)),
        (DesiredPackage(CHALK, (), OPEN), observed(Status.PUBLISHED)),
    ],
)
def test_what_no_run_would_change_is_no_difference(wanted: DesiredPackage, found: ObservedPackage) -> None:
    assert list(differences(wanted, found)) == []


def test_an_origin_configuration_is_taken_over_where_one_is_declared() -> None:
    wanted = DesiredPackage(CHALK, (), BLOCKED)
    (difference,) = differences(wanted, observed(Status.PUBLISHED))
    assert difference.value == OPEN
    assert agreeing(wanted, restatement([difference])).origin == OPEN
    (unknown,) = differences(wanted, ObservedPackage(CHALK))
    assert (unknown.value, unknown.reason) == (None, "AWS names none")


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(DECLARABLE)),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(sorted(set(DECLARABLE) - {Status.DELETED}))),
)
def test_afterwards_only_what_cannot_be_said_differs(wanted: dict[str, Status], found: dict[str, Status]) -> None:
    before = DesiredPackage(CHALK, tuple(sorted(DesiredVersion(*each) for each in wanted.items())))
    there = ObservedPackage(
        CHALK, tuple(sorted(ObservedVersion(version, status, "r") for version, status in found.items()))
    )
    after = agreeing(before, restatement(differences(before, there)))
    assert {each.subject for each in differences(after, there)} == {
        version for version, status in wanted.items() if version not in found and status is not Status.DELETED
    }


def test_a_place_is_where_the_manifest_says_it(tmp_path: Path) -> None:
    file = tmp_path / "npm.yaml"
    file.write_text(
        "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
        '  chalk: {versions: {"1.0.0": Archived}, origin: {publish: BLOCK, upstream: BLOCK}}\n'
    )
    (wanted,) = load(file).packages
    places = [each.place for each in differences(wanted, observed(Status.PUBLISHED))]
    assert [place and (place.line, place.column) for place in places] == [(5, 22), (5, 3)]
