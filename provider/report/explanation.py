"""Everything that is known of one version, and what the next run would do with it and why."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, PackagePlan
from packagestate.provider.plan.planner import plan_package, plan_versions
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.provider.plan.words import IRREVERSIBLE, caution, reversibility
from packagestate.provider.report.weighing import WeighedStatement, weigh
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion

_REFUSED: Final = "A run that would have to do this is refused as a whole, before anything is changed."

VersionT = TypeVar("VersionT", DesiredVersion, ObservedVersion, RecordedVersion)


class Verdict(StrEnum):
    """What the next run does with a version."""

    CHANGE = "change"
    WAIT = "wait"
    REFUSE = "refuse"
    NOTHING = "nothing"
    LEAVE_ALONE = "leave alone"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One version, as each of the three knows it, and what follows.

    Attributes:
        coordinates: Its package.
        version: The version.
        declared: What the winning statement says; None where none holds here.
        recorded: What the state remembers; None where it does not know the version, or nobody gave a state.
        observed: What AWS has; None where the version is absent.
        plan: What a run does with this version alone, also where it goes with its package; None where nothing can.
        verdict: The same in a word.
        reasons: Why, in sentences.
        deletion: The declaration that the whole package must be gone; None where it may stay.
        statements: Every statement that names the version, the winner first, and why the others lose.
    """

    coordinates: Coordinates
    version: str
    declared: DesiredVersion | None
    recorded: RecordedVersion | None
    observed: ObservedVersion | None
    plan: PackagePlan | None
    verdict: Verdict
    reasons: tuple[str, ...]
    deletion: DesiredDeletion | None = None
    statements: tuple[WeighedStatement, ...] = ()


def explain(
    version: str,
    literal: DesiredPackage | None,
    record: RecordedPackage | None,
    observed: ObservedPackage,
    wide: Collection[WideVersion] = (),
    *,
    has_state: bool = True,
) -> Explanation:
    """Explain one version.

    Args:
        version: The version.
        literal: What manifests say of its package in this repository alone; None where they do not name it.
        record: What the state remembers of its package; None where it does not, or nobody gave a state.
        observed: What AWS has of its package, with the origin configuration.
        wide: What manifests say of its package in several repositories, also in others than this one.
        has_state: Whether somebody gave a state, so that removals are known.

    Returns:
        The explanation.
    """
    holding = [each for each in wide if each.is_about(observed.coordinates.repository.name)]
    package = combine(literal, holding, observed, is_recorded=record is not None)
    origin = next((each.origin for each in observed.versions if each.version == version), None)
    weighed = weigh(version, observed.coordinates, literal, wide, origin)
    declared, wanted = weighed.declared, _named(version, package.versions if package else ())
    found, recorded = _named(version, observed.versions), _named(version, record.versions if record else ())
    deletion = package.deletion if package else None
    plan: PackagePlan | None = None
    verdict = Verdict.LEAVE_ALONE
    if package is not None and deletion is not None:
        plan = _of_version(version, plan_package(package, observed))
        why = _why_deleted(found, plan)
    elif package is not None and declared is not None and wanted is not None:
        plan = plan_versions(package, observed, (wanted,))
        why = _why(declared, found, plan)
    elif declared is not None:
        verdict = Verdict.WAIT
        why = _why_awaited(declared)
    elif package is None and record is not None:
        plan = _plan_removal(version, record, observed)
        why = _why_removed(found, record, plan)
    else:
        why = _why_left_alone(package, has_state=has_state, is_named=bool(weighed.statements))
    return Explanation(
        observed.coordinates,
        version,
        declared,
        recorded,
        found,
        plan,
        verdict if plan is None else _verdict(plan),
        (*_drift(recorded, found), *why),
        deletion,
        weighed.statements,
    )


def _of_version(version: str, plan: PackagePlan) -> PackagePlan:
    """The part of a package's deletion that is about one version. What refuses the deletion refuses it too."""
    transitions = tuple(each for each in plan.changes.transitions if each.version == version)
    may_return = tuple(each for each in plan.may_return if each == version)
    return replace(plan, changes=Changes(transitions), may_return=may_return)


def _plan_removal(version: str, record: RecordedPackage, observed: ObservedPackage) -> PackagePlan | None:
    """What the removal of a package does with one version; None where it leaves the version as it is."""
    if record.on_removal is not OnRemoval.DELETE:
        # A disposal acts on each recorded version by itself, a deletion on all of them or none.
        record = replace(record, versions=tuple(each for each in record.versions if each.version == version))
    (removal,) = plan_removals((record,), {}, (observed,), {})
    if removal.action is OnRemoval.RETAIN:
        return None
    return _of_version(version, PackagePlan(removal.coordinates, removal.changes, refusals=removal.refusals))


