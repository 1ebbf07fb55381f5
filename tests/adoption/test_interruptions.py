"""The command in a process of its own, ended at any moment: no file is there by half, and the exit code says why."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from tests.adoption.seeds import DOMAIN
from tests.support.small_disk import SMALL_DISK

COMMAND = ["adopt", "--domain", "acme", "--output", "packages", "--import-file", "import.json"]

SEED = DOMAIN


def start(folder: Path, endpoint: Endpoint, *program: str) -> "subprocess.Popen[str]":
    environment = {**Sandbox(folder, endpoint.url).environment(), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *(program or ("-m", "packagestate.provider.cli")), *COMMAND],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_ends_well(tmp_path: Path, endpoint: Endpoint) -> None:
    process = start(tmp_path, endpoint)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "named 8 versions of 5 packages" in output
    assert errors == ""


def test_an_expired_token_has_an_exit_code_of_its_own(tmp_path: Path, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", skip=3, code="ExpiredTokenException")
    process = start(tmp_path, endpoint)
    _, errors = process.communicate()
    assert process.returncode == 3, errors
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path, endpoint: Endpoint) -> None:
    process = start(tmp_path, endpoint, "-c", SMALL_DISK)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert errors.startswith("File cannot be written\n  `import.json` cannot be written: File too large.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("operation", ["ListRepositoriesInDomain", "ListPackages", "ListPackageVersions"])
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, endpoint: Endpoint, operation: str) -> None:
    """It comes while a call is under way."""
    process: list[subprocess.Popen[str]] = []

    def interrupt() -> None:
        os.kill(process[0].pid, signal.SIGINT)

    endpoint.faults.plant(operation=operation, times=1, before=interrupt)
    process.append(start(tmp_path, endpoint))
    _, errors = process[0].communicate()
    assert process[0].returncode == 8, errors
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []
