"""What the removals and deletions of a run do, as the input of the `Removals` resource, and back."""

import re
from collections.abc import Mapping
from typing import Final

from packagestate.provider.plan.changes import from_lines, to_lines
from packagestate.provider.plan.model import Changes
from packagestate.schemas.coordinates import Coordinates, parse_resource_name
from packagestate.schemas.errors import printable

# The name of a package's resource, and the owner of its domain where one is declared; neither holds a space.
_KEY: Final = re.compile(r"(?P<name>\S+)(?: of (?P<owner>[0-9]{12}))?")

Planned = Mapping[Coordinates, Changes]


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
