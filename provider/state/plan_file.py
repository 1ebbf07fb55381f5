"""What the engine's plan file, `pulumi preview --save-plan FILE`, says about packages. Pure.

A plan file may come from a proposal, so nothing in it is trusted: what this project does not write is a fault.

    {"resourcePlans": {URN: {"steps": ["update"], "state": {…},
                             "goal": {"type": …, "inputDiff": {"adds": {…}, "updates": {…}, "deletes": […]}}}}}

Of a `Package` the input `changes` says what the run does with it, of the `Removals` resource the input `planned`. A
package that is only forgotten has a `delete` step, and no goal.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import SchemaValidator, ValidationError

from packagestate.provider.plan.changes import from_lines
from packagestate.provider.plan.model import Changes
from packagestate.provider.state import keys, properties
from packagestate.provider.state.generation import unstamped
from packagestate.provider.state.record import ResourceType, resource_name
from packagestate.provider.state.removals_property import from_property
from packagestate.schemas.coordinates import Coordinates, parse_resource_name
from packagestate.schemas.errors import Fault, PackageStateError, printable, shortened
from packagestate.schemas.fitness import can_be_named
from packagestate.schemas.names import ACCOUNT, DOMAIN, REPOSITORY, Rule

# Steps that do nothing in AWS; the engine names the goal of such a resource all the same.
_IDLE: Final = frozenset({"same"})


class PlanFileError(PackageStateError):
    """A file is not a plan of this project."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a plan file says.

    Attributes:
        packages: The changes of each declared package that changes, by the package.
        removals: The same of packages that are no longer declared.
        forgotten: The packages that are no longer declared and left as they are.
    """

    packages: Mapping[Coordinates, Changes]
    removals: Mapping[Coordinates, Changes]
    forgotten: tuple[Coordinates, ...]


@dataclass(slots=True)
class _Found:
    """What has been found so far, by the names of the packages' resources."""

    packages: dict[str, tuple[Coordinates, Changes]] = field(default_factory=dict)
    removals: dict[str, tuple[Coordinates, Changes]] = field(default_factory=dict)
    deleted: dict[str, Coordinates] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_plan(text: str) -> PlanFile:
    """Read a plan file.

    Args:
        text: Its text.

    Returns:
        What it says, sorted by package.

    Raises:
        PlanFileError: It is something else; the error carries a fault for each resource that is.
    """
    found = _Found()
    for urn, resource in _resources(text).items():
        try:
            _read(urn, resource, found)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            found.faults.append(_not_ours(urn, error))
    if found.faults:
        raise PlanFileError(found.faults)
    # What is deleted as a whole is planned for the package, and handed to the removals too.
    going = {name: each for name, each in found.removals.items() if name not in found.packages}
    changing = {name for name, (_, changes) in going.items() if changes}
    forgotten = {name: place for name, (place, _) in going.items() if name not in changing} | {
        name: place for name, place in found.deleted.items() if name not in changing | found.packages.keys()
    }
    return PlanFile(
        {place: changes for _, (place, changes) in sorted(found.packages.items())},
        {place: changes for name, (place, changes) in sorted(going.items()) if name in changing},
        tuple(forgotten[name] for name in sorted(forgotten)),
    )


def _resources(text: str) -> Mapping[str, Any]:
    try:
        resources = json.loads(text)["resourcePlans"]
    except (ValueError, KeyError, TypeError, RecursionError):
        resources = None
    if not isinstance(resources, dict):
        raise PlanFileError.of(
            "File is not a plan",
            "The file is not what `pulumi preview --save-plan` writes. Nothing was read from AWS, and no file was "
            "written.",
            "name the plan file of the run, such as `packagestate-plan.json` of `packagestate pipeline preview`",
        )
    return resources


def _read(urn: str, resource: Mapping[str, Any], found: _Found) -> None:
    steps = resource["steps"]
    if not isinstance(steps, list):
        raise TypeError("`steps` is not a list")
    goal = resource.get("goal")
    # The type of a URN stands after those of its parents.
    kind = urn.split("::", 3)[2].rpartition("$")[2] if goal is None else goal["type"]
    if kind == ResourceType.REMOVALS and goal is not None and not _IDLE.issuperset(steps):
        for coordinates, changes in from_property(unstamped(_input(goal, keys.PLANNED))).items():
            found.removals[coordinates.resource_name] = (_checked(coordinates), changes)
    elif kind == ResourceType.PACKAGE and goal is None and "delete" in steps:
        coordinates = _checked(parse_resource_name(resource_name(urn)))
        found.deleted[coordinates.resource_name] = coordinates
    elif kind == ResourceType.PACKAGE and goal is not None and not _IDLE.issuperset(steps):
        inputs = resource["state"]
        if keys.CHANGES not in inputs:
            raise ValueError("it was declared by a program that does not plan, so the file does not say what changed")
        coordinates = _checked(properties.coordinates(inputs))
        if coordinates.resource_name != resource_name(urn):
            raise ValueError("its name is not that of its package")
        changes = from_lines(unstamped(_input(goal, keys.CHANGES)))
        if changes and found.packages.setdefault(coordinates.resource_name, (coordinates, changes))[1] != changes:
            raise ValueError("the file says two things about its package")


def _input(goal: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    """A stamped input as the run sets it; empty where the run leaves it as it was."""
    difference = goal["inputDiff"]
    return (difference.get("updates") or {}).get(key) or (difference.get("adds") or {}).get(key) or {}


def _checked(coordinates: Coordinates) -> Coordinates:
    """The coordinates, if a manifest could hold them: the names become those of files and lines."""
    repository = coordinates.repository
    for rule, value in ((DOMAIN, repository.domain), (REPOSITORY, repository.name), (ACCOUNT, repository.domain_owner)):
        if value is not None:
            _hold(rule, value)
    if not can_be_named(coordinates):
        raise ValueError("its package has a name that no manifest can hold")
    return coordinates


def _hold(rule: Rule, value: str) -> None:
    try:
        SchemaValidator(rule.schema).validate_python(value)
    except ValidationError as error:
        raise ValueError(f"`{printable(shortened(str(value)))}` is not a name that AWS gives") from error


def _not_ours(urn: str, error: Exception) -> Fault:
    reason = str(error) if isinstance(error, ValueError) else "it lacks what this project writes"
    return Fault(
        "Plan is not of this project",
        f"`{printable(shortened(resource_name(urn)))}` cannot be read: {reason}. Nothing was read from "
        "AWS, and no file was written.",
        "name the plan file of a run over manifests, as the engine wrote it",
    )
