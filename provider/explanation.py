"""Everything that is known of one version, and what the next run would do with it and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from provider.plan.model import ObservedPackage, ObservedVersion, PackagePlan
from provider.plan.planner import plan_versions
from provider.plan.recorded import RecordedPackage, RecordedVersion
from provider.plan.words import caution, reversibility
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, DesiredVersion
from schemas.status import Status

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
        declared: What the manifests say; None where they do not name it.
        recorded: What the state remembers; None where it does not know the version, or nobody gave a state.
        observed: What AWS has; None where the version is absent.
        plan: What a run does with this version alone; None where the manifests do not name it.
        verdict: The same in a word.
        reasons: Why, in sentences.
    """

    coordinates: Coordinates
    version: str
    declared: DesiredVersion | None
    recorded: RecordedVersion | None
    observed: ObservedVersion | None
    plan: PackagePlan | None
    verdict: Verdict
    reasons: tuple[str, ...]


def explain(
    version: str, package: DesiredPackage | None, record: RecordedPackage | None, observed: ObservedPackage
) -> Explanation:
    """Explain one version.

    Args:
        version: The version.
        package: What the manifests say of its package; None where they do not name it.
        record: What the state remembers of its package; None where it does not, or nobody gave a state.
        observed: What AWS has of its package, with the origin configuration.

    Returns:
        The explanation.
    """
    declared = _named(version, package.versions if package else ())
    found, recorded = _named(version, observed.versions), _named(version, record.versions if record else ())
    plan = plan_versions(package, observed, (declared,)) if package and declared else None
    verdict = Verdict.LEAVE_ALONE if plan is None else _verdict(plan)
    reasons = (
        *_drift(recorded, found),
        *(_why_left_alone(package, record) if declared is None or plan is None else _why(declared, found, plan)),
    )
    return Explanation(observed.coordinates, version, declared, recorded, found, plan, verdict, reasons)


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


def _why_left_alone(package: DesiredPackage | None, record: RecordedPackage | None) -> Iterator[str]:
    yield "No manifest names this version, so it is nobody's business and stays as it is."
    if package is None and record is not None:
        yield (
            "The state remembers the package, and no manifest names it any more: the next `pulumi up` removes it from "
            f"the state, and `onRemoval` is `{record.on_removal}`."
        )


def _why(declared: DesiredVersion, found: ObservedVersion | None, plan: PackagePlan) -> Iterator[str]:
    status = found.status if found else None
    for transition in plan.changes.transitions:
        verdict = ", ".join(filter(None, (reversibility(transition), caution(transition))))
        yield f"The manifest says `{declared.status}`, and AWS has `{transition.before}`: {verdict}."
    if plan.reopened:
        yield "Its package lets versions in from upstream, so the next request may fetch it again."
    if plan.waiting:
        yield f"It is absent, and becomes `{declared.status}` in the first run after it appears."
    if plan.refusals:
        yield "A run that would have to do this is refused as a whole, before anything is changed."
    elif status is declared.status:
        yield "It is as the manifest says."
    elif found is None and declared.status is Status.DELETED:
        yield "It is absent, as the manifest says."
    elif not plan.changes.transitions and not plan.waiting:
        yield "AWS unlists old builds of a Maven snapshot by itself, so this is no difference."
