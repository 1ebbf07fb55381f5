"""What a run is going to do, as a document that a plan file carries, and how a later run differs from it.

The engine holds a plan file against one resource after the other, so it finds the fifth package stale when four have
been written. This document is compared as a whole, before anything is registered. It says more than the changes: a
manifest that declares something else than what was reviewed is another plan, also where nothing has to change for it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from packagestate.provider.plan.appeared import copies
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import PackagePlan
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.moved import Seen, differences
from packagestate.provider.state.removals_property import from_key, key_of, to_property
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion

# What reading a file that is something else can end in.
_NOT_A_DOCUMENT: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

#: The member of a plan file that holds the document. The engine passes over what it does not know.
MEMBER: Final = "packagestate"

#: Where the document says which limits are other ones in this run alone.
LIMITS_MEMBER: Final = "limitsOfThisRun"

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
        Plain JSON: what is declared and planned of each package, what is said of several repositories, what happens to
        packages that are not declared, the settings, and the limits that are other ones in this run alone.
    """
    floors = Floors(planned.wide)
    forgotten = (each for each in planned.plan.removals if each.action is OnRemoval.RETAIN)
    return {
        "packages": {
            key_of(each.coordinates): _package(
                each, planned.desired[each.coordinates], copies(planned.desired[each.coordinates], seen, floors)
            )
            for each, seen in zip(planned.plan.packages, planned.observed, strict=True)
        },
        "several": _statements(planned.wide),
        "removals": to_property(planned.handed_over),
        "forgotten": sorted(key_of(each.coordinates) for each in forgotten),
        "settings": dict(planned.in_force),
        LIMITS_MEMBER: {each.key: each.after for each in planned.of_this_run},
    }


def changes_aws(content: Mapping[str, Any]) -> bool:
    """Whether a run would change anything in AWS, and not only what the stack remembers.

    Args:
        content: The document of its plan.
    """
    return any(each["changes"] for each in content["packages"].values()) or any(content["removals"].values())


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What somebody has reviewed.

    Attributes:
        content: The document of its plan.
        copies: The versions that statements for several repositories were about and that were there, by package.
    """

    content: Mapping[str, Any]
    copies: Mapping[Coordinates, Collection[str]]

    @classmethod
    def parse(cls, text: str) -> "Reviewed":
        """Read what was reviewed.

        Args:
            text: The document, as JSON.

        Raises:
            StalePlanError: It is no such document.
        """
        try:
            content = json.loads(text)
            packages = content["packages"].items()
            return cls(content, {from_key(key): frozenset(package["copies"]) for key, package in packages})
        except _NOT_A_DOCUMENT as error:
            raise _unreadable() from error

    def require(self, planned: Planned) -> None:
        """Make sure that a run is going to do exactly what was reviewed.

        Args:
            planned: What the run would do.

        Raises:
            StalePlanError: It would do something else, and the error says what moved; or the document is none.
        """
        present = {
            (each.coordinates.resource_name, version.version): Seen(str(version.status), version.revision)
            for each in planned.observed
            for version in each.versions
        }
        try:
            lines = tuple(differences(self.content, document(planned), present))
        except _NOT_A_DOCUMENT as error:
            raise _unreadable() from error
        if lines:
            raise StalePlanError.of(
                "Plan is stale",
                "\n".join((*lines, "Nothing was changed.")),
                "run the preview again, have the new report reviewed, and come back with the new plan",
            )


def _unreadable() -> StalePlanError:
    return StalePlanError.of(
        "Plan cannot be read",
        "The plan file does not hold what `packagestate pipeline preview` writes. Nothing was changed.",
        "run the preview again, have its report reviewed, and come back with its plan",
    )


def _statements(wide: Iterable[WideVersion]) -> dict[str, list[str]]:
    """What is said of several repositories, by the version that it is about."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for each in wide:
        said[each.subject].append(each.sentence)
    return {subject: sorted(said[subject]) for subject in sorted(said)}


def _package(plan: PackagePlan, desired: DesiredPackage, seen: Collection[str]) -> dict[str, Any]:
    return {
        "status": None if desired.deletion is None else "Deleted",
        "versions": {version.version: str(version.status) for version in desired.versions},
        "revisions": {version.version: version.revision for version in desired.versions if version.revision},
        "origin": None if desired.origin is None else str(desired.origin),
        "onRemoval": str(desired.on_removal),
        "literal": {each.version: str(status) for each in desired.versions if (status := _literal(each))},
        "floors": list(desired.floors),
        "copies": list(seen),
        "changes": to_lines(plan.changes),
    }


def _literal(version: DesiredVersion) -> Status | None:
    """What a manifest says of a version in one repository, whether that wins or not."""
    if version.outranks is not None:
        return version.outranks.status
    return None if version.is_of_several else version.status
