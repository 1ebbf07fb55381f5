"""What a stack's state remembers: of its packages, of what a run began to remove, and of its settings.

The engine answers the program with it, and `pulumi stack export` prints it; both name each resource by its URN.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from packagestate.provider.plan.commands import of_engine
from packagestate.provider.plan.model import Changes
from packagestate.provider.plan.recorded import RecordedPackage, unreadable_record
from packagestate.provider.state import properties
from packagestate.provider.state.removals_property import recorded_removals
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import StateError


class ResourceType(StrEnum):
    """The types of the resources that are read, as states record them: a file format."""

    PACKAGE = "pulumi-python:dynamic/codeartifact:Package"
    REMOVALS = "pulumi-python:dynamic/codeartifact:Removals"
    STACK = "pulumi:pulumi:Stack"


#: The stack's output that says with which settings the last run was made.
SETTINGS_OUTPUT: Final = "settings"


@dataclass(frozen=True, slots=True)
class Record:
    """What a state remembers.

    Attributes:
        packages: Its packages.
        removals: What the last run that removed or deleted packages was to do with each; None where none ever did.
        settings: The settings of the last run; empty where none was recorded.
    """

    packages: tuple[RecordedPackage, ...] = ()
    removals: Mapping[Coordinates, Changes] | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


def parse_record(resources: Mapping[str, Mapping[str, Any]]) -> Record:
    """Read what is remembered.

    Args:
        resources: The type and the outputs of each resource, by its URN. Resources of others are left out.

    Raises:
        StateError: One of them is not what this project writes.
    """
    packages = []
    removals = None
    settings: Mapping[str, str] = {}
    for urn, resource in resources.items():
        outputs = resource["outputs"]
        try:
            match resource["type"]:
                case ResourceType.PACKAGE:
                    packages.append(properties.recorded_package(resource_name(urn), outputs))
                case ResourceType.REMOVALS:
                    removals = recorded_removals(resource_name(urn), outputs).planned
                case ResourceType.STACK:
                    settings = _settings(outputs)
                case _:
                    pass
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise unreadable_record(resource_name(urn)) from error
    return Record(tuple(packages), removals, settings)


def _settings(outputs: Mapping[str, Any]) -> dict[str, str]:
    """The recorded settings. A value that is not a string raises TypeError: a report could not print it."""
    settings = {**(outputs.get(SETTINGS_OUTPUT) or {})}
    if not all(isinstance(value, str) for value in settings.values()):
        raise TypeError("a setting is not a string")
    return settings


def resource_name(urn: str) -> str:
    """The name of a resource.

    Args:
        urn: Its URN. The name comes after the third `::`, and may hold anything.
    """
    return urn.split("::", 3)[-1]


def read_state(text: str) -> Record:
    """Read an exported state.

    Args:
        text: What `pulumi stack export` printed.

    Returns:
        What it remembers, without the resources that an interrupted replacement left to be deleted.

    Raises:
        StateError: It is no such text.
    """
    try:
        resources = json.loads(text)["deployment"].get("resources") or ()
        kept = (each for each in resources if not each.get("delete"))
        return parse_record(
            {each["urn"]: {"type": each["type"], "outputs": each.get("outputs") or {}} for each in kept}
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StateError.of(
            "State cannot be read",
            "The file is not what `pulumi stack export` prints. Nothing was read or changed.",
            f"write it with {of_engine('stack export --file state.json')}",
        ) from error
