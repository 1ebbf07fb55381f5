"""The examples, as their readers run them."""

import subprocess
import sys

import pytest

from examples.sandbox import ROOT

pytestmark = pytest.mark.engine


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
