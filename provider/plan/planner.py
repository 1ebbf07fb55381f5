"""From what is desired and what was observed to a plan: which versions change, which wait, and what is refused.

The rules, for each declared version:

    observed    declared                    becomes
    absent      Published, Unlisted         a refusal: only publishing can create it
    absent      Archived, Disposed          waiting: acted upon in the first run after it appears
    absent      Deleted                     nothing: absence is what was asked for
    Disposed    anything but Deleted        a refusal: the assets are gone
    any         pinned to another revision  a refusal: it is not the artefact that was reviewed
    any         the same status             nothing
    Unlisted    Published, a Maven build    nothing: AWS unlists old builds of a snapshot itself
    any         another status              a transition

Versions that nobody declared are left alone, whatever they are. Whether a plan is small enough to be carried out is
for `provider.plan.limits` to say; how it is carried out, for `provider.plan.batches` and `provider.apply`.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import assert_never

from provider.plan.measured import MeasuredPlan
from provider.plan.model import Changes, ObservedPackage, ObservedVersion, OriginChange, PackagePlan, Transition
from provider.plan.snapshots import is_superseded
from provider.plan.transitions import is_legal
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration, Restriction
from schemas.errors import Fault
from schemas.status import Status


def plan(desired: Iterable[DesiredPackage], observed: Iterable[ObservedPackage]) -> MeasuredPlan:
    """Plan a whole run.

    Args:
        desired: What is declared, each package once, in any order.
        observed: What AWS answered, in any order. Packages that nobody declared are passed over.

    Returns:
        The plan of every declared package.

    Raises:
        KeyError: A declared package was not observed. That nobody looked does not mean that it is absent.
    """
    observations = {package.coordinates: package for package in observed}
    pairs = [(package, observations[package.coordinates]) for package in sorted(desired, key=_order)]
    version_counts = tuple(len(observation.versions) for _, observation in pairs)
    packages = tuple(plan_package(package, observation) for package, observation in pairs)
    return MeasuredPlan(packages, sum(version_counts), version_counts)


def plan_package(desired: DesiredPackage, observed: ObservedPackage) -> PackagePlan:
    """Plan one package.

    A pin is checked also where a version has its declared status already: what is there is not what was reviewed, and
    that is worth stopping for even though nothing would be written.

    Args:
        desired: What is declared.
        observed: What AWS answered for the same package.

    Returns:
        The plan, in which every declared version that is not yet as desired is a transition, waiting or refused.
    """
    observations = {version.version: version for version in observed.versions}
    transitions: list[Transition] = []
    waiting: list[DesiredVersion] = []
    refusals: list[Fault] = []
    for wanted in sorted(desired.versions, key=attrgetter("version")):
        match _decide(desired.coordinates, wanted, observations.get(wanted.version)):
            case Transition() as transition:
                transitions.append(transition)
            case DesiredVersion() as absent:
                waiting.append(absent)
            case Fault() as refusal:
                refusals.append(refusal)
            case None:
                pass
            case unexpected:
                assert_never(unexpected)
    changes = Changes(tuple(transitions), _origin_change(desired.origin, observed.origin))
    reopened = _reopened(changes, desired.origin or observed.origin)
    return PackagePlan(desired.coordinates, changes, tuple(waiting), reopened, tuple(refusals))


def _decide(
    coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion | None
) -> Transition | DesiredVersion | Fault | None:
    """What becomes of one declared version: a transition, waiting, a refusal, or nothing."""
    if found is None:
        return _decide_absent(coordinates, wanted)
    if found.status is not wanted.status and not is_legal(found.status, wanted.status):
        return _disposed(coordinates, wanted, found)
    if wanted.revision not in {None, found.revision}:
        return _other_revision(coordinates, wanted, found)
    superseded = is_superseded(coordinates.format, wanted.version, found.status, wanted.status)
    if found.status is wanted.status or superseded:
        return None
    # Of a version that is Unfinished, AWS documents only the way to Published; the table says so, and so does the
    # rendered plan. Should AWS refuse another way, that is an outcome of the write.
    return Transition(wanted.version, found.status, wanted.status, found.revision)


def _decide_absent(coordinates: Coordinates, wanted: DesiredVersion) -> DesiredVersion | Fault | None:
    """What becomes of a declared version that AWS does not list."""
    match wanted.status:
        case Status.PUBLISHED | Status.UNLISTED | Status.UNFINISHED:
            return _absent(coordinates, wanted)
        case Status.ARCHIVED | Status.DISPOSED:
            return wanted
        case Status.DELETED:
            return None
        case unexpected:
            assert_never(unexpected)


def _origin_change(wanted: OriginConfiguration | None, found: OriginConfiguration | None) -> OriginChange | None:
    """The change of the origin configuration, if one is declared and differs."""
    if wanted is None or wanted == found:
        return None
    return OriginChange(found, wanted)


def _reopened(changes: Changes, origin: OriginConfiguration | None) -> tuple[str, ...]:
    """The versions that are deleted while, after the run, the way from upstream is open.

    A version that was absent before is none: nothing is done to it, and what was said of it once is not said in every
    run. Whether the repository has an upstream at all is not asked: one may be added any day.

    Source: AWS CodeArtifact User Guide, "Upstream repository behavior": what a repository does not hold is looked for
    upstream, and retained. That this also holds for what was deleted is inferred from it.
    """
    if origin is None or origin.upstream is Restriction.BLOCK:
        return ()
    return tuple(each.version for each in changes.transitions if each.after is Status.DELETED)


def _order(package: DesiredPackage) -> tuple[str, str]:
    """A total order of packages; the namespace and the owner, which may be None, have none of their own."""
    coordinates = package.coordinates
    return coordinates.resource_name, coordinates.repository.domain_owner or ""


def _absent(coordinates: Coordinates, wanted: DesiredVersion) -> Fault:
    return Fault(
        "Version is absent",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}`, but the repository does not hold it. Only "
        "publishing it, or fetching it from upstream, can create it. Nothing was changed.",
        f"publish or fetch {wanted.version}, or take it out of the declaration",
        wanted.place,
    )


def _disposed(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    """The refusal of a transition that is illegal.

    Source: AWS CodeArtifact User Guide, "Package version status": a disposed version can only be deleted.
    """
    return Fault(
        "Disposed version cannot be restored",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}`, but it is `{found.status}` (revision "
        f"`{found.revision}`). Its assets are gone for good, and all that can still be done is to delete it. Nothing "
        "was changed.",
        f"declare {wanted.version} as `{Status.DISPOSED}` or `{Status.DELETED}`",
        wanted.place,
    )


def _other_revision(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    return Fault(
        "Revision is not the pinned one",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}` at revision `{wanted.revision}`, but it is "
        f"`{found.status}` at revision `{found.revision}`. Its assets or its metadata are not those that were "
        "reviewed. Nothing was changed.",
        f"review {wanted.version} as it is now, then pin the revision that was reviewed",
        wanted.place,
    )


def _named(coordinates: Coordinates, wanted: DesiredVersion) -> str:
    return f"`{coordinates.written}` {wanted.version} ({coordinates.format}) in `{coordinates.repository}`"
