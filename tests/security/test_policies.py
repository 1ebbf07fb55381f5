"""The policies of the repository: enough for what each is for, and nothing that is not needed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from emulator import Endpoint, Switches
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import resolve
from packagestate.provider.observe import Observer, observe_package
from packagestate.provider.observe.copies import find_copies
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.planner import plan, plan_package
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.errors import PackageStateError, Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion
from tests.lock.making import days, exactly, rule
from tests.security.conftest import PLACEHOLDERS, POLICIES, actions, policy
from tests.support.apply_scenarios import CHALK
from tests.support.hooks import Hooks, hand_over, package
from tests.support.stores import domains, repository, without_content

CallAs = Callable[[Mapping[str, Any]], None]

VERSIONS = [f"1.0.{number}" for number in range(4)]
HELD = repository(npm={"chalk": VERSIONS}, pypi={"rich": VERSIONS, "click": VERSIONS})
SEED = without_content(domains(acme={"npm-store": HELD, "other": HELD}))
SWITCHES = Switches(with_iam=True)
STORE = Repository("acme", "npm-store")
BLOCKED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
SCOPE = Scope("acme", None, ("npm-store",), Place("wide.yaml", 1, 1))
EVERYWHERE = WideVersion(SCOPE, Format.NPM, None, "chalk", "9.9.9", Status.ARCHIVED, None, (), None)
ROLES = ["preview", "reversible", "full"]
EACH_ACTION = [(role, action) for role in (*ROLES, "lock") for action in actions(role)]


def desired(package_format: Format, name: str) -> DesiredPackage:
    coordinates = Coordinates(STORE, package_format, None, name)
    return DesiredPackage(coordinates, (DesiredVersion("1.0.0", Status.ARCHIVED),), BLOCKED)


def preview(endpoint: Endpoint) -> Plan:
    """What the program does: the origin of one package is described, those of several are listed; copies are found."""
    declared = [desired(Format.NPM, "chalk"), desired(Format.PYPI, "click"), desired(Format.PYPI, "rich")]
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    gateway.describe_domain("acme")
    find_copies(gateway, [EVERYWHERE], {CHALK}, 2)
    return plan(declared, Observer(gateway, 2).declared(declared, lambda _done, _all: None))


def reversible(endpoint: Endpoint) -> Hooks:
    preview(endpoint)
    hooks = Hooks(endpoint.url)
    hooks.up(package({"1.0.0": "Archived", "1.0.1": "Unlisted"}, origin={"publish": "BLOCK", "upstream": "BLOCK"}))
    hooks.up(package({"1.0.0": "Published", "1.0.1": "Published"}))
    hooks.refresh()
    return hooks


def full(endpoint: Endpoint) -> Hooks:
    hooks = reversible(endpoint)
    statuses = {"1.0.0": "Published", "1.0.1": "Disposed", "1.0.2": "Deleted", "1.0.3": "Archived"}
    hooks.up(package(statuses))
    chalk = DesiredPackage(CHALK, (), deletion=DesiredDeletion())
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    planned = plan_package(chalk, observe_package(gateway, CHALK, with_origin=True))
    hand_over(hooks, {CHALK: planned.changes})
    hooks.up(package({}, status="Deleted", changes=to_lines(planned.changes)))
    return hooks


def lock(endpoint: Endpoint) -> object:
    """What `packagestate lock` does."""
    old = rule("old", versions=exactly("1.0.0"), older_than=days(1))
    question = Question((replace(old, scope=replace(SCOPE, patterns=())),))
    return resolve(connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url)), question, 2)


RUNS: dict[str, Callable[[Endpoint], object]] = {
    "preview": preview,
    "reversible": reversible,
    "full": full,
    "lock": lock,
}


@pytest.mark.parametrize("role", [*ROLES, "lock"])
def test_a_role_may_do_all_that_it_is_for(endpoint: Endpoint, call_as: CallAs, role: str) -> None:
    call_as(policy(role))
    RUNS[role](endpoint)
    assert all(call.succeeded for call in endpoint.calls)
    assert {f"codeartifact:{call.operation}" for call in endpoint.calls} == set(actions(role))


@pytest.mark.parametrize(("role", "action"), EACH_ACTION)
def test_without_any_one_of_its_actions_a_role_is_told_which(
    endpoint: Endpoint, call_as: CallAs, role: str, action: str
) -> None:
    call_as(policy(role, without=action))
    with pytest.raises(PackageStateError) as refusal:
        RUNS[role](endpoint)
    assert f"`{action}`" in str(refusal.value)
    assert {f"codeartifact:{call.operation}" for call in endpoint.calls if not call.succeeded} == {action}


def test_who_previews_changes_nothing(endpoint: Endpoint, call_as: CallAs) -> None:
    call_as(policy("preview"))
    with pytest.raises(PackageStateError, match="codeartifact:UpdatePackageVersionsStatus"):
        Hooks(endpoint.url).up(package({"1.0.0": "Archived"}))
    assert not [call for call in endpoint.calls.writes if call.succeeded]


@pytest.mark.parametrize("status", ["Disposed", "Deleted"])
def test_who_may_do_what_can_be_undone_destroys_nothing(endpoint: Endpoint, call_as: CallAs, status: str) -> None:
    call_as(policy("reversible"))
    with pytest.raises(PackageStateError, match="codeartifact:DisposePackageVersions"):
        Hooks(endpoint.url).up(package({"1.0.0": status}))
    assert not [call for call in endpoint.calls.writes if call.succeeded]


@pytest.mark.parametrize("role", ROLES)
def test_another_repository_is_out_of_reach(endpoint: Endpoint, call_as: CallAs, role: str) -> None:
    call_as(policy(role))
    with pytest.raises(PackageStateError, match="Permission is missing"):
        Hooks(endpoint.url).up(package({"1.0.0": "Disposed"}, repository="other"))
    assert not [call for call in endpoint.calls if call.succeeded]


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_names_no_resource_but_by_its_placeholders(role: str) -> None:
    for statement in json.loads((POLICIES / f"{role}.json").read_text(encoding="utf-8"))["Statement"]:
        needed = PLACEHOLDERS.keys() - ({"REPOSITORY"} if statement["Sid"] == "ReadDomain" else set())
        assert all(placeholder in statement["Resource"] for placeholder in needed)
        assert not [action for action in statement["Action"] if "*" in action]


def test_each_role_may_do_what_the_one_before_may() -> None:
    assert set(actions("preview")) < set(actions("reversible")) < set(actions("full"))
