"""The text of `changes`: the plan of one package as the resource's input, and back.

This text is what a plan file binds and what the provider obeys, so it holds everything that a write needs, and it is
read strictly: a line is either exactly what `to_lines` writes, or an error.

    5.6.1                 Published -> Disposed, revision KW9K…
    origin configuration  publish ALLOW, upstream ALLOW -> publish BLOCK, upstream ALLOW
    whole package         publish ALLOW, upstream ALLOW -> Deleted, then publish BLOCK, upstream BLOCK
"""

import re
from collections.abc import Mapping

from packagestate.provider.plan.model import Changes, OriginChange, PackageDeletion, Transition
from packagestate.provider.plan.transitions import is_legal
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

#: The key of the change of the origin configuration. A version holds no white space, so none is called like this.
ORIGIN_KEY = "origin configuration"

#: The key of the deletion of the package as a whole.
PACKAGE_KEY = "whole package"

_ABSENT = "absent"
_UNKNOWN = "unknown"

# Source: AWS CodeArtifact API reference, `PackageVersion` (`[^#/\s]+`) and `PackageVersionRevision` (`\S+`).
_VERSION = re.compile(r"[^#/\s]+")
_STATUS = "|".join(Status)
_TRANSITION = re.compile(rf"(?P<before>{_STATUS}) -> (?P<after>{_STATUS}), revision (?P<revision>\S+)")
_RESTRICTION = "|".join(Restriction)
_CONFIGURATION = rf"publish (?:{_RESTRICTION}), upstream (?:{_RESTRICTION})"
_ORIGIN = re.compile(rf"(?P<before>{_ABSENT}|{_CONFIGURATION}) -> (?P<after>{_CONFIGURATION})")
_DELETION = re.compile(
    rf"(?P<before>{_UNKNOWN}|{_CONFIGURATION}) -> {Status.DELETED}(?:, then (?P<after>{_CONFIGURATION}))?"
)


def to_lines(changes: Changes) -> dict[str, str]:
    """Write the changes of one package as the resource's input.

    Args:
        changes: The changes.

    Returns:
        One line for each version in the order of the transitions, one under `ORIGIN_KEY` for the change of the origin
        configuration, and one under `PACKAGE_KEY` for the deletion of the package; empty where nothing changes.
    """
    lines = {
        transition.version: f"{transition.before} -> {transition.after}, revision {transition.revision}"
        for transition in changes.transitions
    }
    if changes.origin is not None:
        lines[ORIGIN_KEY] = origin_line(changes.origin)
    if changes.deletion is not None:
        lines[PACKAGE_KEY] = deletion_line(changes.deletion)
    return lines


def origin_line(change: OriginChange) -> str:
    """Write a change of the origin configuration.

    Args:
        change: The change.

    Returns:
        The configuration before, or `absent`, and the one after.
    """
    return f"{change.before or _ABSENT} -> {change.after}"


def deletion_line(deletion: PackageDeletion) -> str:
    """Write the deletion of a package.

    Args:
        deletion: The deletion.

    Returns:
        The origin configuration before, or `unknown`, that the package is deleted, and the configuration that is put
        again afterwards, if there is one.
    """
    again = "" if deletion.after is None else f", then {deletion.after}"
    return f"{deletion.before or _UNKNOWN} -> {Status.DELETED}{again}"


def from_lines(lines: Mapping[str, object]) -> Changes:
    """Read the resource's input.

    Args:
        lines: The lines as `to_lines` wrote them, in any order.

    Returns:
        The changes.

    Raises:
        ValueError: A key is not a version, a line is malformed, a transition is illegal or changes nothing, or a
            package is deleted and something else happens to it. The text names the key and the line.
    """
    origin = _parse_origin(lines[ORIGIN_KEY]) if ORIGIN_KEY in lines else None
    deletion = _parse_deletion(lines[PACKAGE_KEY]) if PACKAGE_KEY in lines else None
    versions = sorted(lines.keys() - {ORIGIN_KEY, PACKAGE_KEY})
    transitions = tuple(_parse_transition(version, lines[version]) for version in versions)
    if deletion is not None and (origin is not None or any(each.after is not Status.DELETED for each in transitions)):
        raise ValueError(f"`{PACKAGE_KEY}`: a package that is deleted changes in no other way")
    return Changes(transitions, origin, deletion)


def _parse_transition(version: str, line: object) -> Transition:
    if _VERSION.fullmatch(version) is None:
        raise ValueError(f"`{printable(version)}` is not a version")
    match = _TRANSITION.fullmatch(line) if isinstance(line, str) else None
    if match is None:
        raise _malformed(version, line, "Published -> Archived, revision REVISION")
    transition = Transition(version, Status(match["before"]), Status(match["after"]), match["revision"])
    if not is_legal(transition.before, transition.after):
        raise ValueError(f"`{printable(version)}`: no call leads from {transition.before} to {transition.after}")
    return transition


def _parse_origin(line: object) -> OriginChange:
    match = _ORIGIN.fullmatch(line) if isinstance(line, str) else None
    if match is None:
        raise _malformed(ORIGIN_KEY, line, "publish ALLOW, upstream ALLOW -> publish BLOCK, upstream ALLOW")
    before = None if match["before"] == _ABSENT else _parse_configuration(match["before"])
    change = OriginChange(before, _parse_configuration(match["after"]))
    if change.before == change.after:
        raise ValueError(f"`{ORIGIN_KEY}`: `{line}` changes nothing")
    return change


def _parse_deletion(line: object) -> PackageDeletion:
    match = _DELETION.fullmatch(line) if isinstance(line, str) else None
    if match is None:
        raise _malformed(PACKAGE_KEY, line, f"publish ALLOW, upstream ALLOW -> {Status.DELETED}")
    before = None if match["before"] == _UNKNOWN else _parse_configuration(match["before"])
    return PackageDeletion(before, None if match["after"] is None else _parse_configuration(match["after"]))


def _parse_configuration(text: str) -> OriginConfiguration:
    """Both restrictions of a text that `_CONFIGURATION` matched."""
    publish, upstream = re.findall(_RESTRICTION, text)
    return OriginConfiguration(Restriction(publish), Restriction(upstream))


def _malformed(key: str, line: object, example: str) -> ValueError:
    return ValueError(f"`{printable(key)}`: `{printable(str(line))}` is not of the form `{example}`")
