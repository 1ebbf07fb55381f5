"""From a manifest for several repositories to what it says of each version, or to what is wrong with it."""

from collections.abc import Iterator

from packagestate.schemas.coordinates import Format, normalised_version
from packagestate.schemas.declaration_faults import not_recordable, reason_without_deletion, version_named_twice
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.fitness import can_be_recorded
from packagestate.schemas.manifest import Manifest, PackageEntry, VersionDetails
from packagestate.schemas.nodes import Entry, Node, Scalar, entry_at, map_at, place_of
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
    faults = [*scope.faults_without_names()]
    faults += _not_for_several(root, ("onRemoval",) if manifest.on_removal is not None else ())
    for entry in map_at(root, "packages").entries():
        written = entry.key.value
        package = manifest.packages.get(written)
        if package is None or written not in names:
            continue
        faults += _faults_of_package(entry, package)
        found: dict[str, WideVersion] = {}
        versions = map_at(entry.value, "versions")
        for version, details in package.versions.items():
            known = details if isinstance(details, VersionDetails) else VersionDetails(status=details)
            at = Entry(versions.keys[version], versions.values[version])
            name = normalised_version(manifest.format, version)
            wrong = _fault_of_name(manifest.format, at.key, name, found.get(name))
            wrong = wrong or _fault_of_status(written, at.key, known.status)
            if wrong is not None:
                faults.append(wrong)
                continue
            faults += _not_for_several(at.value, _stated_of_version(known))
            faults += (
                scope.faults_of_exceptions_without_names(known.excepted, place_of(at.key)) if known.excepted else ()
            )
            found[name] = WideVersion(
                scope,
                manifest.format,
                *names[written],
                name,
                Status(known.status),
                known.reason,
                tuple(known.excepted),
                at.key.start_mark,
            )
        stated += found.values()
    return tuple(stated), tuple(faults)


def _faults_of_package(entry: Entry, package: PackageEntry) -> Iterator[Fault]:
    stated = {"status": package.status, "origin": package.origin, "onRemoval": package.on_removal}
    yield from _not_for_several(entry.value, tuple(key for key, value in stated.items() if value is not None))
    # A status, also one that is wrong, is a fault already, and the reason may well belong to it.
    if package.reason is not None and entry_at(entry.value, ("status",)) is None:
        yield reason_without_deletion(entry, _place(entry.value, "reason"))


def _fault_of_name(package_format: Format, key: Scalar, version: str, first: WideVersion | None) -> Fault | None:
    if is_version_pattern(package_format, version):
        return version_fault(package_format, key.value, place_of(key))
    if not can_be_recorded(version):
        return not_recordable(key)
    return None if first is None else version_named_twice(package_format, key, version, first.place)


def _fault_of_status(package: str, key: Scalar, status: Status) -> Fault | None:
    if status in FLOORS:
        return None
    return Fault(
        "Not for several repositories",
        f"`{shortened(package)}` {shortened(key.value)} is to be `{status}` in several repositories. Of several, a "
        "manifest can say Unlisted, Archived or Disposed.",
        "write one of these, or name one `repository`",
        place_of(key),
    )


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


def _place(node: Node, key: str) -> Place:
    entry = entry_at(node, (key,))
    return place_of(node if entry is None else entry.key)
