"""The engine's plan file is read as far as this project wrote it, and anything else is a fault."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.changes import from_lines
from packagestate.provider.state.plan_file import PlanFileError, read_plan
from packagestate.provider.state.record import ResourceType
from packagestate.schemas.coordinates import Coordinates, Format, Repository

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
DEBUG = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "debug")
LINES = {"5.6.1": "Published -> Archived, revision r1"}
GONE = {"4.4.1": "Published -> Disposed, revision r1"}
PLACE = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["goal", "type", "inputDiff", "adds", "updates", "changes", "planned", "state", "steps"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:prod::packagestate::{kind}::{name}"


def package(lines: object, *, by: str = "updates", steps: object = ("update",), **state: Any) -> dict[str, Any]:  # noqa: ANN401
    difference = {by: {"changes": lines}}
    return {
        "goal": {"type": ResourceType.PACKAGE, "inputDiff": difference},
        "steps": list(steps) if isinstance(steps, tuple) else steps,
        "state": {**PLACE, "changes": lines, **state},
    }


def removals(planned: object, *steps: str) -> dict[str, Any]:
    difference = {"adds": {"planned": planned}}
    return {"goal": {"type": ResourceType.REMOVALS, "inputDiff": difference}, "steps": list(steps or ("update",))}


def text(**resources: object) -> str:
    kinds = {"chalk": ResourceType.PACKAGE, "debug": ResourceType.PACKAGE, "removals": ResourceType.REMOVALS}
    named = {
        urn(kinds[name], "removals" if name == "removals" else f"acme/npm-store/npm//{name}"): resource
        for name, resource in resources.items()
    }
    stack = {urn(ResourceType.STACK, "s"): {"goal": {"type": ResourceType.STACK}, "steps": ["same"]}}
    return json.dumps({"resourcePlans": named | stack})


DELETE = {"steps": ["delete"], "state": None}


def test_packages_removals_and_what_is_forgotten_are_told_apart() -> None:
    planned = {"generation 3": {"acme/npm-store/npm//debug": GONE, "acme/npm-store/npm//ms of 012345678901": {}}}
    plan = read_plan(text(chalk=package({"generation 2": LINES}), debug=DELETE, removals=removals(planned)))
    assert plan.packages == {CHALK: from_lines(LINES)}
    assert plan.removals == {DEBUG: from_lines(GONE)}
    assert [str(each) for each in plan.forgotten] == ["ms (npm) in acme/npm-store of 012345678901"]
    assert read_plan(text(debug=DELETE)).forgotten == (DEBUG,)


def test_the_owner_of_the_domain_is_known() -> None:
    plan = read_plan(text(chalk=package({"generation 1": LINES}, by="adds", domainOwner="012345678901")))
    assert [each.repository.domain_owner for each in plan.packages] == ["012345678901"]


def test_what_does_nothing_is_left_out() -> None:
    unplanned = {"goal": {"type": ResourceType.PACKAGE, "inputDiff": {}}, "steps": ["update"]}
    assert not read_plan(text(chalk={**unplanned, "state": {**PLACE, "changes": {}}})).packages
    assert not read_plan(text(chalk=package({"generation 2": LINES}, steps=("same",)))).packages
    idle = text(removals=removals({"generation 1": {"acme/npm-store/npm//debug": GONE}}, "same"))
    assert read_plan(idle).removals == {}


def test_a_declared_deletion_that_is_handed_over_is_that_of_the_package() -> None:
    lines = {"5.6.1": "Published -> Deleted, revision r1", "whole package": "unknown -> Deleted"}
    planned = {"generation 1": {"acme/npm-store/npm//chalk": lines}}
    plan = read_plan(text(chalk=package({"generation 2": lines}), removals=removals(planned)))
    assert (plan.packages, plan.removals, plan.forgotten) == ({CHALK: from_lines(lines)}, {}, ())


@pytest.mark.parametrize("given_text", ["", "[]", "{", "null", '{"resourcePlans": []}', "[" * 100_000])
def test_what_is_no_plan_is_a_fault(given_text: str) -> None:
    with pytest.raises(PlanFileError, match="File is not a plan"):
        read_plan(given_text)


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (package({"generation 1": {"5.6.1": "Published -> Nowhere"}}), "is not of the form"),
        (package({"generation 1": LINES}, package="debug"), "its name is not that of its package"),
        (package({"generation 1": LINES}, domain="../acme"), "is not a name that AWS gives"),
        (package({"generation 1": LINES}, repository=".."), "is not a name that AWS gives"),
        (package({"generation 1": LINES}, repository=7), "is not a name that AWS gives"),
        (package({"generation 1": LINES}, package="\x1b[2J"), "a name that no manifest can hold"),
        ({**package({}), "state": PLACE}, "declared by a program that does not plan"),
        (package({"generation 1": LINES}, steps=7), "lacks what this project writes"),
        ([], "lacks what this project writes"),
        ({}, "lacks what this project writes"),
    ],
)
def test_a_package_that_this_project_did_not_write_is_a_fault(resource: object, reason: str) -> None:
    with pytest.raises(PlanFileError, match=reason) as caught:
        read_plan(text(chalk=resource))
    assert "\x1b" not in str(caught.value)


def test_a_package_that_is_planned_twice_is_a_fault() -> None:
    first, second = package({"generation 1": LINES}), package({"generation 1": {**LINES, **GONE}})
    plans = {urn(kind, "acme/npm-store/npm//chalk"): each for kind, each in (("a", first), ("b", second))}
    with pytest.raises(PlanFileError, match="says two things"):
        read_plan(json.dumps({"resourcePlans": plans}))


@given(
    st.dictionaries(st.sampled_from([urn(kind, "acme/npm-store/npm//a") for kind in ResourceType]) | st.text(), _PLAIN)
)
def test_hostile_json_is_read_or_is_a_fault(resources: dict[str, object]) -> None:
    """Nothing else than a fault leaves, whatever the file holds."""
    for each in (resources, {"resourcePlans": resources}):
        with suppress(PlanFileError):
            read_plan(json.dumps(each))
