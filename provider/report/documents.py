"""What `--json` prints: values as plain JSON, with keys spelt as AWS and the manifests spell theirs.

docs/json.md has the shapes. `formatVersion` grows where a reader of the present shape would go wrong.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from packagestate.provider.plan.model import OriginChange, PackageDeletion, Transition
from packagestate.provider.plan.precedence import Contest
from packagestate.provider.plan.recorded import Unmanaged
from packagestate.provider.plan.transitions import rule
from packagestate.provider.report.view import PackageReport, PlanReport
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredDeletion, DesiredVersion, OriginConfiguration
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.status import IRREVERSIBLE

FORMAT_VERSION: Final = 1


def written(content: Mapping[str, Any]) -> str:
    """A document as text.

    Args:
        content: What it says.

    Returns:
        JSON in ASCII, so that nothing in it can act on a terminal; and without `##`, with which commands of pipelines
        begin. Only a string can hold that, and there the escape means the same.
    """
    return json.dumps({"formatVersion": FORMAT_VERSION, **content}, indent=2).replace("##", "\\u0023\\u0023")


def plan_document(report: PlanReport) -> str:
    """A plan for a program.

    Args:
        report: All that there is to say about the plan.

    Returns:
        The document: totals, the packages that there is something to say about, and what is wrong with the plan.
    """
    transitions = report.totals.transitions
    return written(
        {
            "packageCount": report.totals.package_count,
            "observedVersionCount": report.totals.observed_version_count,
            "transitionCount": sum(transitions.values()),
            "irreversibleCount": sum(count for (_, status), count in transitions.items() if status in IRREVERSIBLE),
            "looseningCount": report.totals.loosening.total(),
            "waitingCount": report.totals.waiting_count,
            "packages": list(map(_package, report.packages)),
            "removals": list(map(_removal, report.removals)),
            "unmanaged": list(map(_unmanaged, report.unmanaged)),
            "letThrough": list(map(_contest, report.let_through)),
            "outranked": list(map(_contest, report.outranked)),
            "absentCount": report.absent_count,
            "uncontained": [
                {**identity(each.coordinates), "versions": list(each.versions)} for each in report.uncontained
            ],
            "settings": [change._asdict() for change in report.settings],
            "limitsOfThisRun": [change._asdict() for change in report.of_this_run],
            "refusals": list(map(fault_object, report.refusals)),
            "warnings": list(map(fault_object, report.warnings)),
            "excesses": list(map(fault_object, report.excesses)),
            "note": report.note,
        }
    )


def identity(coordinates: Coordinates) -> dict[str, Any]:
    """Which package it is.

    Args:
        coordinates: The package.

    Returns:
        Its parts as the API has them, and its name as people write it.
    """
    return {
        "domain": coordinates.repository.domain,
        "domainOwner": coordinates.repository.domain_owner,
        "repository": coordinates.repository.name,
        "format": str(coordinates.format),
        "namespace": coordinates.namespace,
        "package": coordinates.package,
        "written": coordinates.written,
    }


def transition_object(transition: Transition) -> dict[str, Any]:
    """One version that changes.

    Args:
        transition: The transition.

    Returns:
        What it was planned from, what it becomes, and how it is known that AWS carries it out.
    """
    return {
        "version": transition.version,
        "before": str(transition.before),
        "after": str(transition.after),
        "revision": transition.revision,
        "irreversible": transition.irreversible,
        "loosens": transition.loosens,
        "evidence": str(rule(transition).evidence),
    }


def declaration(version: DesiredVersion) -> dict[str, Any]:
    """What is declared of one version.

    Args:
        version: The declaration.

    Returns:
        Its status and pin, why, where it stands, and the statement of one repository that it overrides.
    """
    return {
        "status": str(version.status),
        "revision": version.revision,
        "reason": version.reason,
        **place_object(version.place),
        "overrides": None
        if version.outranks is None
        else {"status": str(version.outranks.status), **place_object(version.outranks.place)},
    }


def place_object(place: Place | None) -> dict[str, Any]:
    """Where something stands.

    Args:
        place: The place, if it is known.

    Returns:
        File, line and column; null where it is not known.
    """
    return dict(zip(("file", "line", "column"), place or (None, None, None), strict=True))


def fault_object(fault: Fault) -> dict[str, Any]:
    """What is wrong, by its parts.

    Args:
        fault: The fault.
    """
    return {**place_object(fault.place), "summary": fault.summary, "detail": fault.detail, "hint": fault.hint}


def origin_object(configuration: OriginConfiguration | None) -> dict[str, str] | None:
    """An origin configuration.

    Args:
        configuration: The configuration, if there is one.

    Returns:
        Both restrictions; null where there is none.
    """
    if configuration is None:
        return None
    return {"publish": str(configuration.publish), "upstream": str(configuration.upstream)}


def origin_change(change: OriginChange | None) -> dict[str, Any] | None:
    """A change of an origin configuration.

    Args:
        change: The change, if there is one.

    Returns:
        The configuration before and after; null where it does not change.
    """
    if change is None:
        return None
    return {"before": origin_object(change.before), "after": origin_object(change.after)}


def deletion_object(deletion: PackageDeletion | None, declared: DesiredDeletion | None = None) -> dict[str, Any] | None:
    """The deletion of a whole package.

    Args:
        deletion: The deletion, if there is one.
        declared: What the manifest says about it, where it does.

    Returns:
        The origin configuration before and after, why, and where that stands; null where the package stays.
    """
    if deletion is None:
        return None
    return {
        "originBefore": origin_object(deletion.before),
        "originAfter": origin_object(deletion.after),
        "reason": declared.reason if declared else None,
        **place_object(declared.place if declared else None),
    }


def _declared(version: DesiredVersion | None) -> dict[str, Any] | None:
    return None if version is None else declaration(version)


def _removal(package: PackageReport) -> dict[str, Any]:
    return {
        **identity(package.coordinates),
        "action": str(package.action),
        "note": package.note or None,
        "transitions": [transition_object(each.transition) for each in package.changes],
        "deletion": deletion_object(package.deletion),
        "mayReturn": list(package.may_return),
    }


def _contest(contest: Contest) -> dict[str, Any]:
    literal, several = contest.literal, contest.several
    return {
        **identity(contest.coordinates),
        "version": literal.version,
        "literal": {"status": str(literal.status), "reason": literal.reason, **place_object(literal.place)},
        "several": {"status": str(several.status), "reason": several.reason, **place_object(several.place)},
    }


def _unmanaged(unmanaged: Unmanaged) -> dict[str, Any]:
    versions = [{"version": each.version, "status": str(each.status)} for each in unmanaged.versions]
    return {**identity(unmanaged.coordinates), "versions": versions}


def _package(package: PackageReport) -> dict[str, Any]:
    return {
        **identity(package.coordinates),
        "transitions": [
            {**transition_object(each.transition), "declared": _declared(each.declared)} for each in package.changes
        ],
        "deletion": deletion_object(package.deletion, package.declared_deletion),
        "origin": origin_change(package.origin),
        "waiting": [{"version": each.version, "declared": declaration(each)} for each in package.waiting],
        "mayReturn": list(package.may_return),
    }
