"""Manifests for several repositories, with the rarer commands of the real engine and in unlucky orders."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import ended
from tests.support.asking import client
from tests.support.sandboxes import new_sandbox
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

HELD = {"ns/tool": ["1.0", "1.1"]}
SEED = domains(acme={"store": repository(generic=HELD), "live": repository(generic=HELD)})
HEAD = "format: generic\npackages:\n  ns/tool:\n    "
WIDE = f'domain: acme\nrepositories: all\n{HEAD}versions: {{"1.1": Unlisted}}\n'
ONE = f'domain: acme\nrepository: {{}}\n{HEAD}onRemoval: {{}}\n    versions: {{{{"1.0": Published}}}}\n'


def found(endpoint: Endpoint, name: str) -> dict[str, str]:
    listed = client(endpoint).list_package_versions(
        domain="acme", repository=name, format="generic", namespace="ns", package="tool"
    )
    return {each["version"]: each["status"] for each in listed["versions"]}


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.configure(irreversibleLimit="10", changedFractionLimit="1")
    sandbox.declare(WIDE, "wide.yaml")
    return sandbox


def test_a_refresh_says_that_a_copy_was_loosened(sandbox: Sandbox, endpoint: Endpoint) -> None:
    ended(sandbox.up())
    ended(sandbox.refresh("--expect-no-changes"))
    place = {"domain": "acme", "repository": "store", "format": "generic", "namespace": "ns", "package": "tool"}
    client(endpoint).update_package_versions_status(**place, versions=["1.1"], targetStatus="Published")  # type: ignore[arg-type]
    ended(sandbox.refresh("--expect-no-changes"), "1 updated", code=7)
    ended(sandbox.up())
    assert found(endpoint, "store")["1.1"] == "Unlisted"
    ended(sandbox.refresh("--expect-no-changes"))


def test_a_removal_is_not_about_what_a_statement_for_several_repositories_named(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(ONE.format("store", "dispose"), "one.yaml")
    ended(sandbox.up())
    (sandbox.folder / "packages" / "wide.yaml").unlink()
    sandbox.declare(ONE.format("live", "retain"), "one.yaml")
    ended(sandbox.refresh())
    shown = ("no longer declared, disposes 1 version", "2 versions no longer managed, left unchanged: 2 Unlisted")
    ended(sandbox.preview(), *shown)
    ended(sandbox.up(), *shown)
    assert found(endpoint, "store") == {"1.0": "Disposed", "1.1": "Unlisted"}
    assert found(endpoint, "live") == {"1.0": "Published", "1.1": "Unlisted"}
    ended(sandbox.preview("--expect-no-changes"))
