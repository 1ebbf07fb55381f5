"""What a domain holds, read over HTTP with the fewest calls, and what can go wrong on the way."""

from collections import Counter

import pytest

from emulator import Endpoint
from packagestate.provider.adoption.discovery import SurveyError, repositories_of, survey
from packagestate.provider.adoption.selection import Selection
from packagestate.provider.gateway import AccessDeniedError, CredentialsError
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.status import Status
from tests.adoption.seeds import DOMAIN, connected

STORE, SHARED, EMPTY = (Repository("acme", name) for name in ("npm-store", "shared", "empty"))
SEED = DOMAIN


def surveyed(endpoint: Endpoint, *repositories: Repository, selection: Selection | None = None) -> list[str]:
    found = survey(connected(endpoint.url), repositories, selection or Selection(), 4)
    return [each.coordinates.resource_name for each in found]


def test_the_repositories_of_a_domain_are_sorted(endpoint: Endpoint) -> None:
    assert repositories_of(connected(endpoint.url), "acme", None) == (EMPTY, STORE, SHARED)


def test_packages_come_in_a_fixed_order_with_every_version_and_their_origin(endpoint: Endpoint) -> None:
    found = list(survey(connected(endpoint.url), [SHARED, EMPTY, STORE], Selection(), 4))
    assert [each.coordinates.resource_name for each in found] == [
        "acme/shared/maven/com.acme/client",
        "acme/shared/npm//chalk",
        "acme/npm-store/npm//chalk",
        "acme/npm-store/npm//debug",
        "acme/npm-store/npm//on",
        "acme/npm-store/npm/ctrl/tinycolor",
    ]
    assert {version.status for version in found[2].versions} == set(Status) - {Status.DELETED}
    assert all(each.origin is not None for each in found)


def test_a_repository_costs_one_call_and_a_package_one(endpoint: Endpoint) -> None:
    surveyed(endpoint, STORE, SHARED, EMPTY)
    assert Counter(call.operation for call in endpoint.calls) == {"ListPackages": 3, "ListPackageVersions": 6}


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (Selection(formats={Format.MAVEN}), {"com.acme:client"}),
        (Selection(formats={Format.MAVEN, Format.PYPI}), {"com.acme:client"}),
        (Selection(namespaces=["c*"]), {"com.acme:client", "@ctrl/tinycolor"}),
        (Selection(namespaces=[""]), {"chalk", "debug", "on"}),
        (Selection(packages=["@ctrl/*", "d*"]), {"@ctrl/tinycolor", "debug"}),
        (Selection(packages=["CHALK"]), set()),
        (Selection(formats={Format.NPM}, namespaces=["ctrl"], packages=["*color"]), {"@ctrl/tinycolor"}),
    ],
)
def test_what_is_not_wanted_costs_no_call(endpoint: Endpoint, selection: Selection, names: set[str]) -> None:
    found = survey(connected(endpoint.url), [STORE, SHARED], selection, 4)
    assert {each.coordinates.written for each in found} == names
    expected = len(surveyed(endpoint, STORE, SHARED, selection=selection))
    assert endpoint.calls.count("ListPackageVersions") == 2 * expected


def test_one_format_is_asked_of_aws_itself(endpoint: Endpoint) -> None:
    surveyed(endpoint, SHARED, selection=Selection(formats={Format.NPM}))
    assert [call.parameters.get("format") for call in endpoint.calls if call.operation == "ListPackages"] == ["npm"]


def test_a_package_that_vanishes_after_it_was_listed_is_left_out(endpoint: Endpoint) -> None:
    gateway = connected(endpoint.url)
    endpoint.faults.plant(
        operation="ListPackageVersions",
        times=1,
        before=lambda: gateway.delete_package(Coordinates(STORE, Format.NPM, None, "debug")),
    )
    found = survey(gateway, [STORE], Selection(packages=["debug"]), 1)
    assert list(found) == []


def test_a_repository_that_disappears_is_said_with_all_others_that_cannot_be_read(endpoint: Endpoint) -> None:
    with pytest.raises(SurveyError) as caught:
        surveyed(endpoint, Repository("acme", "gone"), STORE, Repository("acme", "lost"), SHARED)
    assert "acme/gone" in caught.value.faults[0].detail
    assert "acme/lost" in caught.value.faults[1].detail
    assert len(caught.value.faults) == 2
    assert all("No file was written." in fault.detail for fault in caught.value.faults)
    assert endpoint.calls.count("ListPackageVersions") == 0


def test_a_repository_that_must_not_be_read_is_said(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackages", code="AccessDeniedException", times=1)
    with pytest.raises(SurveyError, match="AccessDenied") as caught:
        surveyed(endpoint, STORE)
    assert len(caught.value.faults) == 1


def test_a_package_that_must_not_be_read_ends_the_survey(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", code="AccessDeniedException", times=1)
    with pytest.raises(AccessDeniedError):
        surveyed(endpoint, STORE)


def test_an_expired_token_ends_the_survey_at_once(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackages", code="ExpiredTokenException", times=100)
    with pytest.raises(CredentialsError):
        surveyed(endpoint, *(Repository("acme", f"store-{number}") for number in range(50)))
    assert len(endpoint.calls) < 20
