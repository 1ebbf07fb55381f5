"""What `npm publish` and `npm deprecate` send: one document, with the tarball of a new version or without.

Source: npm's client (libnpmpublish, `npm deprecate`); UG npm-commands.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response

from emulator.contents import NPM_ASSET
from emulator.registry.answers import json_answer
from emulator.registry.names import check_names
from emulator.registry.npm_document import distribution
from emulator.registry.visit import Visit
from emulator.store import Asset, Dependency, InvalidRequestError, Licence, Metadata, PackageKey

_DEPENDENCY_TYPES = {
    "dependencies": "regular",
    "devDependencies": "dev",
    "peerDependencies": "peer",
    "optionalDependencies": "optional",
}
"""Source: botocore's model, `PackageDependency.dependencyType`."""


def publish(visit: Visit, key: PackageKey) -> Response:
    """Publish a version, or change what is said of those that are there.

    Args:
        visit: The request.
        key: The package.

    Raises:
        StoreError: The store refuses it, or the document makes no sense.
    """
    document = _mapping(read_json(visit), "the document")
    versions = {
        version: _mapping(described, f"version {version}") for version, described in _part(document, "versions").items()
    }
    attachments = [_mapping(each, "an attachment") for each in _part(document, "_attachments").values()]
    match attachments, list(versions.items()):
        case [], _:
            return _deprecate(visit, key, versions)
        case [attachment], [(version, described)]:
            check_names(key, version)
            content = _content(attachment, described)
            tags = [tag for tag, tagged in _part(document, "dist-tags").items() if tagged == version]
            visit.store.registry.publish_asset(
                visit.repository,
                key,
                version,
                Asset.of(NPM_ASSET, content),
                metadata=_metadata(described, str(document.get("readme") or "")),
                dist_tags=tuple(tags),
            )
            return json_answer({"ok": True}, HTTPStatus.CREATED)
        case _:
            raise InvalidRequestError("exactly one version with its tarball can be published at once")


def read_json(visit: Visit) -> object:
    """The JSON value that a request carries.

    Args:
        visit: The request.

    Raises:
        InvalidRequestError: It carries none.
    """
    try:
        value: object = json.loads(visit.request.get_data())
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError(f"the request's body is not JSON: {error}") from error
    return value


def _deprecate(visit: Visit, key: PackageKey, versions: Mapping[str, Mapping[str, Any]]) -> Response:
    """Take over the warnings of versions that are there; an empty one takes a warning away.

    Undocumented (Q0): that this gives a version a new revision, which follows from "assets and metadata".
    """
    for record in visit.store.registry.listed_package(visit.repository, key).versions:
        stored: dict[str, Any] = json.loads(record.metadata.document or "{}")
        warning = versions.get(record.version, stored).get("deprecated") or ""
        if warning != stored.get("deprecated", ""):
            changed = {**stored, "deprecated": warning}
            visit.store.registry.revise(
                visit.repository, key, record.version, _metadata(changed, record.metadata.readme)
            )
    return json_answer({"ok": True})


def _content(attachment: Mapping[str, Any], described: Mapping[str, Any]) -> bytes:
    """The tarball, which has the hash values that the version names.

    Undocumented (Q0): that AWS looks at them.
    """
    try:
        content = base64.b64decode(str(attachment.get("data")), validate=True)
    except binascii.Error as error:
        raise InvalidRequestError(f"the tarball is not base64: {error}") from error
    hashes = distribution(Asset.of(NPM_ASSET, content))
    claimed = _part(described, "dist")
    if any(claimed.get(name, value) != value for name, value in hashes.items()):
        raise InvalidRequestError("the tarball has not the hash value that the version names")
    return content


def _metadata(described: Mapping[str, Any], readme: str) -> Metadata:
    """What a version says of itself, without what the registry adds."""
    repository, licence = described.get("repository"), described.get("license")
    return Metadata(
        document=json.dumps({name: value for name, value in described.items() if name != "dist"}),
        summary=str(described.get("description") or ""),
        home_page=str(described.get("homepage") or ""),
        source_code_repository=str((repository.get("url") if isinstance(repository, Mapping) else repository) or ""),
        licences=(Licence(licence),) if isinstance(licence, str) and licence else (),
        readme=str(described.get("readme") or readme),
        dependencies=tuple(sorted(_dependencies(described))),
    )


def _dependencies(described: Mapping[str, Any]) -> Iterator[Dependency]:
    for field, dependency_type in _DEPENDENCY_TYPES.items():
        for name, requirement in _part(described, field).items():
            scope, slash, rest = name.removeprefix("@").partition("/")
            namespace, package = (scope, rest) if slash else ("", name)
            yield Dependency(namespace, package, dependency_type, str(requirement))


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a document that is a map; an empty one where there is none."""
    value = document.get(name)
    return {} if value is None else _mapping(value, name)


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidRequestError(f"{name} is not a map")
    return value
