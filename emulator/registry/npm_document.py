"""What npm's registry says of a package: the versions that it lists, and their tags.

Only listed versions stand in it, and only tags that name one of them.

Undocumented (Q10): what CodeArtifact makes of the tags that name a version which is not listed.
Undocumented (Q0): that it has the short form that `npm install` asks for, and ETags.

Source: UG packages-overview ("Package version status"); npm's documentation of its registry, "package metadata".
"""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Response

from emulator.registry.answers import json_answer
from emulator.registry.visit import Visit
from emulator.store import Asset, NotFoundError, PackageKey, VersionRecord

SHORT_FORM = "application/vnd.npm.install-v1+json"

_SHORT_FIELDS = frozenset(
    {
        "name",
        "version",
        "deprecated",
        "dependencies",
        "optionalDependencies",
        "devDependencies",
        "bundleDependencies",
        "peerDependencies",
        "peerDependenciesMeta",
        "bin",
        "directories",
        "dist",
        "engines",
        "cpu",
        "os",
        "libc",
    }
)
"""Source: npm's documentation of its registry, "abbreviated version object"."""

_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")


def package_document(visit: Visit, key: PackageKey) -> Response:
    """Answer with the document of a package, in the form that was asked for.

    Args:
        visit: The request.
        key: The package.

    Raises:
        NotFoundError: The package is not there, or has no listed version.
    """
    found = visit.store.registry.listed_package(visit.repository, key)
    if not found.versions:
        raise NotFoundError(f"{key.display_name} has no listed versions.", key.display_name, "package")
    listed = {record.version for record in found.versions}
    times = [record.published_time for record in found.versions]
    is_short = SHORT_FORM in visit.request.headers.get("Accept", "")
    document: dict[str, Any] = {
        "name": key.display_name,
        "dist-tags": {tag: version for tag, version in found.dist_tags if version in listed},
        "versions": {
            record.version: _short(described) if is_short else described
            for record in found.versions
            for described in [_version(visit, key, record)]
        },
    }
    if is_short:
        document["modified"] = _text(max(times))
    else:
        document["_id"] = key.display_name
        document["time"] = {"created": _text(min(times)), "modified": _text(max(times))} | {
            record.version: _text(record.published_time) for record in found.versions
        }
    answer = json_answer(document, content_type=SHORT_FORM if is_short else "application/json")
    answer.vary.add("Accept")
    answer.add_etag()
    return answer.make_conditional(visit.request)


def distribution(asset: Asset) -> dict[str, str]:
    """The hash values of a tarball, as npm writes them.

    Args:
        asset: The tarball.
    """
    return {
        "shasum": hashlib.sha1(asset.content, usedforsecurity=False).hexdigest(),
        "integrity": f"sha512-{base64.b64encode(hashlib.sha512(asset.content).digest()).decode()}",
    }


def _version(visit: Visit, key: PackageKey, record: VersionRecord) -> dict[str, Any]:
    """What a package's document says of one version."""
    described: dict[str, Any] = json.loads(record.metadata.document or "{}")
    tarball = {"tarball": f"{visit.url}/{key.display_name}/-/{key.name}-{record.version}.tgz"}
    hashes = distribution(record.assets[0]) if record.assets else {}
    return {**described, "name": key.display_name, "version": record.version, "dist": tarball | hashes}


def _short(described: dict[str, Any]) -> dict[str, Any]:
    """The part of a version that installing needs."""
    short = {name: value for name, value in described.items() if name in _SHORT_FIELDS}
    if any(script in (described.get("scripts") or {}) for script in _INSTALL_SCRIPTS):
        short["hasInstallScript"] = True
    return short


def _text(time: datetime) -> str:
    """A time as JavaScript writes it."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
