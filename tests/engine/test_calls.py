"""The calls that a run makes are counted by the endpoint, and are the least possible."""

from collections import Counter

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.support.stores import Seed, store

pytestmark = pytest.mark.engine


def counted(endpoint: Endpoint) -> Counter[str]:
    return Counter(call.operation for call in endpoint.calls)


def many_versions(package_count: int, version_count: int) -> Seed:
    versions = [f"1.{number}.0" for number in range(version_count)]
    return store(npm={f"package-{number}": versions for number in range(package_count)})


def manifest(package_count: int, version_count: int, status: str, settings: str = "") -> str:
    lines = ["domain: acme", "repository: npm-store", "format: npm", "packages:"]
    for package in range(package_count):
        lines += [f"  package-{package}:", *([f"    {settings}"] if settings else []), "    versions:"]
        lines += [f'      "1.{version}.0": {status}' for version in range(version_count)]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", [many_versions(3, 1001)], ids=["3 packages of 1001"])
def test_an_unchanged_package_costs_one_list_call_for_each_thousand_versions_and_nothing_else(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(manifest(3, 2, "Published"))
    assert sandbox.up().exit_code == 0
    endpoint.calls.clear()
    assert sandbox.up("--expect-no-changes").exit_code == 0
    assert counted(endpoint) == {"ListPackageVersions": 3 * 2}
    endpoint.calls.clear()
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert counted(endpoint) == {"ListPackageVersions": 3 * 2}


@pytest.mark.parametrize("seed", [many_versions(2, 250)], ids=["2 packages of 250"])
def test_versions_of_a_package_that_go_from_one_status_to_another_cost_a_write_for_each_hundred(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.configure(irreversibleLimit="1000", changedFractionLimit="1")
    sandbox.declare(manifest(2, 250, "Archived"))
    assert sandbox.up().exit_code == 0
    assert counted(endpoint) == {"ListPackageVersions": 2, "UpdatePackageVersionsStatus": 2 * 3}

    endpoint.calls.clear()
    sandbox.declare(manifest(2, 250, "Disposed"))
    assert sandbox.up().exit_code == 0
    assert counted(endpoint) == {"ListPackageVersions": 2, "DisposePackageVersions": 2 * 3}

    endpoint.calls.clear()
    sandbox.declare(manifest(2, 250, "Deleted"))
    assert sandbox.up().exit_code == 0
    # What is deleted may come back from upstream: the plan says so, and for that it reads the origin configurations.
    assert counted(endpoint) == {"ListPackageVersions": 2, "ListPackages": 1, "DeletePackageVersions": 2 * 3}


@pytest.mark.parametrize("seed", [many_versions(12, 1)], ids=["12 packages of 1"])
def test_origin_configurations_of_a_repository_are_read_together(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(manifest(12, 1, "Published", "origin: {publish: ALLOW, upstream: BLOCK}"))
    assert sandbox.up().exit_code == 0
    endpoint.calls.clear()
    assert sandbox.up("--expect-no-changes").exit_code == 0
    assert counted(endpoint) == {"ListPackages": 1, "ListPackageVersions": 12}
