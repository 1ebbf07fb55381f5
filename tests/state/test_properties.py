"""What the properties of a resource mean, and that they lose nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import Changes, OriginChange, Transition
from packagestate.provider.plan.recorded import RecordedVersion
from packagestate.provider.state import properties
from packagestate.provider.state.generation import pending_changes, stamp
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredVersion, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.errors import StateError
from packagestate.schemas.status import Status

BLOCKED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
INPUTS = {
    "domain": "acme",
    "domainOwner": "123456789012",
    "repository": "store",
    "format": "npm",
    "namespace": "types",
    "package": "node",
    "versions": {"Archived": "1.0.0", "Disposed": "1.1.0 1.2.0"},
    "versionRevisions": {"1.1.0": "r1"},
    "origin": {"publish": "BLOCK", "upstream": "BLOCK"},
    "onRemoval": "dispose",
}
VERSIONS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#/"), min_size=1)


@given(st.dictionaries(VERSIONS, st.sampled_from(Status)))
def test_packing_loses_nothing(statuses: dict[str, Status]) -> None:
    assert properties.unpack_versions(properties.pack_versions(statuses.items())) == statuses


def test_packed_versions_are_sorted_and_separated_by_spaces() -> None:
    packed = properties.pack_versions([("2", "Archived"), ("3", "Disposed"), ("1", "Archived")])
    assert list(packed.items()) == [("Archived", "1 2"), ("Disposed", "3")]


def test_the_inputs_say_what_is_desired() -> None:
    desired = properties.desired(INPUTS)
    assert desired.coordinates == Coordinates(Repository("acme", "store", "123456789012"), Format.NPM, "types", "node")
    assert desired.versions == (
        DesiredVersion("1.0.0", Status.ARCHIVED),
        DesiredVersion("1.1.0", Status.DISPOSED, "r1"),
        DesiredVersion("1.2.0", Status.DISPOSED),
    )
    assert desired.origin == BLOCKED
    assert desired.on_removal is OnRemoval.DISPOSE


@pytest.mark.parametrize("written", ["01.0.0", "1.0.0.0"])
def test_a_record_in_another_spelling_is_the_same_package_and_version(written: str) -> None:
    """Somebody edited the state."""
    outputs = {"domain": "acme", "repository": "store", "format": "nuget", "package": "Newtonsoft.Json"}
    record = {**outputs, "versions": {"Archived": written}, "revisions": json.dumps({written: "r1"})}
    package = properties.recorded_package("name", record)
    assert package.coordinates.package == "newtonsoft.json"
    assert package.versions == (RecordedVersion("1.0.0", Status.ARCHIVED, "r1"),)
    both = {**outputs, "versions": {"Archived": written, "Disposed": "1.0.0"}}
    assert properties.recorded(both) == (RecordedVersion("1.0.0", Status.DISPOSED, ""),)
    pypi = properties.coordinates({**outputs, "format": "pypi", "package": "My_Package"})
    assert pypi.package == "my-package"


def test_what_is_left_out_is_left_alone() -> None:
    least = {"domain": "acme", "repository": "store", "format": "pypi", "package": "six", "versions": {}}
    desired = properties.desired(least)
    assert desired.coordinates == Coordinates(Repository("acme", "store"), Format.PYPI, None, "six")
    assert (desired.versions, desired.origin, desired.on_removal) == ((), None, OnRemoval.RETAIN)


@given(st.lists(st.tuples(VERSIONS, st.sampled_from(Status)), unique_by=lambda pair: pair[0]))
def test_the_outputs_record_every_version(pairs: list[tuple[str, Status]]) -> None:
    versions = sorted(
        RecordedVersion(version, status, "" if status is Status.DELETED else f"revision of {version}")
        for version, status in pairs
    )
    outputs = properties.outputs(INPUTS, versions, BLOCKED)
    assert list(properties.recorded(outputs)) == versions
    assert properties.origin(outputs) == BLOCKED
    assert properties.coordinates(outputs) == properties.coordinates(INPUTS)


def test_the_outputs_hold_nothing_else() -> None:
    outputs = properties.outputs({**INPUTS, "generation": 3.0, "changes": {}}, [], None)
    assert outputs == {
        **{key: INPUTS[key] for key in properties.IDENTITY},
        "versions": {},
        "revisions": "{}",
        "onRemoval": "dispose",
        "generation": 3,
    }
    json.dumps(outputs)


def test_a_state_without_versions_records_none() -> None:
    assert properties.recorded({"domain": "acme"}) == ()


CHANGES = Changes(
    (Transition("1.0.0", Status.PUBLISHED, Status.ARCHIVED, "r1"),), OriginChange(before=OPEN, after=BLOCKED)
)


def test_the_generation_grows_with_each_run_that_changes_something() -> None:
    stamped = stamp({"generation": 3.0}, {**INPUTS, "changes": to_lines(CHANGES)})
    assert stamped["generation"] == 4
    assert list(stamped["changes"]) == ["generation 4"]
    assert pending_changes(stamped) == CHANGES


def test_the_generation_stays_where_nothing_changes() -> None:
    for inputs in (INPUTS, {**INPUTS, "changes": {}}):
        assert stamp({"generation": 3.0}, inputs) == {**inputs, "generation": 3}
        assert stamp({}, inputs)["generation"] == 0


def test_no_changes_and_no_plan_are_not_the_same() -> None:
    assert pending_changes({**INPUTS, "changes": {}}) == Changes()
    assert pending_changes(INPUTS) is None


def test_a_generation_that_somebody_edited_is_said_and_not_guessed() -> None:
    with pytest.raises(StateError, match="What the state holds of `chalk`"):
        stamp({"package": "chalk", "generation": "soon"}, {**INPUTS, "changes": to_lines(CHANGES)})
