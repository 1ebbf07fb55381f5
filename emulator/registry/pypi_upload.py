"""What `twine upload` sends: one file of a version, in a form with what the version says of itself.

A version is finished by its first file and takes more.

Source: UG python-compatibility ("Legacy APIs"), packages-overview ("Overwriting package assets"); PyPI's documentation
of its upload API.
"""

from http import HTTPStatus

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from emulator.registry.names import check_names
from emulator.registry.visit import Visit
from emulator.store import Asset, Dependency, InvalidRequestError, Licence, Metadata, PackageFormat, PackageKey
from emulator.store.naming import normalised

REQUIRES_PYTHON = "requires-python"
"""The attribute of a file that tells pip which interpreters it is for."""

_REQUIREMENT_START = frozenset(" ;[(<>=!~@")
"""What may follow the name in a requirement. Source: PEP 508."""


def upload(visit: Visit) -> Response:
    """Add a file to a version.

    Args:
        visit: The request.

    Raises:
        StoreError: The store refuses it, or the form makes no sense.
    """
    form, file = visit.request.form, visit.request.files.get("content")
    name, version = form.get("name"), form.get("version")
    if file is None or not file.filename or not name or not version:
        raise InvalidRequestError("name, version and content are required")
    if "/" in file.filename:
        raise InvalidRequestError("a file's name holds no slash")
    key = PackageKey(PackageFormat.PYPI, "", normalised(name))
    check_names(key, version)
    requires = form.get("requires_python", "")
    asset = Asset.of(file.filename, file.read(), ((REQUIRES_PYTHON, requires),) if requires else ())
    # Undocumented (Q0): that AWS looks at it.
    if form.get("sha256_digest", asset.sha256) != asset.sha256:
        raise InvalidRequestError("the file has not the hash value that the form names")
    visit.store.registry.publish_asset(visit.repository, key, version, asset, metadata=_metadata(form))
    return Response("", HTTPStatus.OK, content_type="text/plain")


def _metadata(form: MultiDict[str, str]) -> Metadata:
    """What a version says of itself."""
    licence = form.get("license_expression") or form.get("license") or ""
    return Metadata(
        summary=form.get("summary", ""),
        home_page=form.get("home_page", ""),
        licences=(Licence(licence),) if licence else (),
        readme=form.get("description", ""),
        dependencies=tuple(sorted(map(_dependency, form.getlist("requires_dist")))),
    )


def _dependency(requirement: str) -> Dependency:
    """A requirement such as `requests>=2; python_version>"3"`."""
    end = next((index for index, character in enumerate(requirement) if character in _REQUIREMENT_START), None)
    name = requirement[:end]
    return Dependency("", normalised(name), "Requires-Dist", requirement.removeprefix(name).strip())
