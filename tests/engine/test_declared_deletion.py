"""A package that a manifest declares `Deleted` as a whole: planned, shown, limited, fenced, and deleted again."""

import pytest

from emulator import Endpoint
from emulator.store import Asset, PackageFormat, PackageKey, RepositoryKey
from examples.sandbox import Sandbox
from tests.engine.removing import DEBUG, FENCE, OTHERS, VERSIONS, debug, deleted, ended, held, origin, unlist, writes
from tests.support.asking import block

pytestmark = pytest.mark.engine

CLOSED = "{publish: BLOCK, upstream: BLOCK}"


def publish(endpoint: Endpoint) -> None:
    endpoint.store.registry.publish_asset(
        RepositoryKey("acme", "npm-store"),
        PackageKey(PackageFormat.NPM, "", "debug"),
        "9.0.0",
        Asset.of("debug-9.0.0.tgz", b"again"),
    )


def test_it_is_shown_done_at_rest_and_done_again_where_the_package_comes_back(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(deleted())
    text = ended(sandbox.preview(), "deletes the package with 3 versions", '"a typosquat"', "may return")
    assert all(f"{version}  " in text for version in VERSIONS)
    assert not endpoint.calls.writes
    ended(sandbox.up())
    assert not held(endpoint)
    endpoint.calls.clear()
    ended(sandbox.preview("--expect-no-changes"))
    ended(sandbox.refresh("--expect-no-changes"))
    ended(sandbox.up("--expect-no-changes"))
    assert not endpoint.calls.writes
    publish(endpoint)
    ended(sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--diff"), "9.0.0")
    ended(sandbox.preview(), "9.0.0  Published -> Deleted")
    ended(sandbox.up())
    assert not held(endpoint)


def test_a_declared_origin_configuration_is_put_again_and_stays(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(deleted(CLOSED))
    text = ended(sandbox.preview(), "-> Deleted, then publish BLOCK, upstream BLOCK")
    assert "may return" not in text
    ended(sandbox.up())
    assert not held(endpoint)
    assert origin(endpoint) == FENCE
    ended(sandbox.preview("--expect-no-changes"))
    ended(sandbox.refresh("--expect-no-changes"))


def test_it_counts_in_the_limit_and_a_version_that_moves_after_the_plan_stops_it(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.configure(irreversibleLimit="2")
    sandbox.declare(deleted())
    ended(sandbox.preview(), "3 in all", code=None)
    sandbox.configure(irreversibleLimit="3")
    endpoint.faults.plant(operation="PutPackageOriginConfiguration", code="ConflictException", status=409, times=1)
    ended(sandbox.up(), code=None)
    assert set(held(endpoint).values()) != {"Disposed"}
    ended(sandbox.up())
    assert not held(endpoint)


@pytest.mark.parametrize("how", ["declared", "removed"])
def test_a_deletion_that_was_interrupted_is_noticed_when_the_manifest_is_put_back(
    sandbox: Sandbox, endpoint: Endpoint, how: str
) -> None:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    sandbox.declare(deleted() if how == "declared" else deleted().partition("  debug:")[0])
    endpoint.faults.plant(operation="DeletePackage", code="ConflictException", status=409, times=1)
    ended(sandbox.up(), "stays fenced meanwhile", code=None)
    assert origin(endpoint) == FENCE
    back = debug("retain").replace("Unlisted", "Disposed").replace("Published", "Disposed")
    sandbox.declare(back.replace('"4.4.2": Archived', '"4.4.2": Disposed'))
    said = (
        "Interrupted deletion left a package fenced",
        "before that run it was `publish ALLOW, upstream BLOCK`",
        "declare `origin: {publish: ALLOW, upstream: BLOCK}`",
    )
    ended(sandbox.preview(), *said)
    ended(sandbox.up(), *said)
    ended(sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--diff"), "fenced")
    sandbox.declare(sandbox_with_origin(back))
    ended(sandbox.up())
    assert origin(endpoint) == {"publish": "ALLOW", "upstream": "BLOCK"}
    assert "Interrupted deletion" not in ended(sandbox.preview("--expect-no-changes"))
    assert DEBUG in sandbox.state()
    assert "DeletePackage" in writes(endpoint)


@pytest.mark.parametrize("how", ["finished", "accepted"])
def test_an_interrupted_deletion_is_over_where_the_package_is_declared_blocked(
    sandbox: Sandbox, endpoint: Endpoint, how: str
) -> None:
    sandbox.declare(deleted())
    endpoint.faults.plant(operation="DeletePackage", code="ConflictException", status=409, times=1)
    ended(sandbox.up(), "stays fenced meanwhile", code=None)
    kept = f'{OTHERS}  debug: {{versions: {{"4.4.1": Disposed}}, origin: {CLOSED}}}\n'
    sandbox.declare(deleted(CLOSED) if how == "finished" else kept)
    ended(sandbox.up())
    assert origin(endpoint) == FENCE
    assert bool(held(endpoint)) is (how == "accepted")
    ended(sandbox.preview("--expect-no-changes"))
    ended(sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes"))
    ended(sandbox.refresh())
    ended(sandbox.preview("--expect-no-changes"))
    sandbox.declare(OTHERS)
    assert "Interrupted deletion" not in ended(sandbox.preview())


def test_a_deletion_that_finished_is_not_interrupted_where_somebody_publishes_and_blocks_the_package_later(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    sandbox.declare(OTHERS)
    ended(sandbox.up())
    assert not held(endpoint)
    publish(endpoint)
    block(endpoint, "debug")
    assert "Interrupted deletion" not in ended(sandbox.preview("--expect-no-changes"))
    ended(sandbox.refresh("--expect-no-changes"))
    denied = {"operation": "DescribePackage", "code": "AccessDeniedException", "status": 403}
    endpoint.faults.plant(**denied)
    ended(sandbox.preview("--expect-no-changes"), "warning: Interrupted deletion cannot be looked for")
    ended(sandbox.refresh("--expect-no-changes"))


def sandbox_with_origin(manifest: str) -> str:
    declared = manifest.replace('"4.4.2": Archived', '"4.4.2": Disposed')
    return declared.replace("    onRemoval: retain\n", "    origin: {publish: ALLOW, upstream: BLOCK}\n")


def test_a_version_that_appears_after_the_plan_is_not_deleted_unseen(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(deleted())
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    file = str(sandbox.folder / "plan.json")
    ended(sandbox.preview("--save-plan", file))
    unlist(endpoint, "4.4.3")
    endpoint.calls.clear()
    ended(sandbox.up("--plan", file), "violates plan", code=None)
    assert not writes(endpoint)
