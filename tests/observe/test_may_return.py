"""What comes back from upstream, and what does not: observed, planned and applied over HTTP, with npm in between."""

from collections import Counter

import boto3
import pytest
import urllib3

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import ObservationError, Observer
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import PackagePlan, Plan
from packagestate.provider.plan.planner import plan
from packagestate.provider.state.properties import pack_versions
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.hooks import Hooks
from tests.support.publishing import publish
from tests.support.shown import text_of
from tests.support.stores import Held, domains, repository, with_public

STORE = Repository("acme", "npm-store")
PAD = Coordinates(STORE, Format.NPM, None, "pad")
TOOL = Coordinates(STORE, Format.GENERIC, "acme", "tool")
OPEN = OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW)
SHUT = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
BAD = "1.1.0"
FROM_UPSTREAM = {"publish": "BLOCK", "upstream": "ALLOW"}
# Unasked, a package whose versions were published is closed to upstream.
FILLED = {name: Held(["1.0.0", BAD], **FROM_UPSTREAM) for name in ("pad", "left", "right")}
SEED = with_public(
    domains(
        acme={"npm-store": repository(connection="public:npmjs", npm={**FILLED, "own": ["1.0.0", BAD]})},
    ),
    npm={"pad": ["1.0.0", BAD]},
)


def npm(name: str) -> Coordinates:
    return Coordinates(STORE, Format.NPM, None, name)


def declared(
    coordinates: Coordinates, status: Status, origin: OriginConfiguration | None = None, version: str = BAD
) -> DesiredPackage:
    return DesiredPackage(coordinates, (DesiredVersion(version, status),), origin)


def planned(endpoint: Endpoint, *desired: DesiredPackage) -> Plan:
    endpoint.calls.clear()
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1))
    return plan(desired, Observer(gateway, 4).declared(desired, lambda _done, _all: None))


def up(hooks: Hooks, package: PackagePlan, desired: DesiredPackage) -> None:
    """Carry out the plan of one package."""
    place, origin = desired.coordinates, desired.origin
    news = {
        "domain": place.repository.domain,
        "repository": place.repository.name,
        "format": str(place.format),
        "namespace": place.namespace,
        "package": place.package,
        "versions": pack_versions((each.version, each.status) for each in desired.versions),
        "origin": {"publish": str(origin.publish), "upstream": str(origin.upstream)} if origin else None,
        "onRemoval": "retain",
        "changes": to_lines(package.changes),
    }
    hooks.up(news)


def run(hooks: Hooks, endpoint: Endpoint, desired: DesiredPackage) -> PackagePlan:
    """Observe, plan and apply; the plan."""
    (package,) = planned(endpoint, desired).packages
    assert not package.refusals
    up(hooks, package, desired)
    return package


def operations(endpoint: Endpoint) -> Counter[str]:
    return Counter(call.operation for call in endpoint.calls)


def installs(endpoint: Endpoint) -> bool:
    """Whether npm gets the bad version of `pad`."""
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    token = client.get_authorization_token(domain="acme")["authorizationToken"]
    where = client.get_repository_endpoint(domain="acme", repository="npm-store", format="npm")["repositoryEndpoint"]
    with urllib3.PoolManager(headers={"Authorization": f"Bearer {token}"}) as web:
        return web.request("GET", f"{where}pad/-/pad-{BAD}.tgz").status == 200


def test_what_the_plan_warns_of_comes_back_and_is_deleted_again(endpoint: Endpoint) -> None:
    hooks, desired = Hooks(endpoint.url), declared(PAD, Status.DELETED)
    assert run(hooks, endpoint, desired).may_return == (BAD,)
    assert not planned(endpoint, desired).packages[0].changes
    assert installs(endpoint)
    assert run(hooks, endpoint, desired).may_return == (BAD,)


@pytest.mark.parametrize(
    "desired",
    [
        pytest.param(declared(PAD, Status.DISPOSED), id="a tombstone"),
        pytest.param(declared(PAD, Status.ARCHIVED), id="a tombstone that can be undone"),
        pytest.param(declared(PAD, Status.DELETED, SHUT), id="a closed way"),
    ],
)
def test_what_the_plan_does_not_warn_of_stays_away(endpoint: Endpoint, desired: DesiredPackage) -> None:
    assert not run(Hooks(endpoint.url), endpoint, desired).may_return
    assert not installs(endpoint)


