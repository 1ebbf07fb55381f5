"""What a run is going to do, as a document that a plan file carries, and how a later run differs from it.

The engine holds a plan file against one resource after the other, so it finds the fifth package stale when four have
been written. This document is compared as a whole, before anything is registered. It says more than the changes: a
manifest that declares something else than what was reviewed is another plan, also where nothing has to change for it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from provider.configuration import NAMESPACE
from provider.plan.changes import ORIGIN_KEY, PACKAGE_KEY, to_lines
from provider.plan.model import PackagePlan
from provider.removals_property import from_key, key_of, to_property
from provider.settings import changed_settings
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, OnRemoval
from schemas.errors import PackageStateError

if TYPE_CHECKING:
    from provider.planning import Planned

#: The member of a plan file that holds the document. The engine passes over what it does not know.
MEMBER: Final = "packagestate"

#: Names the file that the program writes the document to, and the one of the document that it must keep to.
DOCUMENT_VARIABLE: Final = "PACKAGESTATE_PLAN_DOCUMENT"
REVIEWED_VARIABLE: Final = "PACKAGESTATE_REVIEWED"

_NO_LINES: Final[Mapping[str, str]] = {}


class StalePlanError(PackageStateError):
    """What was reviewed is not what would be done now."""


def document(planned: "Planned") -> dict[str, Any]:
    """What a run is going to do.

    Args:
        planned: Its plan.

    Returns:
        Plain JSON: what is declared and planned of each package, and what happens to those that are not declared.
    """
    forgotten = (each for each in planned.plan.removals if each.action is OnRemoval.RETAIN)
    return {
        "packages": {
            key_of(each.coordinates): _package(each, planned.desired[each.coordinates])
            for each in planned.plan.packages
        },
        "removals": to_property(planned.handed_over),
        "forgotten": sorted(key_of(each.coordinates) for each in forgotten),
        "settings": dict(planned.in_force),
    }


def require_reviewed(text: str, planned: "Planned") -> None:
    """Make sure that a run is going to do exactly what was reviewed.

    Args:
        text: The document of the plan that was reviewed, as JSON.
        planned: What the run would do.

    Raises:
        StalePlanError: It would do something else, and the error says what moved; or the text is no such document.
    """
    try:
        lines = tuple(_differences(json.loads(text), planned))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StalePlanError.of(
            "Plan cannot be read",
            "The plan file does not hold what `packagestate pipeline preview` writes. Nothing was changed.",
            "run the preview again, have its report reviewed, and come back with its plan",
        ) from error
    if lines:
        raise StalePlanError.of(
            "Plan is stale",
            "\n".join((*lines, "Nothing was changed.")),
            "run the preview again, have the new report reviewed, and come back with the new plan",
        )


def _package(plan: PackagePlan, desired: DesiredPackage) -> dict[str, Any]:
    return {
        "status": None if desired.deletion is None else "Deleted",
        "versions": {version.version: str(version.status) for version in desired.versions},
        "revisions": {version.version: version.revision for version in desired.versions if version.revision},
        "origin": None if desired.origin is None else str(desired.origin),
        "onRemoval": str(desired.on_removal),
        "changes": to_lines(plan.changes),
    }


def _differences(reviewed: Mapping[str, Any], planned: "Planned") -> Iterator[str]:
    now = document(planned)
    for setting in changed_settings(reviewed["settings"], now["settings"]):
        before, after = (f"`{value}`" if value else "not set" for value in (setting.before, setting.after))
        yield f"`{NAMESPACE}:{setting.key}`: reviewed as {before}, is {after} now."
    present = {
        (each.coordinates.resource_name, version.version): str(version.status)
        for each in planned.observed
        for version in each.versions
    }
    for key in sorted(reviewed["packages"].keys() | now["packages"].keys()):
        place, before, after = from_key(key), reviewed["packages"].get(key), now["packages"].get(key)
        if before is None or after is None:
            yield (
                f"{place} was reviewed, and is not declared now."
                if after is None
                else (f"{place} is declared now, and was not reviewed.")
            )
            continue
        yield from _changed_lines(place, before["changes"], after["changes"], present)
        if others := [name for name in after if name != "changes" and before.get(name) != after[name]]:
            yield f"{place} is declared otherwise than it was reviewed: {', '.join(others)}."
    for key in sorted(reviewed["removals"].keys() | now["removals"].keys()):
        before, after = reviewed["removals"].get(key, _NO_LINES), now["removals"].get(key, _NO_LINES)
        yield from _changed_lines(from_key(key), before, after, present)
    for key in sorted(set(reviewed["forgotten"]) ^ set(now["forgotten"])):
        was = "not to be forgotten" if key in now["forgotten"] else "to be forgotten"
        yield f"{from_key(key)}: reviewed as {was}, which is not so now."


def _changed_lines(
    place: Coordinates, before: Mapping[str, str], after: Mapping[str, str], present: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    """What moved of one package, in words."""
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, ""), after.get(key, "")
        if old == new:
            continue
        if key in {ORIGIN_KEY, PACKAGE_KEY}:
            yield f"{place}, {key}: reviewed as `{old or 'unchanged'}`, would be `{new or 'unchanged'}` now."
            continue
        status = present.get((place.resource_name, key), new.partition(" -> ")[0] or "absent")
        subject = f"{place.written} {key} ({place.format}) in {place.repository}"
        if not old:
            yield f"{subject}: reviewed as not to change, is `{status}` now."
        elif old.partition(" -> ")[0] != status:
            yield f"{subject}: reviewed as `{old.partition(' -> ')[0]}`, is `{status}` now."
        else:
            yield f"{subject}: reviewed as `{old}`, would be `{new or 'unchanged'}` now."
