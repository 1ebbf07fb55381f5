"""From a manifest for several repositories to what it says of each version, or to what is wrong with it."""

from collections.abc import Iterator

from packagestate.schemas.coordinates import normalised_version
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.manifest import Manifest, PackageEntry, VersionDetails
from packagestate.schemas.nodes import Node, entry_at, place_of
from packagestate.schemas.patterns import is_version_pattern, version_fault
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.wide_version import WideVersion


def wide_versions(
    manifest: Manifest, root: Node, names: dict[str, tuple[str | None, str]]
) -> tuple[tuple[WideVersion, ...], tuple[Fault, ...]]:
    """What a manifest for several repositories says.

    Args:
        manifest: The manifest; it names `repositories`.
        root: The document that it stands in.
        names: Namespace and name of its packages, by the written name.

    Returns:
        A statement for each version, and the faults.
    """
    named = manifest.repositories or ()
    scope = Scope.of(manifest.domain, manifest.domain_owner, named, _place(root, "repositories"))
    stated: list[WideVersion] = []
    faults = [*_not_for_several(root, ("onRemoval",) if manifest.on_removal is not None else ())]
    packages = entry_at(root, ("packages",))
    for written, package in manifest.packages.items():
        entry = None if packages is None else entry_at(packages.value, (written,))
        if entry is None or written not in names:
            continue
        faults += _not_for_several(entry.value, _stated_of_package(package))
        for version, details in package.versions.items():
            key = entry_at(entry.value, ("versions", version))
            if key is None:
                continue
            known = details if isinstance(details, VersionDetails) else VersionDetails(status=details)
            if is_version_pattern(manifest.format, version):
                faults.append(version_fault(manifest.format, version, place_of(key.key)))
            elif known.status not in FLOORS:
                faults.append(_not_a_floor(written, version, known.status, place_of(key.key)))
            else:
                faults += _not_for_several(key.value, _stated_of_version(known))
                stated.append(
                    WideVersion(
                        scope,
                        manifest.format,
                        *names[written],
                        normalised_version(manifest.format, version),
                        Status(known.status),
                        known.reason,
                        tuple(known.excepted),
                        key.key.start_mark,
                    )
                )
    return tuple(stated), tuple(faults)


def _stated_of_package(package: PackageEntry) -> tuple[str, ...]:
    stated = {"status": package.status, "origin": package.origin, "onRemoval": package.on_removal}
    return tuple(key for key, value in stated.items() if value is not None)


def _stated_of_version(details: VersionDetails) -> tuple[str, ...]:
    stated = {"revision": details.revision, "over": details.over}
    return tuple(key for key, value in stated.items() if value is not None)


def _not_for_several(node: Node, keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        yield Fault(
            "Not for several repositories",
            f"`{key}` can be said of one repository only: what it would do in each of several cannot be reviewed here.",
            f"take `{key}` out, or say it in a manifest with `repository`",
            _place(node, key),
        )


def _not_a_floor(package: str, version: str, status: Status, place: Place) -> Fault:
    return Fault(
        "Not for several repositories",
        f"`{shortened(package)}` {shortened(version)} is to be `{status}` in several repositories. Of several, a "
        "manifest can say Unlisted, Archived or Disposed.",
        "write one of these, or name one `repository`",
        place,
    )


def _place(node: Node, key: str) -> Place:
    entry = entry_at(node, (key,))
    return place_of(node if entry is None else entry.key)
