"""What whole folders of manifests plan in whole domains: the brute force of `tests.plan.folders`, and no more."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.intent import Intended, intend
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, Plan
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.recorded import RecordedPackage
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.load import Manifests, load
from packagestate.schemas.status import Status
from tests.plan.folders import (
    RANKS,
    REFUSED,
    VERSIONS,
    Case,
    File,
    Package,
    cases,
    details_of,
    floors,
    is_contradictory,
    is_managed,
    literals,
    outcome,
)


def of_chalk(where: Mapping[str, object], said: object) -> File:
    return {"domain": "acme", **where, "format": "npm", "packages": {"chalk": {"versions": {"1.0": said}}}}


ALL, ONE = {"repositories": "all"}, {"repository": "tools"}
PLACES = [("acme", "tools")]
ABSENT = Case([of_chalk(ALL, "Unlisted"), of_chalk(ONE, "Published")], PLACES, {}, frozenset())
FORGOTTEN = Case(
    [of_chalk(ALL, "Disposed"), of_chalk(ONE, {"status": "Published", "over": 0}), of_chalk(ONE, "Published")],
    PLACES,
    {Package("acme", "tools", "npm", "chalk"): {"1.0": "Published"}},
    frozenset(),
)


@settings(max_examples=100)
@example(ABSENT)
@example(FORGOTTEN)
@given(cases())
def test_statements_combine_as_the_rules_say_whatever_the_files_are_called(case: Case) -> None:
    """Equal to the brute force: each version of each package of each repository, and which packages are managed."""
    orders = permutations(range(len(case.files)))
    if is_contradictory(case):
        for order in orders:
            with pytest.raises(ManifestError, match="contradict each other"):
                loaded(case, order)
        return
    (intended, planned), *others = (carried_out(case, order) for order in orders)
    for other_intended, other_planned in others:
        assert other_intended.desired == intended.desired
        assert [each.changes for each in other_planned.packages] == [each.changes for each in planned.packages]
    found = {each.coordinates: each for each in planned.packages}
    managed = [place for place in case.places if is_managed(case, place)]
    assert found.keys() == {each.coordinates for each in managed}
    for place in managed:
        expected = {version: outcome(case, place, version) for version in VERSIONS}
        refused_count = list(expected.values()).count(REFUSED)
        package = found[place.coordinates]
        changes = {each.version: str(each.after) for each in package.changes.transitions}
        assert changes == {version: each for version, each in expected.items() if each not in {None, REFUSED}}
        assert len(package.refusals) == refused_count


@given(cases())
def test_a_run_plans_nothing_that_no_statement_names_and_loosens_only_what_one_says_exactly(case: Case) -> None:
    """Named: the version of each transition stands in a file; in one for one repository where it gets less strict."""
    assume(not is_contradictory(case))
    _, planned = carried_out(case, range(len(case.files)))
    places = {place.coordinates: place for place in case.present}
    for package in planned.packages:
        for transition in package.changes.transitions:
            place, version = places[package.coordinates], transition.version
            assert transition.before == case.present[place][version]
            exact = [details for said in literals(case, place) if (details := details_of(said, version) or said)]
            named = [each["status"] for each in exact if "status" in each]
            assert named or floors(case, place, version)
            if RANKS[transition.after] < RANKS[transition.before]:
                assert transition.after in named


def carried_out(case: Case, order: Sequence[int]) -> tuple[Intended, Plan]:
    """What ours makes of a case whose files are called, and so sorted, in some order."""
    manifests = loaded(case, order)
    said = {each.coordinates for each in manifests.packages}
    listed: dict[Coordinates, Mapping[str, str]] = {place: {} for place in said}
    listed |= {place.coordinates: held for place, held in case.present.items()}
    observed = [observation(place, held) for place, held in listed.items()]
    repositories = [Repository(*each) for each in case.repositories]
    known = [each.coordinates for each in case.recorded]
    recorded = [RecordedPackage(each.resource_name, each, (), OnRemoval.RETAIN) for each in known]
    intended = intend(manifests.packages, Floors(manifests.wide), observed, repositories, recorded)
    return intended, plan(intended.desired, intended.observed)


def loaded(case: Case, order: Sequence[int]) -> Manifests:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.yaml" for number in order]
        for path, file in zip(paths, case.files, strict=True):
            path.write_text(yaml.safe_dump(with_names(file, paths)), encoding="utf-8")
        return load(Path(folder))


def with_names(node: Any, paths: Sequence[Path]) -> Any:  # noqa: ANN401 - whatever YAML can hold
    """A part of a file in which `over` names a file."""
    if not isinstance(node, dict):
        return node
    return {key: str(paths[each]) if key == "over" else with_names(each, paths) for key, each in node.items()}


def observation(place: Coordinates, held: Mapping[str, str]) -> ObservedPackage:
    versions = (ObservedVersion(version, Status(status), f"r-{version}") for version, status in held.items())
    return ObservedPackage(place, tuple(sorted(versions)))
