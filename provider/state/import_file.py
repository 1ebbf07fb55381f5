"""Packages as an import file of Pulumi: as if an update had just found each of them as it is.

With inputs and outputs the engine takes them over as they are, and calls nothing but `check`.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from packagestate.provider.plan.model import ObservedPackage
from packagestate.provider.plan.recorded import RecordedVersion
from packagestate.provider.state import keys, properties
from packagestate.provider.state.generation import stamp
from packagestate.provider.state.record import ResourceType
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.status import DECLARABLE, Status

#: `PackageProvider` as each `Package` holds it: pickled by its public name, which is a file format.
PICKLED_PROVIDER: Final = "gASVJwAAAAAAAACMDHBhY2thZ2VzdGF0ZZSMD1BhY2thZ2VQcm92aWRlcpSTlCmBlC4="


def resource(desired: DesiredPackage, observed: ObservedPackage) -> dict[str, Any]:
    """One package as an entry of an import file.

    What is recorded is what AWS has, also where the manifest asks for something else: then the next preview says so.

    Args:
        desired: What the manifests say about it.
        observed: What AWS answered for it.

    Returns:
        The entry.
    """
    coordinates = desired.coordinates
    found = {version.version: RecordedVersion.of(version) for version in observed.versions}
    declared = [found.get(each.version) or RecordedVersion.absent(each.version) for each in desired.versions]
    # Nobody can ask for what is unfinished, so the next update records it as something new.
    recorded = [version for version in declared if version.status in DECLARABLE]
    named = {version.version for version in recorded}
    pins = {
        each.version: each.revision for each in desired.versions if each.revision is not None and each.version in named
    }
    origin = observed.origin if desired.origin is not None else None
    stated = {
        keys.DOMAIN: coordinates.repository.domain,
        keys.DOMAIN_OWNER: coordinates.repository.domain_owner,
        keys.REPOSITORY: coordinates.repository.name,
        keys.FORMAT: str(coordinates.format),
        keys.NAMESPACE: coordinates.namespace,
        keys.PACKAGE: coordinates.package,
        keys.STATUS: str(Status.DELETED) if desired.deletion is not None and not observed.versions else None,
        keys.VERSIONS: properties.pack_versions((version.version, version.status) for version in recorded),
        keys.VERSION_REVISIONS: pins or None,
        keys.ORIGIN: None
        if origin is None
        else {keys.PUBLISH: str(origin.publish), keys.UPSTREAM: str(origin.upstream)},
        keys.ON_REMOVAL: str(desired.on_removal),
        keys.CHANGES: {},
    }
    inputs = stamp({}, {key: value for key, value in stated.items() if value is not None})
    provider = {"__provider": PICKLED_PROVIDER}
    return {
        "type": str(ResourceType.PACKAGE),
        "name": coordinates.resource_name,
        "id": coordinates.resource_name,
        "inputs": inputs | provider,
        "outputs": properties.outputs(inputs, recorded, origin) | provider,
    }


def chunks(resources: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The text of an import file, with one package a line.

    Args:
        resources: The entries, of which only one at a time is held.

    Yields:
        The pieces of the text.
    """
    between = ""
    yield '{"resources":['
    for each in resources:
        yield f"{between}\n{json.dumps(each, separators=(',', ':'))}"
        between = ","
    yield "\n]}\n"
