"""An unguarded write whose answer is lost is not sent again: what somebody did in between stays."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.engine.removing import ended
from tests.support.asking import block, client, statuses
from tests.support.publishing import publish
from tests.support.stores import store

pytestmark = pytest.mark.engine

SEED = store(generic={"ns/tool": ["1.0", "1.1"]})
TOOL = Coordinates(Repository("acme", "npm-store"), Format.GENERIC, "ns", "tool")
NOTHING = "domain: acme\nrepository: npm-store\nformat: generic\npackages: {}\n"
DECLARED = NOTHING.replace("{}", '{ns/tool: {onRemoval: delete, versions: {"1.0": Published, "1.1": Published}}}')


def test_a_version_that_was_published_after_the_deletion_stays(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(DECLARED)
    ended(sandbox.up())
    sandbox.declare(NOTHING)
    endpoint.faults.plant(
        operation="DeletePackage",
        times=1,
        drop="after",
        after=lambda: publish(endpoint, TOOL, "9.9", content=b"a release of somebody else"),
    )
    ran = sandbox.up()
    assert ran.exit_code != 0
    assert "The package was deleted, or somebody took the fence away" in ran.text
    assert statuses(endpoint, "ns/tool", "generic") == {"9.9": "Published"}


def test_a_block_that_somebody_put_meanwhile_stays(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(NOTHING.replace("{}", "{ns/tool: {origin: {publish: ALLOW, upstream: ALLOW}}}"))

    endpoint.faults.plant(
        operation="PutPackageOriginConfiguration",
        times=1,
        drop="after",
        after=lambda: block(endpoint, "ns/tool", "generic"),
    )
    ran = sandbox.up()
    assert ran.exit_code != 0
    assert "Plan is stale" in ran.text
    package = client(endpoint).describe_package(
        domain="acme", repository="npm-store", format="generic", namespace="ns", package="tool"
    )["package"]
    assert package["originConfiguration"]["restrictions"] == {"publish": "BLOCK", "upstream": "BLOCK"}
