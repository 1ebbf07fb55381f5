"""What the planner will not plan, in words."""

from collections.abc import Iterable

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.nearest import described
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.fitness import can_be_recorded
from packagestate.schemas.status import Status


def absent(coordinates: Coordinates, wanted: DesiredVersion, nearest: ObservedVersion | None) -> Fault:
    """The refusal of a version that has to be there, and is not.

    Args:
        coordinates: The package.
        wanted: What is declared.
        nearest: The nearly equal version that is there and not declared, if there is one.
    """
    near = f" It holds {described(nearest)}, which is nearly equal." if nearest else ""
    return Fault(
        "Version is absent",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}`, but the repository does not hold it. Only "
        f"publishing it, or fetching it from upstream, can create it.{near} Nothing was changed.",
        f"publish or fetch {wanted.version}, or take it out of the declaration",
        wanted.place,
    )


def disposed(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    """The refusal of a transition that is illegal.

    Source: AWS CodeArtifact User Guide, "Package version status": a disposed version can only be deleted.

    Args:
        coordinates: The package.
        wanted: What is declared.
        found: What AWS listed.
    """
    return Fault(
        "Disposed version cannot be restored",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}`, but it is `{found.status}` "
        f"({_revision(found)}). Its assets are gone for good, and all that can still be done is to delete it. Nothing "
        "was changed.",
        f"declare {wanted.version} as `{Status.DISPOSED}` or `{Status.DELETED}`",
        wanted.place,
    )


def other_revision(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    """The refusal of a version that is not the one that was reviewed.

    Args:
        coordinates: The package.
        wanted: What is declared.
        found: What AWS listed.
    """
    if not found.revision:
        return without_revision(coordinates, wanted, found)
    return Fault(
        "Revision is not the pinned one",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}` at revision `{wanted.revision}`, but it is "
        f"`{found.status}` at revision `{found.revision}`. Its assets or its metadata are not those that were "
        "reviewed. Nothing was changed.",
        f"review {wanted.version} as it is now, then pin the revision that was reviewed",
        wanted.place,
    )


def without_revision(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    """The refusal of a version whose revision AWS does not name.

    Args:
        coordinates: The package.
        wanted: What is declared.
        found: What AWS listed.
    """
    pin = f" at revision `{wanted.revision}`" if wanted.revision else ""
    return Fault(
        "Revision is missing",
        f"{_named(coordinates, wanted)} is declared `{wanted.status}`{pin} and is `{found.status}`, but AWS lists it "
        "without a revision. So nobody can tell which artefact it is, and a write would not be guarded. Nothing was "
        "changed.",
        f"see what `aws codeartifact describe-package-version` says of {wanted.version}, or take it out of the "
        "declaration",
        wanted.place,
    )


def unguarded_deletion(desired: DesiredPackage, observed: ObservedPackage) -> tuple[Fault, ...]:
    """The refusal of a deletion of a package that holds a version whose revision AWS does not name.

    Args:
        desired: What is declared.
        observed: What AWS answered for the same package.

    Returns:
        One fault that names all such versions; none where there is no such version.
    """
    nameless = ", ".join(version.version for version in observed.versions if not version.revision)
    if not nameless:
        return ()
    place = desired.deletion.place if desired.deletion else None
    return (
        Fault(
            "Revision is missing",
            f"{desired.coordinates} is declared `{Status.DELETED}`, but AWS lists {nameless} without a revision. So "
            "nobody can tell what would be deleted. Nothing was changed.",
            "see what `aws codeartifact describe-package-version` says of it, or take `status: Deleted` out",
            place,
        ),
    )


def unrecordable(
    coordinates: Coordinates, versions: Iterable[ObservedVersion], place: Place | None = None
) -> tuple[Fault, ...]:
    """The refusal of a deletion of a package that holds a version which the engine cannot print or record.

    Args:
        coordinates: The package.
        versions: Its versions.
        place: Where the deletion is declared, if it is.

    Returns:
        One fault that names all such versions; none where there is no such version.
    """
    names = ", ".join(f"`{each.version}`" for each in versions if not can_be_recorded(each.version))
    if not names:
        return ()
    return (
        Fault(
            "Version cannot be recorded",
            f"{coordinates} is to be deleted, and holds {names}. Pulumi's engine would print it as something else, or "
            "cannot hold it in a state. Nothing was changed.",
            "delete it with `aws codeartifact delete-package-versions`, and run it again",
            place,
        ),
    )


def _revision(found: ObservedVersion) -> str:
    return f"revision `{found.revision}`" if found.revision else "without a revision"


def _named(coordinates: Coordinates, wanted: DesiredVersion) -> str:
    return f"`{coordinates.written}` {wanted.version} ({coordinates.format}) in `{coordinates.repository}`"
