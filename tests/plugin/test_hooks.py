"""The provider's hooks, as the engine calls them, over HTTP against the endpoint."""

import json
from collections import Counter
from dataclasses import replace
from traceback import format_exception_only

import pytest
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.output import Unknown

from emulator import Endpoint
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import Changes, Transition
from packagestate.provider.plugin.handover import UnplannedRemovalError
from packagestate.provider.removals import RemovalsProvider
from packagestate.provider.resource import PackageProvider
from packagestate.schemas.errors import OutcomeError, RefusalError
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK
from tests.support.asking import client, set_status
from tests.support.hooks import CheckFailedError, Hooks, hand_over, package
from tests.support.stores import store

UNKNOWN = Unknown()  # type: ignore[no-untyped-call]  # the SDK has no type for it
VERSIONS = {"5.6.0": "Published", "5.6.1": "Published", "5.6.2": "Published"}
SEED = store(npm={"chalk": VERSIONS})


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    return Hooks(endpoint.url)


def listed(endpoint: Endpoint) -> dict[str, tuple[str, str]]:
    answer = client(endpoint).list_package_versions(
        domain="acme", repository="npm-store", format="npm", package="chalk"
    )
    return {each["version"]: (each["status"], each["revision"]) for each in answer["versions"]}


def statuses(endpoint: Endpoint) -> dict[str, str]:
    return {version: status for version, (status, _) in listed(endpoint).items()}


def operations(endpoint: Endpoint) -> Counter[str]:
    return Counter(call.operation for call in endpoint.calls)


def planned(endpoint: Endpoint, version: str, after: Status) -> dict[str, str]:
    before, revision = listed(endpoint)[version]
    endpoint.calls.clear()
    return to_lines(Changes((Transition(version, Status(before), after, revision),)))


def test_create_without_a_plan_observes_and_brings_the_versions_to_their_status(
    hooks: Hooks, endpoint: Endpoint
) -> None:
    hooks.up(package({"5.6.0": "Published", "5.6.1": "Disposed"}))
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}
    assert hooks.resource_id == "acme/npm-store/npm//chalk"
    assert hooks.outputs["versions"] == {"Disposed": "5.6.1", "Published": "5.6.0"}


def test_create_with_a_plan_makes_its_writes_and_reads_only_where_something_is_in_neither_plan_nor_answer(
    hooks: Hooks, endpoint: Endpoint
) -> None:
    changes = planned(endpoint, "5.6.1", Status.DISPOSED)
    hooks.up(package({"5.6.1": "Disposed"}, changes=changes))
    assert operations(endpoint) == {"DisposePackageVersions": 1}


def test_create_of_what_is_as_desired_already_writes_nothing(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Published"}, changes={}))
    assert operations(endpoint) == {"ListPackageVersions": 1}
    assert not hooks.differs(package({"5.6.1": "Published"}, changes={}))


def test_a_second_run_finds_no_difference_and_makes_no_call(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Archived"}, changes=planned(endpoint, "5.6.1", Status.ARCHIVED)))
    endpoint.calls.clear()
    hooks.up(package({"5.6.1": "Archived"}, changes={}))
    assert not operations(endpoint)


def test_the_same_changes_once_more_are_pending_again(hooks: Hooks, endpoint: Endpoint) -> None:
    """Drift back to the very state before the last plan."""
    changes = planned(endpoint, "5.6.1", Status.ARCHIVED)
    hooks.up(package({"5.6.1": "Archived"}, changes=changes))
    set_status(endpoint, "chalk", "5.6.1", "Published")
    assert hooks.differs(package({"5.6.1": "Archived"}, changes=changes))
    hooks.up(package({"5.6.1": "Archived"}, changes=changes))
    assert statuses(endpoint)["5.6.1"] == "Archived"
    assert hooks.inputs["generation"] == 2


def test_a_plan_that_has_become_stale_is_a_conflict_and_changes_nothing(hooks: Hooks, endpoint: Endpoint) -> None:
    changes = planned(endpoint, "5.6.1", Status.DISPOSED)
    set_status(endpoint, "chalk", "5.6.1", "Unlisted")
    with pytest.raises(OutcomeError, match="Plan is stale"):
        hooks.up(package({"5.6.1": "Disposed"}, changes=changes))
    assert statuses(endpoint)["5.6.1"] == "Unlisted"


def test_a_desired_state_that_cannot_be_reached_is_refused_without_a_plan_too(hooks: Hooks, endpoint: Endpoint) -> None:
    with pytest.raises(RefusalError, match="Version is absent"):
        hooks.up(package({"9.9.9": "Published"}))
    assert not endpoint.calls.writes


def test_a_declared_version_that_is_absent_waits(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"9.9.9": "Disposed"}, changes={}))
    assert hooks.outputs["versions"] == {"Deleted": "9.9.9"}
    assert not hooks.differs(package({"9.9.9": "Disposed"}, changes={}))
    assert not endpoint.calls.writes


