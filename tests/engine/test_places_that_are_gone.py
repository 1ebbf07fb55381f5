"""A package whose repository or domain is gone can be taken out of the manifests, whatever its `onRemoval` is."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import OTHERS, ended
from tests.support.asking import client
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

OLD = """\
domain: {domain}
repository: store
format: npm
packages:
  debug:
    onRemoval: {on_removal}
    versions:
      "4.4.1": Published
"""
OLD_STORE = repository(npm={"debug": ["4.4.1"]})
SEED = domains(
    acme={"npm-store": repository(npm={"chalk": ["5.6.0", "5.6.1"]}), "store": OLD_STORE}, old={"store": OLD_STORE}
)


def test_it_is_forgotten_the_plan_says_why_and_nothing_is_written(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(OTHERS)
    sandbox.declare(OLD.format(domain="acme", on_removal="delete"), "one.yaml")
    sandbox.declare(OLD.format(domain="old", on_removal="dispose"), "two.yaml")
    ended(sandbox.up())
    for domain in ("acme", "old"):
        client(endpoint).delete_repository(domain=domain, repository="store")
    client(endpoint).delete_domain(domain="old")
    for name in ("one.yaml", "two.yaml"):
        (sandbox.folder / "packages" / name).unlink()
    endpoint.calls.clear()
    said = (
        "debug (npm) in acme/store: forgotten, its repository is gone",
        "debug (npm) in old/store: forgotten, its domain is gone",
    )
    ended(sandbox.preview(), *said)
    ended(sandbox.up(), *said)
    assert not endpoint.calls.writes
    assert not any(name.endswith("//debug") for name in sandbox.state())
    ended(sandbox.preview("--expect-no-changes"))
    ended(sandbox.destroy())
