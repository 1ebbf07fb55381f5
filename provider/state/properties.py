"""The properties of a `Package` resource, as Pulumi carries them, and the values that they stand for.

Property keys are spelt as AWS spells them. Whatever grows with the number of versions is packed into few long strings,
because each nested value costs time and memory in the program, the engine and the plugin.

Inputs: `domain`, `domainOwner`?, `repository`, `format`, `namespace`?, `package`, `status`?, `versions`,
`versionRevisions`?, `origin`?, `onRemoval`, `floors`?, `several`?, `changes`?, `generation`. Outputs: the identity,
`status`?, `versions`, `revisions`, `origin`?, `onRemoval`, `floors`?, `several`?, `generation`. `status` is `Deleted`
where the whole package must be, or is, gone. `floors` are versions, separated by spaces, that only have to be at least
as restrictive as `versions` says; `several` are those that `onRemoval` is not about.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion, unreadable_record
from packagestate.provider.state import keys
from packagestate.provider.state.generation import generation
from packagestate.schemas.coordinates import (
    Coordinates,
    Format,
    Repository,
    normalised_namespace,
    normalised_package,
    normalised_version,
)
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.status import Status

Properties = Mapping[str, Any]

#: The properties that say which package it is. A change of one of them is another package.
IDENTITY = (keys.DOMAIN, keys.DOMAIN_OWNER, keys.REPOSITORY, keys.FORMAT, keys.NAMESPACE, keys.PACKAGE)


def pack_versions(statuses: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Versions by their status, as one string a status.

    Args:
        statuses: Version and status.

    Returns:
        Status and its versions, sorted, separated by single spaces. A version never holds white space.
    """
    by_status: dict[str, list[str]] = {}
    for version, status in statuses:
        by_status.setdefault(status, []).append(version)
    return {str(status): " ".join(sorted(versions)) for status, versions in sorted(by_status.items())}


def unpack_versions(packed: Mapping[str, str]) -> dict[str, Status]:
    """The inverse of `pack_versions`.

    Args:
        packed: Status and its versions, separated by white space.

    Returns:
        Version and its status, sorted by version.
    """
    statuses = {Status(status): text.split() for status, text in packed.items()}
    return dict(sorted((version, status) for status, versions in statuses.items() for version in versions))


def coordinates(properties: Properties) -> Coordinates:
    """The package that the properties, inputs or outputs, name.

    Args:
        properties: Inputs or outputs.

    Returns:
        The package's coordinates, normalised: somebody may have edited a state, and another spelling of a declared
        package must not look like a package that is no longer declared.
    """
    repository = Repository(
        properties[keys.DOMAIN], properties[keys.REPOSITORY], properties.get(keys.DOMAIN_OWNER) or None
    )
    package_format = Format(properties[keys.FORMAT])
    package = normalised_package(package_format, properties[keys.PACKAGE])
    namespace = normalised_namespace(package_format, properties.get(keys.NAMESPACE) or "")
    return Coordinates(repository, package_format, namespace or None, package)


def origin(properties: Properties) -> OriginConfiguration | None:
    """The origin configuration that the properties hold.

    Args:
        properties: Inputs or outputs.

    Returns:
        The configuration; None where none is declared or recorded.
    """
    restrictions = properties.get(keys.ORIGIN)
    if not restrictions:
        return None
    return OriginConfiguration(Restriction(restrictions[keys.PUBLISH]), Restriction(restrictions[keys.UPSTREAM]))


def _origin_property(configuration: OriginConfiguration | None) -> dict[str, dict[str, str]]:
    if configuration is None:
        return {}
    return {keys.ORIGIN: {keys.PUBLISH: str(configuration.publish), keys.UPSTREAM: str(configuration.upstream)}}


def is_deletion(properties: Properties) -> bool:
    """Whether the whole package must be gone, or is recorded as gone.

    Args:
        properties: Inputs or outputs.
    """
    return properties.get(keys.STATUS) == Status.DELETED


def on_removal(properties: Properties) -> OnRemoval:
    """What happens when the package is no longer declared.

    Args:
        properties: Inputs or outputs.

    Returns:
        The declared or recorded choice; `retain` where there is none.
    """
    return OnRemoval(properties.get(keys.ON_REMOVAL) or OnRemoval.RETAIN)


