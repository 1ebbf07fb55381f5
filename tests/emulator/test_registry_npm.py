"""What npm sees of a repository, request by request."""

import base64
import hashlib
import json

import pytest

from emulator.registry.npm_document import SHORT_FORM
from emulator.store import OriginRestrictions, PackageFormat, Restriction, Status
from emulator.store.model import Dependency
from tests.emulator.registries import CACHE, STORE, Registry, publication

PUBLISHED_ONLY = ["1.0.0", "1.1.0"]


@pytest.fixture
def npm() -> Registry:
    return Registry(PackageFormat.NPM)


@pytest.mark.parametrize(
    ("path", "tarball"),
    [
        ("pad", "pad/-/pad-1.0.0.tgz"),
        ("@acme/pad", "@acme/pad/-/pad-1.0.0.tgz"),
        ("@acme%2fpad", "@acme/pad/-/pad-1.0.0.tgz"),
    ],
)
def test_a_document_lists_the_published_versions_only(npm: Registry, path: str, tarball: str) -> None:
    document = npm.get(path).get_json()
    assert list(document["versions"]) == PUBLISHED_ONLY
    assert set(document["time"]) == {"created", "modified", *PUBLISHED_ONLY}
    assert document["versions"]["1.0.0"]["dist"]["tarball"] == f"http://localhost/-/acme/npm/store/{tarball}"


def test_the_hash_values_are_those_of_the_tarball(npm: Registry) -> None:
    described = npm.get("pad").get_json()["versions"]["1.0.0"]["dist"]
    content = npm.get("pad/-/pad-1.0.0.tgz").data
    assert described["shasum"] == hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert described["integrity"] == f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


@pytest.mark.parametrize(("version", "status"), [("1.1.0", 200), ("1.2.0", 200), ("1.3.0", 404), ("1.4.0", 404)])
def test_a_tarball_is_there_while_the_files_are(npm: Registry, version: str, status: int) -> None:
    assert npm.get(f"pad/-/pad-{version}.tgz").status_code == status
    assert npm.get(f"@acme/pad/-/pad-{version}.tgz").status_code == status


@pytest.mark.parametrize(
    "path", ["pad/-/pad-9.9.9.tgz", "pad/-/pad-1.0.0.zip", "pad/-/dap-1.0.0.tgz", "nobody", "a/b", "@acme", "", "-/all"]
)
def test_what_is_not_there_is_not_found(npm: Registry, path: str) -> None:
    assert npm.get(path).status_code == 404


def test_the_short_form_has_what_installing_needs(npm: Registry) -> None:
    scripts = {"postinstall": "true"}
    npm.call("PUT", "new", json=publication("new", "1.0.0", scripts=scripts, license="MIT", bin={"new": "index.js"}))
    answer = npm.get("new", {"Accept": f"{SHORT_FORM}; q=1.0, application/json; q=0.8"})
    described = answer.get_json()["versions"]["1.0.0"]
    assert answer.content_type == SHORT_FORM
    assert set(answer.get_json()) == {"name", "dist-tags", "versions", "modified"}
    assert set(described) == {"name", "version", "bin", "dist", "hasInstallScript"}


def test_a_document_that_has_not_changed_is_not_sent_again(npm: Registry) -> None:
    first = npm.get("pad")
    again = npm.get("pad", {"If-None-Match": first.headers["ETag"]})
    short = npm.get("pad", {"If-None-Match": first.headers["ETag"], "Accept": SHORT_FORM})
    assert (again.status_code, again.data, short.status_code) == (304, b"", 200)


def test_a_published_version_is_there_at_once(npm: Registry) -> None:
    sent = publication(
        "@acme/new",
        "1.0.0",
        description="New.",
        homepage="https://example.com",
        license="MIT",
        repository={"type": "git", "url": "git+https://example.com/new.git"},
        dependencies={"pad": "^1.0.0", "@acme/pad": "1.x"},
        peerDependencies={"host": "*"},
    )
    sent["readme"] = "# New"
    assert npm.call("PUT", "@acme%2fnew", json=sent).status_code == 201
    record = npm.store.packages.describe_version(STORE, npm.key("new", "acme"), "1.0.0")
    assert (record.metadata.summary, record.metadata.home_page, record.metadata.readme) == (
        "New.",
        "https://example.com",
        "# New",
    )
    assert record.metadata.source_code_repository == "git+https://example.com/new.git"
    assert record.metadata.dependencies == (
        Dependency("", "host", "peer", "*"),
        Dependency("", "pad", "regular", "^1.0.0"),
        Dependency("acme", "pad", "regular", "1.x"),
    )
    assert npm.get("@acme/new").get_json()["dist-tags"] == {"latest": "1.0.0"}