def test_the_origin_of_one_package_with_a_deletion_is_described_after_its_versions(endpoint: Endpoint) -> None:
    packages = declared(PAD, Status.DELETED), declared(npm("left"), Status.PUBLISHED)
    found = planned(endpoint, *packages)
    assert [call.operation for call in endpoint.calls] == [*["ListPackageVersions"] * 2, "DescribePackage"]
    assert [package.may_return for package in found.packages] == [(), (BAD,)]
    assert not any(package.changes.origin for package in found.packages)
    assert "1 deleted version may return from upstream" in text_of(found, *packages)


def test_the_origins_of_several_packages_with_deletions_are_listed_together(endpoint: Endpoint) -> None:
    names = ("left", "own", "pad", "right")
    found = planned(endpoint, *(declared(npm(name), Status.DELETED) for name in names))
    assert operations(endpoint) == {"ListPackageVersions": 4, "ListPackages": 1}
    assert {package.coordinates.package: package.may_return for package in found.packages} == {
        "left": (BAD,),
        "own": (),
        "pad": (BAD,),
        "right": (BAD,),
    }


@pytest.mark.parametrize(
    ("desired", "calls"),
    [
        pytest.param(declared(PAD, Status.DELETED, version="9.9.9"), {}, id="the version is absent already"),
        pytest.param(declared(npm("none"), Status.DELETED), {}, id="the package is absent"),
        pytest.param(declared(PAD, Status.DISPOSED), {}, id="nothing is deleted"),
        pytest.param(declared(PAD, Status.PUBLISHED), {}, id="nothing changes"),
        pytest.param(declared(PAD, Status.DELETED, OPEN), {"DescribePackage": 1}, id="the origin is declared"),
    ],
)
def test_nothing_more_is_asked_where(endpoint: Endpoint, desired: DesiredPackage, calls: dict[str, int]) -> None:
    planned(endpoint, desired)
    assert operations(endpoint) == {"ListPackageVersions": 1, **calls}


def test_a_version_that_is_away_is_not_warned_of_in_every_run(endpoint: Endpoint) -> None:
    hooks, desired = Hooks(endpoint.url), declared(PAD, Status.DELETED, OPEN)
    assert run(hooks, endpoint, desired).may_return == (BAD,)
    assert not run(hooks, endpoint, desired).may_return


def test_an_origin_that_cannot_be_read_fails_the_observation(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DescribePackage", code="AccessDeniedException")
    with pytest.raises(ObservationError, match="codeartifact:DescribePackage"):
        planned(endpoint, declared(PAD, Status.DELETED))


def test_a_package_that_vanishes_before_its_origin_is_read_has_no_way_to_warn_of(endpoint: Endpoint) -> None:
    gone = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "pad"}
    endpoint.faults.plant(operation="DescribePackage", before={"operation": "DeletePackage", "parameters": gone})
    assert planned(endpoint, declared(PAD, Status.DELETED)).packages[0].may_return == ()


@pytest.mark.parametrize("status", [Status.ARCHIVED, Status.DISPOSED])
def test_a_tombstone_for_an_absent_version_is_set_in_the_first_run_after_it_appeared(
    endpoint: Endpoint, status: Status
) -> None:
    hooks, desired = Hooks(endpoint.url), declared(TOOL, status)
    for _ in range(2):
        waiting = run(hooks, endpoint, desired)
        assert [each.version for each in waiting.waiting] == [BAD]
        assert not endpoint.calls.writes
    publish(endpoint, TOOL, "1.0.0", BAD)
    first = run(hooks, endpoint, desired)
    assert [(each.version, each.after) for each in first.changes.transitions] == [(BAD, status)]
    assert hooks.outputs["versions"] == {status: BAD}
    assert not run(hooks, endpoint, desired).changes


def test_a_tombstone_for_a_version_that_nobody_fetched_yet_is_set_once_npm_did(endpoint: Endpoint) -> None:
    hooks, outright = Hooks(endpoint.url), declared(PAD, Status.DELETED)
    run(hooks, endpoint, outright)
    desired = declared(PAD, Status.DISPOSED)
    assert not run(hooks, endpoint, desired).changes
    assert installs(endpoint)
    run(hooks, endpoint, desired)
    assert not installs(endpoint)
    assert not run(hooks, endpoint, desired).changes
