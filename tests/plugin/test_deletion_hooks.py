"""What the hooks do with a package that is declared `Deleted`, over HTTP against the endpoint."""

import pytest

from emulator import Endpoint
from emulator.store import Asset, PackageFormat, PackageKey, RepositoryKey
from packagestate.provider.observe import observe_package
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import Changes, PackageDeletion
from packagestate.provider.plan.removals import deletion
from packagestate.provider.plugin.handover import UnrecordedDeletionError
from tests.support.apply_scenarios import CHALK
from tests.support.hooks import Hooks, hand_over, package
from tests.support.stores import store

SEED = store(npm={"chalk": {"5.6.0": "Published", "5.6.1": "Archived"}})


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    return Hooks(endpoint.url)


def planned(hooks: Hooks) -> Changes:
    """What the plan says of `chalk`."""
    observed = observe_package(hooks.provider._plugin.gateway, CHALK, with_origin=True)  # noqa: SLF001 - the one there is
    return deletion(observed, PackageDeletion(observed.origin))


def test_it_is_not_deleted_with_another_resource_of_the_same_package(hooks: Hooks, endpoint: Endpoint) -> None:
    """`--target` leaves its own resource out, so that nobody checks it, and names one that was renamed."""
    hooks.up(package({"5.6.1": "Archived"}, onRemoval="delete", changes={}))
    hooks.restart()
    hand_over(hooks, {CHALK: planned(hooks)}, declared=[CHALK])
    endpoint.calls.clear()
    hooks.delete()
    assert not endpoint.calls


def test_what_is_retained_leaves_the_plan_to_another_resource_of_the_same_package(
    hooks: Hooks, endpoint: Endpoint
) -> None:
    """A replacement that was interrupted has left one that is recorded with `retain`, from before."""
    hooks.up(package({"5.6.1": "Archived"}, changes={}))
    left = hooks.outputs
    hooks.up(package({"5.6.1": "Archived"}, onRemoval="delete", changes={}))
    changes = planned(hooks)
    hooks.restart()
    hand_over(hooks, {CHALK: changes})
    endpoint.calls.clear()
    hooks.provider.delete(hooks.resource_id, left)
    assert not endpoint.calls
    hooks.delete()
    assert not planned(hooks).transitions


def test_what_nothing_records_is_refused_before_any_call(hooks: Hooks, endpoint: Endpoint) -> None:
    """`--target` leaves the resource `removals` out."""
    changes = planned(hooks)
    inputs = package({}, status="Deleted", changes=to_lines(changes))
    endpoint.calls.clear()
    with pytest.raises(UnrecordedDeletionError, match="target the resource `removals` too"):
        hooks.up(inputs)
    assert not endpoint.calls
    hand_over(hooks, {CHALK: changes}, declared=[CHALK])
    hooks.up(inputs)
    assert not planned(hooks).transitions
    assert hooks.outputs["status"] == "Deleted"
    hooks.refresh()
    assert hooks.outputs["status"] == "Deleted"
    hooks.restart()
    hooks.up({**inputs, "changes": {}})


def test_a_package_that_came_back_is_shown_by_a_refresh(hooks: Hooks, endpoint: Endpoint) -> None:
    changes = planned(hooks)
    hand_over(hooks, {CHALK: changes}, declared=[CHALK])
    hooks.up(package({}, status="Deleted", changes=to_lines(changes)))
    repository, chalk = RepositoryKey("acme", "npm-store"), PackageKey(PackageFormat.NPM, "", "chalk")
    endpoint.store.registry.publish_asset(repository, chalk, "9.0.0", Asset.of("chalk-9.0.0.tgz", b"again"))
    hooks.refresh()
    assert "status" not in hooks.outputs
    assert hooks.outputs["versions"] == {"Published": "9.0.0"}
    hooks.restart()
    back = planned(hooks)
    hand_over(hooks, {CHALK: back}, declared=[CHALK])
    hooks.up(package({}, status="Deleted", changes=to_lines(back)))
    assert hooks.outputs["status"] == "Deleted"
    assert not planned(hooks).transitions
