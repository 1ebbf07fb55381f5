"""Manifests for several repositories, with the rarer commands of the real engine and in unlucky orders."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import ended
from tests.support.asking import set_status, statuses
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

HELD = {"ns/tool": ["1.0", "1.1"]}
SEED = domains(acme={"store": repository(generic=HELD), "live": repository(generic=HELD)})
HEAD = "format: generic\npackages:\n  ns/tool:\n    "
WIDE = f'domain: acme\nrepositories: all\n{HEAD}versions: {{"1.1": Unlisted}}\n'
ONE = f'domain: acme\nrepository: {{}}\n{HEAD}onRemoval: {{}}\n    versions: {{{{"1.0": Published}}}}\n'
FILES = {"wide.yaml": WIDE}


def found(endpoint: Endpoint, name: str) -> dict[str, str]:
    return statuses(endpoint, "ns/tool", "generic", repository=name)


def test_a_refresh_says_that_a_copy_was_loosened(sandbox: Sandbox, endpoint: Endpoint) -> None:
    ended(sandbox.up())
    ended(sandbox.refresh("--expect-no-changes"))
    set_status(endpoint, "ns/tool", "1.1", "Published", repository="store", package_format="generic")
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
