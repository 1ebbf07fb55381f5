"""PyPI's simple index, and the upload that twine makes.

Only listed versions stand in the index; a file is there for every version whose files are.

Source: UG python-compatibility; PEP 503 (simple index); PyPI's documentation of its upload API.
"""

from html import escape

from werkzeug.wrappers import Response

from emulator.registry.visit import Visit
from emulator.store import Asset, InvalidRequestError, Metadata, NotFoundError, PackageFormat, PackageKey
from emulator.store.naming import normalised

REQUIRES_PYTHON = "requires-python"


def answer(visit: Visit) -> Response:
    """Answer a request.

    Args:
        visit: The request.

    Raises:
        StoreError: The store refuses it.
    """
    match visit.path.strip("/").split("/"):
        case [""] if visit.request.method == "POST":
            return _upload(visit)
        case ["simple", name]:
            return _index(visit, _key(name))
        case ["simple", name, version, file]:
            asset = visit.store.registry.fetch_asset(visit.repository, _key(name), version, file)
            return Response(asset.content, content_type="application/octet-stream")
        case _:
            raise NotFoundError("there is no such path")


def _key(name: str) -> PackageKey:
    return PackageKey(PackageFormat.PYPI, "", normalised(name))


def _index(visit: Visit, key: PackageKey) -> Response:
    """The page of a package: a link for each file of each listed version."""
    found = visit.store.registry.listed_package(visit.repository, key)
    if not found.versions:
        raise NotFoundError(f"{key.name} has no listed versions", key.name, "package")
    links = "".join(_link(record.version, asset) for record in found.versions for asset in record.assets)
    page = f"<!DOCTYPE html><html><head><title>{escape(key.name)}</title></head><body>{links}</body></html>"
    return Response(page, content_type="text/html")


def _link(version: str, asset: Asset) -> str:
    requires = dict(asset.attributes).get(REQUIRES_PYTHON, "")
    attribute = f' data-requires-python="{escape(requires)}"' if requires else ""
    return f'<a href="{escape(version)}/{escape(asset.name)}#sha256={asset.sha256}"{attribute}>{escape(asset.name)}</a><br>'


def _upload(visit: Visit) -> Response:
    """One file of a version; a version is finished by its first file, and takes more."""
    form, file = visit.request.form, visit.request.files.get("content")
    if file is None or not file.filename or not form.get("name") or not form.get("version"):
        raise InvalidRequestError("name, version and content are required")
    requires = form.get("requires_python", "")
    attributes = ((REQUIRES_PYTHON, requires),) if requires else ()
    visit.store.registry.publish_asset(
        visit.repository,
        _key(form["name"]),
        form["version"],
        Asset.of(file.filename, file.read(), attributes),
        metadata=Metadata(summary=form.get("summary", ""), readme=form.get("description", "")),
    )
    return Response("", content_type="text/plain")
