"""npm's registry: its paths, the tarballs and the tags.

A tarball is there for every version whose files are, so that a lock file goes on working with an Unlisted version.
Searching, auditing, unpublishing and `npm whoami` are not there, as with CodeArtifact.

Source: UG npm-commands ("Unsupported commands"), packages-overview ("Package version status"), npm-tags.
"""

from http import HTTPStatus

from werkzeug.wrappers import Response

from emulator.registry.answers import error_answer, json_answer
from emulator.registry.npm_document import package_document
from emulator.registry.npm_publishing import publish, read_json
from emulator.registry.visit import Visit
from emulator.store import InvalidRequestError, NotFoundError, PackageFormat, PackageKey


def answer(visit: Visit) -> Response:
    """Answer a request.

    Args:
        visit: The request.

    Raises:
        StoreError: The store refuses it, or it makes no sense.
    """
    parts = visit.path.split("/")
    match visit.request.method, parts:
        case "GET" | "HEAD", _:
            return _read(visit, parts)
        case _, ["-", "package", *name, "dist-tags", tag]:
            return _change_tag(visit, _key(name), tag)
        case "PUT", _:
            return publish(visit, _key(parts))
        case _:
            return error_answer(HTTPStatus.METHOD_NOT_ALLOWED, "a registry of CodeArtifact does not do this")


def _read(visit: Visit, parts: list[str]) -> Response:
    match parts:
        case ["-", "ping"]:
            return json_answer({})
        case ["-", "package", *name, "dist-tags"]:
            return json_answer(dict(visit.store.registry.listed_package(visit.repository, _key(name)).dist_tags))
        case [*name, "-", file] if name:
            return _tarball(visit, _key(name), file)
        case _:
            return package_document(visit, _key(parts))


def _key(parts: list[str]) -> PackageKey:
    """The package that a path names: `name`, or `@scope/name`."""
    match parts:
        case [scope, name] if scope.startswith("@") and len(scope) > 1 and name:
            return PackageKey(PackageFormat.NPM, scope[1:], name)
        case [name] if name and not name.startswith("@"):
            return PackageKey(PackageFormat.NPM, "", name)
        case _:
            raise NotFoundError("there is no such path")


def _tarball(visit: Visit, key: PackageKey, file: str) -> Response:
    """The file of a version that is named exactly; asking for it retains a version from upstream."""
    start, end = f"{key.name}-", ".tgz"
    if not (file.startswith(start) and file.endswith(end)):
        raise NotFoundError(f"{file} is not a file of {key.display_name}.", file, "asset")
    version = file.removeprefix(start).removesuffix(end)
    record = visit.store.registry.fetch_version(visit.repository, key, version)
    if not record.assets:
        raise NotFoundError(f"{key.display_name} {version} has no files.", file, "asset")
    return Response(record.assets[0].content, content_type="application/octet-stream")


def _change_tag(visit: Visit, key: PackageKey, tag: str) -> Response:
    """`npm dist-tag add` and `rm`."""
    if visit.request.method == "DELETE":
        visit.store.registry.remove_dist_tag(visit.repository, key, tag)
        return json_answer({"ok": True})
    version = read_json(visit)
    if not isinstance(version, str):
        raise InvalidRequestError("a tag names a version, which is a text")
    visit.store.registry.put_dist_tag(visit.repository, key, tag, version)
    return json_answer({"ok": True})
