"""The way from one stack to several, as docs/how-to/split-a-stack.md describes it: without a write."""

import shutil

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.support.usual import MANIFEST

pytestmark = pytest.mark.engine

OTHER = "other"
MOVED = """\
domain: acme
repository: npm-store
format: npm
packages:
  debug:
    onRemoval: {on_removal}
    versions:
      "4.4.2": Archived
"""
DEBUG = "acme/npm-store/npm//debug"


def test_a_package_goes_from_one_stack_to_another_without_a_write(sandbox: Sandbox, endpoint: Endpoint) -> None:
    kept = MANIFEST.split("  debug:")[0]
    sandbox.declare(kept)
    sandbox.declare(MOVED.format(on_removal="dispose"), "moved.yaml")
    assert sandbox.up().exit_code == 0
    endpoint.calls.clear()

    sandbox.declare(MOVED.format(on_removal="retain"), "moved.yaml")
    assert sandbox.up().exit_code == 0
    others = sandbox.folder / "others"
    others.mkdir()
    shutil.move(sandbox.folder / "packages" / "moved.yaml", others)
    assert sandbox.pulumi("stack", "init", OTHER).exit_code == 0
    assert sandbox.pulumi("config", "set", "packagestate:manifests", "others", "--stack", OTHER).exit_code == 0
    adopted = sandbox.pulumi("up", "--stack", OTHER, "--yes", "--skip-preview", "--strict=false")
    assert adopted.exit_code == 0, adopted.text
    forgotten = sandbox.up()
    assert forgotten.exit_code == 0, forgotten.text

    assert DEBUG not in sandbox.state()
    assert not endpoint.calls.writes
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert sandbox.pulumi("preview", "--stack", OTHER, "--expect-no-changes").exit_code == 0
