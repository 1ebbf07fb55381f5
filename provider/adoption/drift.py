"""Where manifests and AWS say different things of a package, and what manifests are to say for them to agree. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from packagestate.provider.adoption.selection import ADOPTABLE
from packagestate.provider.manifests.restating import Restatement
from packagestate.provider.plan.changes import ORIGIN_KEY, PACKAGE_KEY
from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.holding import Statements, held_by
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.snapshots import is_superseded
from packagestate.provider.plan.words import counted
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration
from packagestate.schemas.errors import Place
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a manifest says and that AWS has otherwise.

    Attributes:
        coordinates: The package.
        subject: The version, `origin configuration` or `whole package`.
        declared: What the manifest says.
        found: What AWS has.
        value: What the manifest is to say for the two to agree; None where it cannot say it.
        place: Where the manifest says it.
        reason: Why no manifest can say what AWS has; None where one can.
    """

    coordinates: Coordinates
    subject: str
    declared: str
    found: str
    value: Status | OriginConfiguration | None
    place: Place | None
    reason: str | None = None


def differences(
    literal: DesiredPackage | None, observed: ObservedPackage, wide: Collection[WideVersion] = ()
) -> Iterator[Difference]:
    """Compare what is declared of a package with what AWS has.

    Args:
        literal: What the manifests say of this one repository; None where they do not name the package.
        observed: What AWS answered, with its origin configuration.
        wide: What they say of several repositories and holds for this one. A version that is more restrictive than they
            ask for is no difference.

    Yields:
        Each difference, in the order of the manifests.
    """
    coordinates = observed.coordinates
    desired = combine(literal, wide, observed, is_recorded=False)
    if desired is None:
        return
    if desired.deletion is not None:
        listed = counted(len(observed.versions), "version")
        if observed.versions:
            whole = "it is declared as a whole: name its versions instead"
            yield Difference(coordinates, PACKAGE_KEY, "Deleted", listed, None, desired.deletion.place, whole)
        return
    versions = {version.version: version for version in observed.versions}
    for declared in desired.versions:
        found = versions.get(declared.version)
        status = Status.DELETED if found is None else found.status
        if declared.status is status or is_superseded(coordinates.format, declared.version, status, declared.status):
            continue
        held = Statements.about(declared.version, literal, wide).holding(status)
        reason = _unsayable(declared, found) or _held(held)
        value = status if reason is None else None
        yield Difference(coordinates, declared.version, declared.status, _has(found), value, declared.place, reason)
    origin = observed.origin
    if desired.origin is not None and desired.origin != origin:
        unknown = "AWS names none" if origin is None else None
        has = "none" if origin is None else str(origin)
        yield Difference(coordinates, ORIGIN_KEY, str(desired.origin), has, origin, desired.place, unknown)


def _has(found: ObservedVersion | None) -> str:
    return "not listed" if found is None else str(found.status)


def _unsayable(declared: DesiredVersion, found: ObservedVersion | None) -> str | None:
    """Why a manifest does not get to say what AWS has; None where it does."""
    if found is None:
        return "it may not be there yet: take the line out, or declare it `Deleted`"
    if found.status not in ADOPTABLE:
        return f"no manifest can declare `{found.status}`"
    if declared.revision not in {None, found.revision}:
        return "the manifest pins it to another revision"
    return None


def _held(holders: Collection[WideVersion]) -> str | None:
    """Why statements for several repositories would win over one that says what AWS has; None where none would."""
    advice = "to accept it, leave this repository out there with `except`, or declare the version here with `over`"
    return f"{held_by(holders)}: {advice}" if holders else None


def restatement(found: Iterable[Difference]) -> Restatement:
    """What the manifests are to say instead about a package.

    Args:
        found: The differences of one package.
    """
    values = {each.subject: each.value for each in found}
    origin = values.pop(ORIGIN_KEY, None)
    return Restatement(
        {version: value for version, value in values.items() if isinstance(value, Status)},
        origin if isinstance(origin, OriginConfiguration) else None,
    )


def agreeing(desired: DesiredPackage, change: Restatement) -> DesiredPackage:
    """What the manifests say about a package after an edit.

    Args:
        desired: What they say before.
        change: What they say instead.
    """
    versions = (each._replace(status=change.versions.get(each.version, each.status)) for each in desired.versions)
    return replace(desired, versions=tuple(versions), origin=change.origin or desired.origin)