def floors(properties: Properties) -> tuple[str, ...]:
    """The versions that a statement for several repositories is, or was, about.

    Args:
        properties: Inputs or outputs.

    Returns:
        The versions, sorted.
    """
    return tuple(sorted((properties.get(keys.FLOORS) or "").split()))


def beyond_removal(properties: Properties) -> frozenset[str]:
    """The versions that the choice on removal is not about: only statements for several repositories name them.

    Args:
        properties: Inputs or outputs.
    """
    text: str = properties.get(keys.SEVERAL) or ""
    return frozenset(text.split())


def desired(inputs: Properties) -> DesiredPackage:
    """What the checked inputs ask for.

    Args:
        inputs: Inputs that `check` accepted.

    Returns:
        The desired package.
    """
    pins: Mapping[str, str] = inputs.get(keys.VERSION_REVISIONS) or {}
    versions = tuple(
        DesiredVersion(version, status, pins.get(version))
        for version, status in unpack_versions(inputs[keys.VERSIONS]).items()
    )
    deletion = DesiredDeletion() if is_deletion(inputs) else None
    return DesiredPackage(coordinates(inputs), versions, origin(inputs), on_removal(inputs), deletion=deletion)


def outputs(
    inputs: Properties, recorded: Iterable[RecordedVersion], origin_configuration: OriginConfiguration | None
) -> dict[str, Any]:
    """The outputs that record what a package is now.

    Args:
        inputs: Stamped inputs, or earlier outputs, for the identity, the choice on removal and the generation.
        recorded: Each declared version as it is.
        origin_configuration: The origin configuration; None where none is declared.

    Returns:
        The outputs.
    """
    versions = sorted(recorded)
    revisions = {version.version: version.revision for version in versions if version.status is not Status.DELETED}
    return {
        **{key: inputs[key] for key in (*IDENTITY, keys.STATUS, keys.FLOORS, keys.SEVERAL) if inputs.get(key)},
        keys.VERSIONS: pack_versions((version.version, version.status) for version in versions),
        keys.REVISIONS: json.dumps(revisions, separators=(",", ":")),
        **_origin_property(origin_configuration),
        keys.ON_REMOVAL: str(on_removal(inputs)),
        keys.GENERATION: generation(inputs),
    }


def recorded(properties: Properties) -> tuple[RecordedVersion, ...]:
    """The versions that the outputs record.

    Args:
        properties: Outputs.

    Returns:
        Each recorded version, normalised as in `coordinates`, sorted; none where there are no outputs. Of two spellings
        of one version the normalised one counts.
    """
    revisions: Mapping[str, str] = dict(json.loads(properties.get(keys.REVISIONS) or "{}"))
    statuses = unpack_versions(properties.get(keys.VERSIONS) or {})
    if not statuses:
        return ()
    package_format = Format(properties[keys.FORMAT])
    versions: dict[str, RecordedVersion] = {}
    for written, status in statuses.items():
        version = normalised_version(package_format, written)
        if written == version or version not in versions:
            versions[version] = RecordedVersion(version, status, revisions.get(written, ""))
    return tuple(versions[version] for version in sorted(versions))


def recorded_package(name: str, properties: Properties) -> RecordedPackage:
    """What the outputs of one resource record.

    Args:
        name: The name of the resource.
        properties: Outputs.

    Raises:
        StateError: They are not what this project writes.
    """
    try:
        _require_names(properties)
        generation(properties)
        # Nothing here needs it, but the hooks read it later.
        origin(properties)
        place = coordinates(properties)
        several = frozenset(normalised_version(place.format, each) for each in beyond_removal(properties))
        named = floors(properties)
        return RecordedPackage(name, place, recorded(properties), on_removal(properties), named, several)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise unreadable_record(name) from error


def _require_names(properties: Properties) -> None:
    """Raise TypeError if a part of the identity is not a string: JSON numbers and lists fail only much later."""
    for key in IDENTITY:
        if not isinstance(properties.get(key), str | None):
            raise TypeError(f"`{key}` is not a string")
