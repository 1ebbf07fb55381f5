"""`packagestate lock` in a process of its own, ended at any moment: the old lock stays byte for byte, or the new one is
there as a whole, and the exit code says why.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from packagestate.provider.cli import main
from packagestate.schemas.load import load
from tests.cli.place import on_terminal
from tests.lock.domain import RULES, SEED
from tests.support.small_disk import SMALL_DISK

__all__ = ("SEED",)

# More lines than the lock that is there has, in both of its files.
MORE = RULES.replace("latest: 2", "latest: 1")
STRIKES_AT = """
import os, signal, sys
from packagestate.provider.cli import main
before = os.NAME
def strike(*arguments, **options):
    os.kill(os.getpid(), signal.SIGINT)
    return before(*arguments, **options)
os.NAME = strike
sys.exit(main(sys.argv[1:]))
"""
# Root may write everywhere, unless it gives that right away. Source: capabilities(7), CAP_DAC_OVERRIDE.
WITHOUT_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0:
    assert ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "packagestate.provider.cli", *sys.argv[1:]])
"""


@pytest.fixture
def folder(tmp_path: Path, endpoint: Endpoint) -> Path:
    """Rules that have changed since the lock was made."""
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    assert main(["lock", str(folder), "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0
    (folder / "rules.yaml").write_text(MORE, encoding="utf-8")
    endpoint.calls.clear()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def start(folder: Path, endpoint: Endpoint, *program: str) -> "subprocess.Popen[str]":
    environment = {**Sandbox(folder.parent, endpoint.url).environment(), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *(program or ("-m", "packagestate.provider.cli")), "lock"],
        cwd=folder.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, errors = process.communicate()
    assert "Traceback" not in errors
    return process.returncode, errors


def test_a_pipe_sees_no_progress_and_a_terminal_does(folder: Path, endpoint: Endpoint) -> None:
    environment = Sandbox(folder.parent, endpoint.url).environment()
    assert "read 2 packages" in on_terminal(folder.parent, "lock", "--check", **environment)
    assert ended(start(folder, endpoint)) == (0, "")


@pytest.mark.parametrize(
    "operation",
    ["DescribeDomain", "ListRepositoriesInDomain", "ListPackages", "ListPackageVersions", "DescribePackageVersion"],
)
def test_ctrl_c_while_it_reads_leaves_the_lock_as_it_was(folder: Path, endpoint: Endpoint, operation: str) -> None:
    process: list[subprocess.Popen[str]] = []
    before = files(folder)
    endpoint.faults.plant(operation=operation, times=1, before=lambda: os.kill(process[0].pid, signal.SIGINT))
    process.append(start(folder, endpoint))
    assert ended(process[0])[0] == 8
    assert files(folder) == before


def test_ctrl_c_while_it_writes_leaves_the_lock_as_it_was(folder: Path, endpoint: Endpoint) -> None:
    before = files(folder)
    assert ended(start(folder, endpoint, "-c", STRIKES_AT.replace("NAME", "fsync")))[0] == 8
    assert files(folder) == before


def test_ctrl_c_while_files_take_their_places_comes_too_late(folder: Path, endpoint: Endpoint) -> None:
    assert ended(start(folder, endpoint, "-c", STRIKES_AT.replace("NAME", "replace"))) == (0, "")
    assert [len(each.packages[0].lines) for each in load(folder).locks] == [3, 3]


def test_a_full_disk_leaves_the_lock_as_it_was(folder: Path, endpoint: Endpoint) -> None:
    before = files(folder)
    code, errors = ended(start(folder, endpoint, "-c", SMALL_DISK.replace("600, 600", "400, 400")))
    assert code == 1
    assert errors.startswith("File cannot be written\n  `packages/packagestate.lock/")
    assert "cannot be written: File too large. No file was changed." in errors
    assert files(folder) == before


def test_a_folder_that_cannot_be_written_is_named(folder: Path, endpoint: Endpoint) -> None:
    before = files(folder)
    place = next(folder.glob("packagestate.lock/*/acme"))
    place.chmod(0o555)
    code, errors = ended(start(folder, endpoint, "-c", WITHOUT_RIGHTS))
    place.chmod(0o755)
    assert code == 1
    assert "cannot be written: Permission denied. No file was changed." in errors
    assert files(folder) == before


def test_an_expired_token_half_way_ends_it_at_once(folder: Path, endpoint: Endpoint) -> None:
    before = files(folder)
    endpoint.faults.plant(operation="ListPackageVersions", skip=1, code="ExpiredTokenException")
    assert ended(start(folder, endpoint))[0] == 3
    assert files(folder) == before


def test_it_waits_where_aws_asks_it_to(folder: Path, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", times=2, code="ThrottlingException")
    assert ended(start(folder, endpoint)) == (0, "")
    assert endpoint.calls.count("ListPackageVersions") == 4


@pytest.mark.parametrize("answer", [{"code": "AccessDeniedException"}, {"body": "<html>Sign in</html>"}])
def test_a_package_that_cannot_be_read_leaves_the_lock_as_it_was(
    folder: Path, endpoint: Endpoint, answer: dict[str, str]
) -> None:
    before = files(folder)
    endpoint.faults.plant(operation="ListPackageVersions", skip=1, **answer)
    assert ended(start(folder, endpoint))[0] in {1, 3}
    assert files(folder) == before


def test_two_at_once_leave_whole_files(folder: Path, endpoint: Endpoint) -> None:
    for each in folder.glob("packagestate.lock/*/acme/*"):
        each.unlink()
    both = [start(folder, endpoint) for _ in range(2)]
    assert [ended(each) for each in both] == [(0, ""), (0, "")]
    assert [len(each.packages[0].lines) for each in load(folder).locks] == [3, 3]
    assert len(files(folder)) == 3