def _named(version: str, versions: Iterable[VersionT]) -> VersionT | None:
    return next((each for each in versions if each.version == version), None)


def _verdict(plan: PackagePlan) -> Verdict:
    if plan.refusals:
        return Verdict.REFUSE
    if plan.changes.transitions:
        return Verdict.CHANGE
    return Verdict.WAIT if plan.waiting else Verdict.NOTHING


def _drift(recorded: RecordedVersion | None, found: ObservedVersion | None) -> Iterator[str]:
    """What has happened since the last run, as far as the state tells."""
    status = found.status if found else Status.DELETED
    if recorded is None:
        return
    if recorded.status is not status:
        yield f"The last run left it `{recorded.status}`, so somebody has changed it since."
    elif found is not None and not (recorded.revision and found.revision):
        yield "AWS or the state names no revision, so nobody can tell whether its assets or metadata have changed."
    elif found is not None and recorded.revision != found.revision:
        yield "Its revision is not the recorded one, so its assets or metadata have changed since the last run."


def _why_left_alone(package: DesiredPackage | None, *, has_state: bool, is_named: bool) -> Iterator[str]:
    said = "No statement about this version holds in this repository" if is_named else "No manifest names this version"
    yield f"{said}, so it is not managed and stays unchanged."
    if package is None and not has_state:
        yield "Whether a removal of its package changes it is only known with `--state`."


def _why_awaited(declared: DesiredVersion) -> Iterator[str]:
    """Why nothing is planned for a version that only statements of several repositories name."""
    yield "It is absent, which satisfies every statement of several repositories: nothing is planned."
    yield f"A copy that appears later becomes `{declared.status}` in the first run after it appears."


def _why_deleted(found: ObservedVersion | None, plan: PackagePlan) -> Iterator[str]:
    """Why a version goes that belongs to a package which is declared `Deleted`."""
    if found is None:
        yield "It is absent, as the manifest says of the whole package."
        return
    yield (
        "The manifest says `status: Deleted` for the whole package, and deleting the package deletes this version "
        f"too: {IRREVERSIBLE}."
    )
    if plan.may_return:
        yield "Nothing blocks the package afterwards, so the next request may fetch the version from upstream again."
    if plan.refusals:
        yield _REFUSED


def _why_removed(found: ObservedVersion | None, record: RecordedPackage, plan: PackagePlan | None) -> Iterator[str]:
    """Why a version goes, or stays, whose package is recorded and no longer declared."""
    yield (
        "No manifest names its package any more: the next `pulumi up` removes the package from the state, and its "
        f"recorded `onRemoval` is `{record.on_removal}`."
    )
    if plan is None:
        yield "That leaves this version unchanged, and it is no longer managed."
    elif plan.refusals:
        yield _REFUSED
    elif found is None:
        yield "This version is absent already."
    elif record.on_removal is OnRemoval.DELETE:
        yield f"Deleting the package deletes this version too: {IRREVERSIBLE}."
    else:
        yield f"That disposes this version: {IRREVERSIBLE}."


def _why(declared: DesiredVersion, found: ObservedVersion | None, plan: PackagePlan) -> Iterator[str]:
    status = found.status if found else None
    if status is not None and declared.is_of_several and declared.status.is_looser_than(status):
        yield f"AWS has `{status}`, and the statement asks for at least `{declared.status}`: nothing is planned."
        return
    for transition in plan.changes.transitions:
        verdict = ", ".join(filter(None, (reversibility(transition), caution(transition))))
        says = "The statement asks for at least" if declared.is_of_several else "The manifest says"
        yield f"{says} `{declared.status}`, and AWS has `{transition.before}`: {verdict}."
    if plan.may_return:
        yield "Its package lets versions in from upstream, so the next request may fetch it again."
    if plan.waiting:
        yield f"It is absent, and becomes `{declared.status}` in the first run after it appears."
    if plan.refusals:
        yield _REFUSED
    elif status is declared.status:
        yield "It is as the statement asks." if declared.is_of_several else "It is as the manifest says."
    elif found is None and declared.status is Status.DELETED:
        yield "It is absent, as the manifest says."
    elif not plan.changes.transitions and not plan.waiting:
        yield "AWS unlists old builds of a Maven snapshot by itself, so this is no difference."