@pytest.mark.parametrize("version", ["1.0.0", "1.2.0", "1.3.0", "1.4.0"])
def test_a_version_that_is_there_cannot_be_published_with_other_content(npm: Registry, version: str) -> None:
    before = npm.store.packages.describe_version(STORE, npm.key("pad"), version)
    assert npm.call("PUT", "pad", json=publication("pad", version, text="evil")).status_code == 409
    assert npm.store.packages.describe_version(STORE, npm.key("pad"), version) == before


def test_publishing_the_same_again_changes_nothing(npm: Registry) -> None:
    sent = publication("new", "1.0.0")
    npm.call("PUT", "new", json=sent)
    before = npm.store.packages.describe_version(STORE, npm.key("new"), "1.0.0")
    assert npm.call("PUT", "new", json=sent).status_code == 201
    assert npm.store.packages.describe_version(STORE, npm.key("new"), "1.0.0") == before


def test_a_blocked_package_takes_no_version(npm: Registry) -> None:
    blocked = OriginRestrictions(publish=Restriction.BLOCK, upstream=Restriction.ALLOW)
    npm.store.packages.put_origin(STORE, npm.key("pad"), blocked)
    answer = npm.call("PUT", "pad", json=publication("pad", "2.0.0"))
    assert 400 <= answer.status_code < 500
    assert "block" in answer.get_json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b'{"versions": []}',
        b'{"versions": {"1.0.0": 1}}',
        json.dumps({"versions": {"1.0.0": {}}, "_attachments": {"a": {"data": "?"}}}).encode(),
        json.dumps({"versions": {"1.0.0": {}}, "_attachments": {"a": {}, "b": {}}}).encode(),
        json.dumps({"versions": {}, "_attachments": {"a": {}}}).encode(),
        json.dumps(publication("new", "1.0.0", dist={"shasum": "0" * 40})).encode(),
        json.dumps(publication("new", "1.0.0", dependencies=["pad"])).encode(),
        json.dumps(publication("new", "1/0")).encode(),
    ],
    ids=lambda body: body[:40].decode("latin-1"),
)
def test_a_publication_that_makes_no_sense_changes_nothing(npm: Registry, body: bytes) -> None:
    answer = npm.call("PUT", "new", data=body)
    assert (answer.status_code, npm.get("new").status_code) == (400, 404)
    assert answer.get_json()["error"]


def test_a_deprecation_gives_a_version_a_warning_and_a_new_revision(npm: Registry) -> None:
    before = npm.store.packages.describe_version(STORE, npm.key("pad"), "1.0.0")
    document = npm.get("pad").get_json()
    document["versions"]["1.0.0"]["deprecated"] = "use another"
    assert npm.call("PUT", "pad", json=document).status_code == 200
    after = npm.store.packages.describe_version(STORE, npm.key("pad"), "1.0.0")
    assert npm.get("pad").get_json()["versions"]["1.0.0"]["deprecated"] == "use another"
    assert (after.revision != before.revision, after.assets) == (True, before.assets)


def test_tags_are_put_and_removed(npm: Registry) -> None:
    assert npm.call("PUT", "-/package/@acme%2fpad/dist-tags/old", json="1.0.0").status_code == 200
    assert npm.get("-/package/@acme%2fpad/dist-tags").get_json()["old"] == "1.0.0"
    assert npm.get("@acme/pad").get_json()["dist-tags"]["old"] == "1.0.0"
    assert npm.call("DELETE", "-/package/@acme%2fpad/dist-tags/old").status_code == 200
    assert "old" not in npm.get("@acme/pad").get_json()["dist-tags"]


@pytest.mark.parametrize(("version", "status"), [("9.9.9", 404), ("1.3.0", 409), (["1.0.0"], 400)])
def test_a_tag_names_a_version_that_can_be_had(npm: Registry, version: object, status: int) -> None:
    assert npm.call("PUT", "-/package/pad/dist-tags/old", json=version).status_code == status


def test_a_tag_of_an_unlisted_version_is_not_in_the_document(npm: Registry) -> None:
    npm.call("PUT", "-/package/pad/dist-tags/hidden", json="1.2.0")
    assert "hidden" not in npm.get("pad").get_json()["dist-tags"]


def test_a_version_from_outside_is_kept_where_it_was_asked_for_and_where_it_came_in(npm: Registry) -> None:
    assert list(npm.get("outside").get_json()["versions"]) == ["2.0.0", "2.1.0"]
    assert npm.get("outside/-/outside-2.0.0.tgz").status_code == 200
    for place in (STORE, CACHE):
        assert npm.store.packages.describe_version(place, npm.key("outside"), "2.0.0").status is Status.PUBLISHED
    assert npm.call("PUT", "outside", json=publication("outside", "2.1.0")).status_code in {403, 409}


def test_a_head_request_gets_no_body(npm: Registry) -> None:
    answer = npm.call("HEAD", "pad")
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(("method", "path"), [("DELETE", "pad"), ("POST", "-/npm/v1/security/audits/quick")])
def test_what_codeartifact_does_not_do_is_refused(npm: Registry, method: str, path: str) -> None:
    assert npm.call(method, path).status_code == 405
