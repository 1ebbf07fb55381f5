"""From what is desired and what was observed to a plan: which versions change, which wait, and what is refused.

The rules, for each declared version:

    observed    declared                    becomes
    absent      Published, Unlisted         a refusal: only publishing can create it
    absent      Archived, Disposed          waiting: changed by the first run after it appears
    absent      Deleted                     nothing: absence is what was asked for
    Disposed    anything but Deleted        a refusal: the assets are gone
    any         pinned to another revision  a refusal: it is not the artefact that was reviewed
    no revision another status, or a pin    a refusal: a write would not be guarded, and a pin cannot be compared
    any         the same status             nothing
    Unlisted    Published, a Maven build    nothing: AWS unlists old builds of a snapshot itself
    any         another status              a transition

A package that is declared `Deleted` as a whole is deleted with every version that AWS lists; where it lists none, there
is nothing to do but for the origin configuration that is declared.

A declared version that is absent while a nearly equal one is there, and a package that is absent, are warnings as well:
see `provider.plan.nearest`. Versions that nobody declared are left alone, whatever they are. Whether a plan is small
enough to be carried out is for `provider.plan.limits` to say; how it is carried out, for `provider.plan.batches` and
`provider.apply.apply`.
"""

from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import assert_never

from packagestate.provider.plan import refusals
from packagestate.provider.plan.may_return import may_return
from packagestate.provider.plan.model import (
    Changes,
    ObservedPackage,
    ObservedVersion,
    OriginChange,
    PackageDeletion,
    PackagePlan,
    Plan,
    Transition,
)
from packagestate.provider.plan.nearest import Neighbours, warnings
from packagestate.provider.plan.removals import deletion
from packagestate.provider.plan.snapshots import is_superseded
from packagestate.provider.plan.transitions import is_legal
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status


def plan(desired: Iterable[DesiredPackage], observed: Iterable[ObservedPackage]) -> Plan:
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
    return Plan(tuple(plan_package(package, observation) for package, observation in pairs))


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
    if desired.deletion is not None and observed.versions:
        changes = deletion(observed, PackageDeletion(observed.origin, desired.origin))
        return PackagePlan(
            desired.coordinates,
            changes,
            may_return=may_return(changes, desired.origin),
            refusals=(
                *refusals.unguarded_deletion(desired, observed),
                *refusals.unrecordable(desired.coordinates, observed.versions, desired.deletion.place),
            ),
            version_count=len(observed.versions),
        )
    return plan_versions(desired, observed, desired.versions)


def plan_versions(desired: DesiredPackage, observed: ObservedPackage, only: Collection[DesiredVersion]) -> PackagePlan:
    """Plan some versions of one package as `plan_package` plans them.

    Args:
        desired: What is declared.
        observed: What AWS answered for the same package.
        only: The declared versions that are asked about.

    Returns:
        The part of the package's plan that is about these versions, with the change of the origin configuration.
    """
    observations = {version.version: version for version in observed.versions}
    neighbours = Neighbours(desired.versions, observed)
    transitions: list[Transition] = []
    waiting: list[DesiredVersion] = []
    refused: list[Fault] = []
    for wanted in sorted(only, key=attrgetter("version")):
        match _decide(desired.coordinates, wanted, observations.get(wanted.version), neighbours):
            case Transition() as transition:
                transitions.append(transition)
            case DesiredVersion() as absent:
                waiting.append(absent)
            case Fault() as refusal:
                refused.append(refusal)
            case None:
                pass
            case unexpected:
                assert_never(unexpected)
    changes = Changes(tuple(transitions), _origin_change(desired.origin, observed.origin))
    back = may_return(changes, desired.origin or observed.origin)
    doubts = (*warnings(desired, observed, only, neighbours), *_way_back(desired, changes, observed.origin))
    count = len(observed.versions)
    return PackagePlan(desired.coordinates, changes, tuple(waiting), back, tuple(refused), doubts, count)


def _decide(
    coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion | None, neighbours: Neighbours
) -> Transition | DesiredVersion | Fault | None:
    """What becomes of one declared version: a transition, waiting, a refusal, or nothing."""
    if found is None:
        return _decide_absent(coordinates, wanted, neighbours)
    if found.status is not wanted.status and not is_legal(found.status, wanted.status):
        return refusals.disposed(coordinates, wanted, found)
    if wanted.revision not in {None, found.revision}:
        return refusals.other_revision(coordinates, wanted, found)
    superseded = is_superseded(coordinates.format, wanted.version, found.status, wanted.status)
    if found.status is wanted.status or superseded:
        return None
    if not found.revision:
        return refusals.without_revision(coordinates, wanted, found)
    # Of a version that is Unfinished, AWS documents only the way to Published; the table says so, and so does the
    # rendered plan. Should AWS refuse another way, that is an outcome of the write.
    return Transition(wanted.version, found.status, wanted.status, found.revision)


def _decide_absent(
    coordinates: Coordinates, wanted: DesiredVersion, neighbours: Neighbours
) -> DesiredVersion | Fault | None:
    """What becomes of a declared version that AWS does not list."""
    match wanted.status:
        case Status.PUBLISHED | Status.UNLISTED | Status.UNFINISHED:
            return refusals.absent(coordinates, wanted, neighbours.of(wanted.version))
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


def _way_back(desired: DesiredPackage, changes: Changes, found: OriginConfiguration | None) -> tuple[Fault, ...]:
    """The warning that nobody knows whether the versions that are deleted have a way back.

    `provider.observe` asks for the origin configuration where it matters. `originConfiguration` is no required member
    of the answer, so AWS may name none. Source: botocore's model, `PackageDescription`.
    """
    deleted = [each for each in changes.transitions if each.after is Status.DELETED]
    if not deleted or desired.origin or found:
        return ()
    return (
        Fault(
            "Origin configuration is unknown",
            f"`{desired.coordinates.written}` ({desired.coordinates.format}) in `{desired.coordinates.repository}` "
            f"has versions that the run deletes ({len(deleted)}), and AWS names no origin configuration of the "
            "package. So it is unknown whether the next request may fetch them from upstream again.",
            f"declare the versions as `{Status.DISPOSED}`, a tombstone that stays, or declare "
            "`origin: {publish: BLOCK, upstream: BLOCK}` for the package",
            desired.place,
        ),
    )


def _order(package: DesiredPackage) -> tuple[str, str]:
    """A total order of packages; the namespace and the owner, which may be None, have none of their own."""
    coordinates = package.coordinates
    return coordinates.resource_name, coordinates.repository.domain_owner or ""
