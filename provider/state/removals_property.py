"""What the removals and deletions of a run do, as the input of the `Removals` resource, and back."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from packagestate.provider.plan.changes import from_lines, to_lines
from packagestate.provider.plan.model import Changes
from packagestate.provider.plan.recorded import unreadable_record
from packagestate.provider.state import keys
from packagestate.schemas.coordinates import Coordinates, parse_resource_name
from packagestate.schemas.errors import printable

# The name of a package's resource, and the owner of its domain where one is declared; neither holds a space.
_KEY: Final = re.compile(r"(?P<name>\S+)(?: of (?P<owner>[0-9]{12}))?")

Planned = Mapping[Coordinates, Changes]


class RecordedRemovals(NamedTuple):
    """What the outputs of the resource record.

    Attributes:
        planned: What earlier runs were to do with each package.
        fenced: The packages that the last refresh found fenced, as `key_of` names them.
    """

    planned: dict[Coordinates, Changes]
    fenced: frozenset[str]


def to_property(planned: Planned) -> dict[str, dict[str, str]]:
    """What removals do, as the resource's input.

    Args:
        planned: The changes of each package that goes; no changes where it is only forgotten.
    """
    return dict(sorted((key_of(coordinates), to_lines(changes)) for coordinates, changes in planned.items()))


def from_property(lines: Mapping[str, Mapping[str, str]]) -> dict[Coordinates, Changes]:
    """The inverse of `to_property`.

    Args:
        lines: The input, without its generation.

    Raises:
        ValueError: A key or a line is malformed.
    """
    return {from_key(key): from_lines(changes) for key, changes in lines.items()}


def recorded_removals(name: str, outputs: Mapping[str, Any]) -> RecordedRemovals:
    """What the outputs of the resource record.

    Args:
        name: The name of the resource.
        outputs: Its outputs.

    Raises:
        StateError: They are not what this project writes.
    """
    try:
        return RecordedRemovals(from_property(outputs[keys.PLANNED]), frozenset(outputs.get(keys.FENCED) or ()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable_record(name) from error


def key_of(coordinates: Coordinates) -> str:
    """How the input names a package.

    Args:
        coordinates: The package.
    """
    owner = coordinates.repository.domain_owner
    return f"{coordinates.resource_name} of {owner}" if owner else coordinates.resource_name


def from_key(key: str) -> Coordinates:
    """The inverse of `key_of`.

    Args:
        key: How the input names a package.

    Raises:
        ValueError: It names none.
    """
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"`{printable(key)}` is not a package")
    return parse_resource_name(match["name"], match["owner"])