def test_what_somebody_else_did_already_is_recorded_without_a_write(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Published"}, changes={}))
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    endpoint.calls.clear()
    hooks.up(package({"5.6.1": "Archived"}, changes={}))
    assert operations(endpoint) == {"ListPackageVersions": 1}
    assert hooks.outputs["versions"] == {"Archived": "5.6.1"}


def test_the_origin_configuration_is_brought_to_what_is_declared(hooks: Hooks, endpoint: Endpoint) -> None:
    origin = {"publish": "BLOCK", "upstream": "BLOCK"}
    hooks.up(package({"5.6.1": "Published"}, origin=origin))
    answer = client(endpoint).describe_package(domain="acme", repository="npm-store", format="npm", package="chalk")
    assert answer["package"]["originConfiguration"]["restrictions"] == origin
    assert hooks.outputs["origin"] == origin
    hooks.refresh()
    assert not hooks.differs(package({"5.6.1": "Published"}, origin=origin, changes={}))


def test_read_tells_what_the_declared_versions_are_and_no_others(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Archived"}))
    before = dict(hooks.outputs)
    hooks.refresh()
    assert hooks.outputs == before
    client(endpoint).dispose_package_versions(
        domain="acme", repository="npm-store", format="npm", package="chalk", versions=["5.6.0", "5.6.1"]
    )
    hooks.refresh()
    assert hooks.outputs["versions"] == {"Disposed": "5.6.1"}


def test_read_of_a_package_that_is_gone_gives_a_blank_id(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Archived"}))
    client(endpoint).delete_package(domain="acme", repository="npm-store", format="npm", package="chalk")
    hooks.refresh()
    assert hooks.resource_id == ""


def test_read_of_a_package_that_never_was_keeps_it(hooks: Hooks, endpoint: Endpoint) -> None:
    client(endpoint).delete_package(domain="acme", repository="npm-store", format="npm", package="chalk")
    hooks.up(package({"5.6.1": "Deleted"}))
    hooks.refresh()
    assert hooks.resource_id == "acme/npm-store/npm//chalk"


def test_retain_makes_no_call(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Published"}))
    endpoint.calls.clear()
    hooks.delete()
    assert not operations(endpoint)


@pytest.mark.parametrize("on_removal", ["dispose", "delete"])
def test_a_removal_that_no_plan_of_this_run_names_is_refused_before_any_call(
    hooks: Hooks, endpoint: Endpoint, on_removal: str
) -> None:
    hooks.up(package({"5.6.1": "Published"}, onRemoval=on_removal, changes={}))
    hooks.restart()
    endpoint.calls.clear()
    with pytest.raises(UnplannedRemovalError, match=f"onRemoval: {on_removal}") as refused:
        hooks.delete()
    assert not endpoint.calls
    # The engine prints what `traceback.format_exc` gives the SDK.
    printed = "".join(format_exception_only(refused.value))
    assert printed.startswith("packagestate: Removal is not in the plan\n")
    assert "take the package out of the manifests and run `pulumi up`, whose preview" in printed
    assert "`status: Deleted` in place of `versions` and `onRemoval`" in printed


def test_a_removal_does_what_this_run_planned_and_once(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Published"}, onRemoval="dispose", changes={}))
    revision = json.loads(hooks.outputs["revisions"])["5.6.1"]
    planned = {CHALK: Changes((Transition("5.6.1", Status.PUBLISHED, Status.DISPOSED, revision),))}
    outputs = hooks.outputs
    hooks.restart()
    hand_over(hooks, planned)
    hooks.delete()
    assert statuses(endpoint) == {**VERSIONS, "5.6.1": "Disposed"}
    endpoint.calls.clear()
    hooks.outputs = outputs
    hooks.delete()
    assert not endpoint.calls


def test_a_plan_for_one_owner_removes_nothing_of_another(hooks: Hooks, endpoint: Endpoint) -> None:
    """A resource that an interrupted replacement left to be deleted may be of another account."""
    hooks.up(package({"5.6.1": "Published"}, onRemoval="dispose", changes={}))
    hooks.restart()
    owned = replace(CHALK, repository=replace(CHALK.repository, domain_owner="111122223333"))
    hand_over(hooks, {owned: Changes((Transition("5.6.1", Status.PUBLISHED, Status.DISPOSED, "r1"),))})
    endpoint.calls.clear()
    with pytest.raises(UnplannedRemovalError):
        hooks.delete()
    assert not endpoint.calls


def test_a_removal_of_what_the_run_declares_forgets_it_whatever_was_planned(hooks: Hooks, endpoint: Endpoint) -> None:
    """A replaced or renamed resource goes away while its package is declared, with the owner named or left out."""
    hooks.up(package({"5.6.1": "Published"}, onRemoval="delete", changes={}))
    hooks.restart()
    hand_over(hooks, {CHALK: Changes()})
    hooks.check(package({"5.6.1": "Published"}, changes={}, domainOwner="111122223333"))
    endpoint.calls.clear()
    hooks.delete()
    assert not endpoint.calls


def test_unknown_inputs_are_let_pass_and_differ(hooks: Hooks, endpoint: Endpoint) -> None:
    hooks.up(package({"5.6.1": "Published"}))
    endpoint.calls.clear()
    assert hooks.differs({**package({}), "versions": UNKNOWN})
    assert hooks.differs({**package({}), "origin": {"publish": "ALLOW", "upstream": UNKNOWN}})
    assert hooks.differs({**package({}), "changes": {"1.0.0": [UNKNOWN]}})
    assert not operations(endpoint)


def test_another_identity_is_another_package(hooks: Hooks) -> None:
    hooks.up(package({"5.6.1": "Published"}))
    result = hooks.provider.diff(
        hooks.resource_id, hooks.outputs, hooks.check(package({"5.6.1": "Published"}, repository="other"))
    )
    assert result.changes
    assert result.replaces == ["repository"]


def test_a_refresh_differs_where_somebody_loosened_what_several_repositories_share(
    hooks: Hooks, endpoint: Endpoint
) -> None:
    wanted = package({"5.6.1": "Archived"}, floors="5.6.1")
    hooks.up({**wanted, "changes": planned(endpoint, "5.6.1", Status.ARCHIVED)})
    set_status(endpoint, "chalk", "5.6.1", "Published")
    hooks.restart()
    hooks.refresh()
    assert hooks.provider.diff(hooks.resource_id, hooks.outputs, hooks.inputs).changes
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    assert not hooks.differs({**wanted, "changes": {}}), "the run has looked, and has nothing to do"


def test_wrong_inputs_do_not_pass(hooks: Hooks, endpoint: Endpoint) -> None:
    with pytest.raises(CheckFailedError, match="domain is missing"):
        hooks.up({**package({"5.6.1": "Published"}), "domain": None})
    assert not operations(endpoint)


def test_a_bug_of_ours_leaves_its_traceback(endpoint: Endpoint, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = Hooks(endpoint.url)
    with pytest.raises(KeyError):
        hooks.provider.create({})
    assert "Traceback" in capsys.readouterr().err


def test_a_bug_of_ours_prints_what_others_wrote_as_harmless_text(
    endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = Hooks(endpoint.url)
    with pytest.raises(RuntimeError, match=r"^ValueError: '\\x3c\{%x%\}>' is not a valid Format$"):
        hooks.provider.create({**package({"5.6.1": "Published"}), "format": "<{%x%}>"})
    assert "Traceback" in (printed := capsys.readouterr().err)
    assert "<{%" not in printed


def test_an_instance_has_no_attributes_when_it_is_pickled() -> None:
    assert vars(PackageProvider()) == {}


def test_removals_that_cannot_be_read_are_refused(endpoint: Endpoint) -> None:
    provider = RemovalsProvider()
    provider.configure(ConfigureRequest(Config({"packagestate:endpoint": endpoint.url}, "packagestate")))
    wrong = {"planned": {"acme/npm-store/npm//chalk": {"1.0.0": "gone"}}, "declared": [], "unfinished": {}}
    (failure,) = provider.check({}, wrong).failures or []
    assert failure.property == "planned"


def test_a_package_whose_name_is_not_known_yet_is_not_remembered_as_declared(hooks: Hooks) -> None:
    assert hooks.check({**package({"1.0.0": "Archived"}), "package": UNKNOWN})["package"] is UNKNOWN
