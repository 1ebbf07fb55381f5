"""What pip and twine see of a repository, request by request."""

import hashlib
import io
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from emulator.contents import wheel
from emulator.store import OriginRestrictions, PackageFormat, Restriction
from emulator.store.model import Dependency
from tests.emulator.registries import STORE, Registry

# More than werkzeug takes in a field by default, and less than its test client puts into a file that it leaves open.
LONG_DESCRIPTION = 505_000
FILE = "acme_pad-{}-py3-none-any.whl"


@pytest.fixture
def pypi() -> Registry:
    return Registry(PackageFormat.PYPI)


def upload(
    pypi: Registry, version: str = "2.0.0", *, name: str = "Acme.New", content: bytes | None = None, **form: object
) -> TestResponse:
    content = wheel("acme_new", version, f"Metadata-Version: 2.1\nName: {name}\n") if content is None else content
    fields: dict[str, Any] = {":action": "file_upload", "name": name, "version": version, **form}
    file = (io.BytesIO(content), f"acme_new-{version}-py3-none-any.whl")
    return pypi.call("POST", "", data={**fields, "content": file}, content_type="multipart/form-data")


@pytest.mark.parametrize("name", ["acme-pad", "Acme_Pad", "acme.pad"])
def test_a_page_lists_the_published_versions_only_however_the_name_is_written(pypi: Registry, name: str) -> None:
    page = pypi.get(f"simple/{name}/").text
    assert re.findall(r">(acme_pad[^<]+)</a>", page) == [FILE.format("1.0.0"), FILE.format("1.1.0")]


def test_a_link_leads_to_a_file_with_its_hash_value(pypi: Registry) -> None:
    url, sha256 = re.findall(r'href="http://localhost(/[^"#]+)#sha256=(\w+)"', pypi.get("simple/acme-pad/").text)[0]
    answer = pypi.client.get(url, headers=pypi.headers)
    assert hashlib.sha256(answer.data).hexdigest() == sha256


@pytest.mark.parametrize(("version", "status"), [("1.1.0", 200), ("1.2.0", 200), ("1.3.0", 404), ("1.4.0", 404)])
def test_a_file_is_there_while_its_content_is(pypi: Registry, version: str, status: int) -> None:
    assert pypi.get(f"simple/acme-pad/{version}/{FILE.format(version)}").status_code == status


@pytest.mark.parametrize("path", ["simple/", "simple/nobody/", "pypi/acme-pad/json", "simple/acme-pad/1.0.0/other.whl"])
def test_what_is_not_there_is_not_found(pypi: Registry, path: str) -> None:
    assert pypi.get(path).status_code == 404


def test_an_uploaded_version_is_there_at_once(pypi: Registry) -> None:
    requirements = ["Pad_Left[fast]>=2", "other", 'third ; python_version > "3"']
    answer = upload(
        pypi,
        summary="New.",
        description="x" * LONG_DESCRIPTION,
        home_page="https://example.com",
        license="MIT",
        requires_python=">=3.9",
        requires_dist=requirements,
    )
    record = pypi.store.packages.describe_version(STORE, pypi.key("acme-new"), "2.0.0")
    assert answer.status_code == 200
    assert 'data-requires-python="&gt;=3.9"' in pypi.get("simple/acme-new/").text
    assert (record.metadata.summary, record.metadata.home_page) == ("New.", "https://example.com")
    assert record.metadata.dependencies == (
        Dependency("", "other", "Requires-Dist", ""),
        Dependency("", "pad-left", "Requires-Dist", "[fast]>=2"),
        Dependency("", "third", "Requires-Dist", '; python_version > "3"'),
    )


def test_uploading_the_same_again_changes_nothing_and_other_content_is_a_conflict(pypi: Registry) -> None:
    upload(pypi)
    before = pypi.store.packages.describe_version(STORE, pypi.key("acme-new"), "2.0.0")
    assert (upload(pypi).status_code, upload(pypi, content=b"other").status_code) == (200, 409)
    assert pypi.store.packages.describe_version(STORE, pypi.key("acme-new"), "2.0.0") == before


@pytest.mark.parametrize("version", ["1.3.0", "1.4.0"])
def test_a_version_without_files_takes_no_file(pypi: Registry, version: str) -> None:
    assert upload(pypi, version, name="acme-pad").status_code == 409


def test_a_blocked_package_takes_no_file(pypi: Registry) -> None:
    blocked = OriginRestrictions(publish=Restriction.BLOCK, upstream=Restriction.ALLOW)
    pypi.store.packages.put_origin(STORE, pypi.key("acme-pad"), blocked)
    answer = upload(pypi, name="acme-pad")
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["error"] == "This package is configured to block new versions"


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "a b"}, {"version": ""}, {"version": "a/b"}, {"sha256_digest": "0" * 64}]
)
def test_an_upload_that_makes_no_sense_changes_nothing(pypi: Registry, form: dict[str, Any]) -> None:
    assert upload(pypi, **form).status_code == 400
    assert pypi.get("simple/acme-new/").status_code == 404


def test_a_form_without_a_file_is_refused(pypi: Registry) -> None:
    assert pypi.call("POST", "", data={"name": "acme-new", "version": "1"}).status_code == 400


def test_what_codeartifact_does_not_do_is_refused(pypi: Registry) -> None:
    assert pypi.call("DELETE", "simple/acme-pad/").status_code == 405
