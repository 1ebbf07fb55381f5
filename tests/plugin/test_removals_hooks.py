"""What the hooks of `Removals` record and notice, over HTTP against the endpoint."""

from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.observe import observe_package
from packagestate.provider.plan.model import Changes, PackageDeletion
from packagestate.provider.plan.removals import FENCE, deletion
from packagestate.provider.removals import NAME, RemovalsProvider
from packagestate.provider.state.removals_property import key_of, to_property
from tests.support.apply_scenarios import CHALK
from tests.support.hooks import Hooks
from tests.support.stores import store

SEED = store(npm={"chalk": {"5.6.0": "Published", "5.6.1": "Archived"}})


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    return Hooks(endpoint.url)


@pytest.fixture
def provider(hooks: Hooks) -> RemovalsProvider:
    """The provider that shares the process with that of the packages."""
    provider = RemovalsProvider()
    provider._plugin = hooks.provider._plugin  # noqa: SLF001 - the two providers of a process share it
    return provider


@pytest.fixture
def planned(provider: RemovalsProvider) -> Changes:
    """What a plan says that deletes `chalk`."""
    observed = observe_package(provider._plugin.gateway, CHALK, with_origin=True)  # noqa: SLF001 - as above
    return deletion(observed, PackageDeletion(observed.origin))


def inputs(*, planned: dict[str, Any], unfinished: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"planned": planned, "declared": [], "unfinished": unfinished or {}}


def test_what_a_run_begins_is_recorded_and_nothing_more_is_to_be_done_in_the_next(
    provider: RemovalsProvider, planned: Changes
) -> None:
    lines = to_property({CHALK: planned})
    checked = provider.check({}, inputs(planned=lines)).inputs
    recorded = provider.create(checked).outs or {}
    assert recorded == {"planned": lines, "generation": 1}
    still = provider.check(checked, inputs(planned={}, unfinished=lines)).inputs
    assert not provider.diff(NAME, recorded, still).changes
    assert provider.update(NAME, recorded, still).outs == recorded
    again = provider.check(still, inputs(planned=lines)).inputs
    assert provider.diff(NAME, recorded, again).changes
    assert provider.update(NAME, recorded, again).outs == {"planned": lines, "generation": 2}


def test_a_package_that_was_left_fenced_is_shown_by_a_refresh_until_it_is_not(
    provider: RemovalsProvider, planned: Changes
) -> None:
    recorded = {"planned": to_property({CHALK: planned}), "generation": 1}
    assert provider.read(NAME, recorded).outs == recorded
    gateway = provider._plugin.gateway  # noqa: SLF001 - as above
    gateway.put_origin(CHALK, FENCE)
    found = provider.read(NAME, recorded).outs or {}
    assert found == {**recorded, "fenced": [key_of(CHALK)]}
    checked = provider.check(recorded, inputs(planned={})).inputs
    assert provider.diff(NAME, found, checked).changes
    assert planned.deletion is not None
    assert planned.deletion.before is not None
    gateway.put_origin(CHALK, planned.deletion.before)
    assert provider.read(NAME, found).outs == recorded


def test_a_deletion_that_a_manifest_accepts_is_forgotten_once(provider: RemovalsProvider, planned: Changes) -> None:
    recorded = {"planned": to_property({CHALK: planned}), "generation": 1}
    provider._plugin.gateway.put_origin(CHALK, FENCE)  # noqa: SLF001 - as above
    found = provider.read(NAME, recorded).outs or {}
    before = {"generation": 1}
    accepting = {**inputs(planned={}), "accepted": [key_of(CHALK)]}
    checked = provider.check(before, accepting).inputs
    assert provider.diff(NAME, recorded, checked).changes
    for outputs in (recorded, found):
        assert provider.update(NAME, outputs, checked).outs == {"planned": {}, "generation": 1}
    over = {"planned": {}, "generation": 1}
    assert not provider.diff(NAME, over, checked).changes, "a refresh compares with the inputs of the last run"
    assert provider.read(NAME, over).outs == over


def test_what_is_accepted_is_not_recorded_with_what_a_run_begins(provider: RemovalsProvider) -> None:
    """A resource of the same package that somebody renamed is forgotten in the same run."""
    begins = {**inputs(planned={key_of(CHALK): {}}), "accepted": [key_of(CHALK)]}
    checked = provider.check({}, begins).inputs
    assert provider.create(checked).outs == {"planned": {}, "generation": 1}
