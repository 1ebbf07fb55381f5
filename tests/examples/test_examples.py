"""The examples, as their readers run them."""

import re
import subprocess
import sys

import pytest

from examples.incident.releases import NEIGHBOURS, SERVING, read_releases
from examples.sandbox import ROOT


@pytest.mark.engine
@pytest.mark.clients
def test_the_incident_goes_as_it_is_told() -> None:
    finished = subprocess.run(
        [sys.executable, ROOT / "examples" / "incident" / "demo.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    told = finished.stdout
    assert "The story went as told" in told
    assert "\033[" not in told
    copies = ", ".join(f"acme/{name}" for name in sorted(SERVING))
    assert set(re.findall(r"^ *(\S+) \(npm\) in acme/npm-store", told, re.MULTILINE)) == NEIGHBOURS.keys(), copies
    for name in SERVING:
        assert f"npm install chalk@5.6.1    # from {name}\n" in told


def test_the_compromised_releases_of_the_incident_are_those_of_the_advisories() -> None:
    """Each stands between two healthy ones, so that the demo can show that the neighbours stay."""
    releases = read_releases()
    assert len([each for each in releases if each.compromised]) == 19 == len(NEIGHBOURS)
    assert len(releases) == 57
