"""npm's registry: documents of packages, tarballs, publishing, tags.

Only listed versions stand in a package's document, and only tags that name one of them (what CodeArtifact makes of the
others is not documented). A tarball is there for every version whose files are: lock files go on working with an
Unlisted version.

Source: UG npm-commands; npm's own documentation of its registry.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from emulator.contents import NPM_ASSET
from emulator.registry.visit import Visit
from emulator.store import Asset, InvalidRequestError, Metadata, NotFoundError, PackageFormat, PackageKey, VersionRecord


def answer(visit: Visit) -> Response:
    """Answer a request.

    Args:
        visit: The request.

    Raises:
        StoreError: The store refuses it.
    """
    method = visit.request.method
    match visit.path.split("/"):
        case ["-", "ping"]:
            return _json({})
        case ["-", "whoami"]:
            return _json({"username": "aws"})
        case ["-", "package", *name, "dist-tags"] if method == "GET":
            return _json(dict(visit.store.registry.listed_package(visit.repository, _key(name)).dist_tags))
        case ["-", "package", *name, "dist-tags", tag]:
            return _change_tag(visit, _key(name), tag)
        case [*name, "-", file] if name:
            return _tarball(visit, _key(name), file)
        case name if method == "PUT":
            return _publish(visit, _key(name))
        case name:
            return _document(visit, _key(name))


def _key(parts: list[str]) -> PackageKey:
    """The package that a path names: `name`, or `@scope/name`."""
    match parts:
        case [scope, name] if scope.startswith("@"):
            return PackageKey(PackageFormat.NPM, scope[1:], name)
        case [name] if name:
            return PackageKey(PackageFormat.NPM, "", name)
        case _:
            raise NotFoundError("there is no such path")


def _document(visit: Visit, key: PackageKey) -> Response:
    """All that npm needs to know of a package."""
    found = visit.store.registry.listed_package(visit.repository, key)
    if not found.versions:
        raise NotFoundError(f"{key.display_name} has no listed versions", key.display_name, "package")
    listed = {record.version for record in found.versions}
    return _json(
        {
            "name": key.display_name,
            "dist-tags": {tag: version for tag, version in found.dist_tags if version in listed},
            "versions": {record.version: _version(visit, key, record) for record in found.versions},
            "time": {record.version: record.published_time.isoformat() for record in found.versions},
        }
    )


def _version(visit: Visit, key: PackageKey, record: VersionRecord) -> dict[str, Any]:
    """What a package's document says of one version."""
    described: dict[str, Any] = json.loads(record.metadata.document or "{}")
    content = b"".join(asset.content for asset in record.assets[:1])
    distribution = {
        "tarball": f"{visit.url}/{key.display_name}/-/{key.name}-{record.version}.tgz",
        "shasum": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        "integrity": f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}",
    }
    return {**described, "name": key.display_name, "version": record.version, "dist": distribution}


def _tarball(visit: Visit, key: PackageKey, file: str) -> Response:
    version = file.removeprefix(f"{key.name}-").removesuffix(".tgz")
    record = visit.store.registry.fetch_version(visit.repository, key, version)
    if not record.assets:
        raise NotFoundError(f"{file} not found", file, "asset")
    return Response(record.assets[0].content, content_type="application/octet-stream")


def _publish(visit: Visit, key: PackageKey) -> Response:
    """`npm publish`: one version, with its tarball and tags, in one document."""
    document = json.loads(visit.request.get_data())
    tags: Mapping[str, str] = document.get("dist-tags") or {}
    attachments = list((document.get("_attachments") or {}).values())
    versions = list((document.get("versions") or {}).items())
    if len(versions) != 1 or len(attachments) != 1:
        raise InvalidRequestError("exactly one version with its tarball can be published at once")
    ((version, described),) = versions
    content = base64.b64decode(attachments[0]["data"])
    visit.store.registry.publish_asset(
        visit.repository,
        key,
        version,
        Asset.of(NPM_ASSET, content),
        metadata=Metadata(
            document=json.dumps({name: value for name, value in described.items() if name != "dist"}),
            summary=str(described.get("description") or ""),
            readme=str(described.get("readme") or ""),
        ),
        dist_tags=tuple(tag for tag, tagged in tags.items() if tagged == version),
    )
    return _json({"ok": True}, HTTPStatus.CREATED)


def _change_tag(visit: Visit, key: PackageKey, tag: str) -> Response:
    if visit.request.method == "DELETE":
        visit.store.registry.remove_dist_tag(visit.repository, key, tag)
    else:
        visit.store.registry.put_dist_tag(visit.repository, key, tag, json.loads(visit.request.get_data()))
    return _json({"ok": True})


def _json(document: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")
