"""The command in a process of its own, ended while it works: no manifest is written by half, and none alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from packagestate.provider.plan.changes import from_lines
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.revert.plans import plan_text
from tests.support.asking import client
from tests.support.manifests import declared
from tests.support.small_disk import SMALL_DISK
from tests.support.stores import store

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
MANIFEST = 'domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {"5.6.0": Archived}}\n'
SEED = store(npm={"chalk": {"5.6.0": "Archived"}})


@pytest.fixture
def folder(tmp_path: Path, endpoint: Endpoint) -> Path:
    """A folder with a small manifest, and one that is too large for a small disk."""
    where = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
    (listed,) = client(endpoint).list_package_versions(**where)["versions"]  # type: ignore[arg-type]
    lines = {"5.6.0": f"Published -> Archived, revision {listed['revision']}"}
    (tmp_path / "plan.json").write_text(plan_text({CHALK: from_lines(lines)}))
    declared(tmp_path, MANIFEST, "a.yaml")
    declared(tmp_path, f"# {'-' * 600}\n{MANIFEST}", "b.yaml")
    return tmp_path


def start(folder: Path, endpoint: Endpoint, *program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *(program or ("-m", "packagestate.provider.cli")), "revert", "plan.json"],
        cwd=folder,
        env={**Sandbox(folder, endpoint.url).environment(), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def texts(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in (folder / "packages").iterdir()}


def test_it_ends_well(folder: Path, endpoint: Endpoint) -> None:
    process = start(folder, endpoint)
    output, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert output.endswith("next:\n  packagestate pulumi preview --stack STACK\n")
    assert all("Published" in text for text in texts(folder).values())


def test_a_full_disk_leaves_every_manifest_as_it_was(folder: Path, endpoint: Endpoint) -> None:
    before = texts(folder)
    process = start(folder, endpoint, "-c", SMALL_DISK)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert errors.startswith("File cannot be written\n  `packages/b.yaml` cannot be written: File too large.")
    assert texts(folder) == before


def test_ctrl_c_leaves_every_manifest_as_it_was(folder: Path, endpoint: Endpoint) -> None:
    """It comes while a call is under way."""
    before = texts(folder)
    process: list[subprocess.Popen[str]] = []
    endpoint.faults.plant(
        operation="ListPackageVersions", times=1, before=lambda: os.kill(process[0].pid, signal.SIGINT)
    )
    process.append(start(folder, endpoint))
    _, errors = process[0].communicate()
    assert process[0].returncode == 8, errors
    assert "Traceback" not in errors
    assert texts(folder) == before
