"""What a run is going to do, as a document that a plan file carries, and how a later run differs from it.

The engine holds a plan file against one resource after the other, so it finds the fifth package stale when four have
been written. This document is compared as a whole, before anything is registered. It says more than the changes: a
manifest that declares something else than what was reviewed is another plan, also where nothing has to change for it.
"""

import json
from typing import Any, Final

from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import PackagePlan
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.moved import Seen, differences
from packagestate.provider.state.removals_property import key_of, to_property
from packagestate.schemas.desired import DesiredPackage, OnRemoval
from packagestate.schemas.errors import PackageStateError

#: The member of a plan file that holds the document. The engine passes over what it does not know.
MEMBER: Final = "packagestate"

#: Names the file that the program writes its plan to, as Markdown.
REPORT_VARIABLE: Final = "PACKAGESTATE_REPORT"
#: Names the file that the program writes the document to, and the one of the document that it must keep to.
DOCUMENT_VARIABLE: Final = "PACKAGESTATE_PLAN_DOCUMENT"
REVIEWED_VARIABLE: Final = "PACKAGESTATE_REVIEWED"


class StalePlanError(PackageStateError):
    """What was reviewed is not what would be done now."""


def document(planned: Planned) -> dict[str, Any]:
    """What a run is going to do.

    Args:
        planned: Its plan.

    Returns:
        Plain JSON: what is declared and planned of each package, what happens to those that are not declared, and the
        settings.
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


def require_reviewed(text: str, planned: Planned) -> None:
    """Make sure that a run is going to do exactly what was reviewed.

    Args:
        text: The document of the plan that was reviewed, as JSON.
        planned: What the run would do.

    Raises:
        StalePlanError: It would do something else, and the error says what moved; or the text is no such document.
    """
    present = {
        (each.coordinates.resource_name, version.version): Seen(str(version.status), version.revision)
        for each in planned.observed
        for version in each.versions
    }
    try:
        lines = tuple(differences(json.loads(text), document(planned), present))
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
