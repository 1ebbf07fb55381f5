"""PyPI's registry: the page of a package, its files, and the upload that twine makes.

Only listed versions stand on a page; a file is there for every version whose files are. There is neither a page of all
packages nor a JSON form, as with CodeArtifact.

Source: UG python-compatibility, packages-overview ("Package version status"); PEP 503 (the simple index).
"""

from html import escape
from http import HTTPStatus
from urllib.parse import quote

from werkzeug.wrappers import Response

from emulator.registry.answers import error_answer
from emulator.registry.pypi_upload import REQUIRES_PYTHON, upload
from emulator.registry.visit import Visit
from emulator.store import Asset, NotFoundError, PackageFormat, PackageKey
from emulator.store.naming import normalised


def answer(visit: Visit) -> Response:
    """Answer a request.

    Args:
        visit: The request.

    Raises:
        StoreError: The store refuses it, or it makes no sense.
    """
    match visit.request.method, visit.path.strip("/").split("/"):
        case "POST", [""]:
            return upload(visit)
        case "GET" | "HEAD", ["simple", name]:
            return _page(visit, _key(name))
        case "GET" | "HEAD", ["simple", name, version, file]:
            asset = visit.store.registry.fetch_asset(visit.repository, _key(name), version, file)
            return Response(asset.content, content_type="application/octet-stream")
        case "GET" | "HEAD", _:
            raise NotFoundError("there is no such path")
        case _:
            return error_answer(HTTPStatus.METHOD_NOT_ALLOWED, "a registry of CodeArtifact does not do this")


def _key(name: str) -> PackageKey:
    return PackageKey(PackageFormat.PYPI, "", normalised(name))


def _page(visit: Visit, key: PackageKey) -> Response:
    """The page of a package: a link for each file of each listed version."""
    found = visit.store.registry.listed_package(visit.repository, key)
    if not found.versions:
        raise NotFoundError(f"{key.name} has no listed versions.", key.name, "package")
    place = f"{visit.url}/simple/{key.name}"
    links = "".join(_link(place, record.version, asset) for record in found.versions for asset in record.assets)
    page = f"<!DOCTYPE html><html><head><title>{escape(key.name)}</title></head><body>{links}</body></html>"
    return Response(page, content_type="text/html; charset=utf-8")


def _link(place: str, version: str, asset: Asset) -> str:
    requires = dict(asset.attributes).get(REQUIRES_PYTHON, "")
    attribute = f' data-requires-python="{escape(requires)}"' if requires else ""
    url = f"{place}/{quote(version)}/{quote(asset.name)}#sha256={asset.sha256}"
    return f'<a href="{escape(url)}"{attribute}>{escape(asset.name)}</a><br>'
