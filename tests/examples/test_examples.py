"""The examples, as their readers run them."""

import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from tests.support.sandboxes import new_sandbox

pytestmark = pytest.mark.engine

QUICKSTART = ROOT / "examples" / "quickstart"
SEED = QUICKSTART / "seed.yaml"


def test_the_quickstart_goes_from_preview_to_an_edit(tmp_path: Path, endpoint: Endpoint) -> None:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    for manifest in (QUICKSTART / "packages").glob("*.yaml"):
        sandbox.declare(manifest.read_text(), manifest.name)

    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text
    for transition in (
        "Published -> Unlisted",
        "Published -> Archived",
        "Published -> Disposed",
        "Published -> Deleted",
    ):
        assert transition in preview.text
    assert sandbox.up().exit_code == 0
    assert sandbox.preview("--expect-no-changes").exit_code == 0

    npm = (QUICKSTART / "packages" / "npm.yaml").read_text()
    sandbox.declare(npm.replace("status: Archived", "status: Published"), "npm.yaml")
    assert "Archived -> Published" in sandbox.preview().text
    assert sandbox.up().exit_code == 0
    assert sandbox.preview("--expect-no-changes").exit_code == 0


@pytest.mark.clients
def test_the_incident_goes_as_it_is_told() -> None:
    finished = subprocess.run(
        [sys.executable, ROOT / "examples" / "incident" / "demo.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "The story went as told" in finished.stdout
    assert "Disposed version cannot be restored" in finished.stdout
    assert "\033[" not in finished.stdout
