"""From a manifest to what it declares about each package, with the place of everything it says."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from packagestate.schemas.coordinates import (
    Coordinates,
    Format,
    PackageNameError,
    Repository,
    parse_package_name,
)
from packagestate.schemas.declaration_faults import (
    beside_deletion,
    except_of_one,
    named_twice,
    not_a_name,
    not_a_version,
    reason_without_deletion,
    version_named_twice,
)
from packagestate.schemas.desired import DesiredDeletion, DesiredVersion, OnRemoval, OriginConfiguration
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.fitness import meant_version
from packagestate.schemas.manifest import Manifest, PackageEntry
from packagestate.schemas.nodes import Entry, Node, Scalar, entry_at, map_at, place_of
from packagestate.schemas.patterns import is_package_pattern, package_fault

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True)
class Said(Generic[ValueT]):
    """A value that a manifest states.

    Attributes:
        value: The value.
        place: Where it is stated.
    """

    value: ValueT
    place: Place


class Declaration(NamedTuple):
    """What one manifest says about one package. A tuple, since a folder of manifests has many.

    Attributes:
        coordinates: The package.
        versions: Its versions by their name, in the order of the file.
        origin: The origin configuration, where one is stated.
        on_removal: What happens when the package is no longer declared, where it is stated for the package or for the
            whole manifest.
        deletion: That the whole package must be gone, where it is stated.
        place: Where the package is named.
    """

    coordinates: Coordinates
    versions: dict[str, DesiredVersion]
    origin: Said[OriginConfiguration] | None
    on_removal: Said[OnRemoval] | None
    deletion: Said[DesiredDeletion] | None
    place: Place


Names = dict[str, tuple[str | None, str]]


def read_names(root: Node) -> tuple[Names, tuple[Fault, ...]]:
    """What the packages of a document are called, also where the rest of it is wrong.

    Args:
        root: The document.

    Returns:
        Namespace and name by the written name, without those that are wrong; and the faults.
    """
    package_format = _format(root)
    if package_format is None:
        return {}, ()
    names: Names = {}
    faults: list[Fault] = []
    keys: dict[tuple[str | None, str], Scalar] = {}
    for entry in map_at(root, "packages").entries():
        try:
            name = parse_package_name(package_format, entry.key.value)
        except PackageNameError as error:
            faults.append(not_a_name(package_format, entry, error))
            continue
        if is_package_pattern(package_format, entry.key.value):
            faults.append(package_fault(entry.key.value, place_of(entry.key)))
            continue
        if name in keys:
            faults.append(named_twice(package_format, entry, place_of(keys[name])))
            continue
        keys[name] = entry.key
        names[entry.key.value] = name
    return names, tuple(faults)


def declarations(manifest: Manifest, root: Node, names: Names) -> tuple[tuple[Declaration, ...], tuple[Fault, ...]]:
    """What a manifest says about each of its packages.

    Args:
        manifest: The manifest.
        root: The document that it stands in.
        names: The names of its packages; those that are not in it are left out.

    Returns:
        A declaration for each package, and the faults.
    """
    repository = Repository(manifest.domain, manifest.repository or "", manifest.domain_owner)
    default = _said(manifest.on_removal, root, "onRemoval")
    declared: list[Declaration] = []
    faults: list[Fault] = []
    for entry in map_at(root, "packages").entries():
        written = entry.key.value
        package = manifest.packages.get(written)
        if package is None or written not in names:
            continue
        origin = (
            None if package.origin is None else OriginConfiguration(package.origin.publish, package.origin.upstream)
        )
        declared.append(
            Declaration(
                Coordinates(repository, manifest.format, *names[written]),
                _versions(manifest.format, package, entry.value, faults),
                _said(origin, entry.value, "origin"),
                _said(package.on_removal, entry.value, "onRemoval") or default,
                _deletion(package, entry, faults),
                place_of(entry.key),
            )
        )
    return tuple(declared), tuple(faults)


def _deletion(package: PackageEntry, entry: Entry, faults: list[Fault]) -> Said[DesiredDeletion] | None:
    """That a package must be gone; what is stated beside it and means nothing then becomes faults."""
    if package.status is None and package.reason is None:
        return None
    said = _said(package.status, entry.value, "status")
    if said is None:
        # A status that is wrong is a fault already, and the reason may well belong to it.
        is_stated = entry_at(entry.value, ("status",)) is not None
        if not is_stated and (reason := _said(package.reason, entry.value, "reason")) is not None:
            faults.append(reason_without_deletion(entry, reason.place))
        return None
    for key, value in (("versions", package.versions), ("onRemoval", package.on_removal)):
        if value and (beside := entry_at(entry.value, (key,))) is not None:
            faults.append(beside_deletion(entry, key, place_of(beside.key)))
    return Said(DesiredDeletion(package.reason, said.place), said.place)


def _versions(
    package_format: Format, package: PackageEntry, node: Node, faults: list[Fault]
) -> dict[str, DesiredVersion]:
    """The versions of one package; faults for those that mean several, or one that stands there already."""
    found: dict[str, DesiredVersion] = {}
    keys = map_at(node, "versions").keys
    for written, stated in package.versions.items():
        key = keys[written]
        mark = key.start_mark
        version = meant_version(package_format, written)
        if version is None:
            faults.append(not_a_version(package_format, key))
        elif version in found:
            faults.append(version_named_twice(package_format, key, version, found[version].place))
        elif isinstance(stated, str):
            found[version] = DesiredVersion(version, stated, None, None, mark)
        else:
            if stated.excepted:
                faults.append(except_of_one(place_of(key)))
            found[version] = DesiredVersion(version, stated.status, stated.revision, stated.reason, mark, stated.over)
    return found


def _said(value: ValueT | None, node: Node, key: str) -> Said[ValueT] | None:
    """A value with the place of the key that it stands under, where there is one."""
    entry = None if value is None else entry_at(node, (key,))
    return None if value is None or entry is None else Said(value, place_of(entry.key))


def _format(root: Node) -> Format | None:
    entry = entry_at(root, ("format",))
    if entry is None or not isinstance(entry.value, Scalar) or entry.value.value not in tuple(Format):
        return None
    return Format(entry.value.value)
