"""Packages are installed by uv, or by pip where uv cannot."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.tools.wheels import write_wheel
from tools.packages import describe_progress, has_index_of_its_own, install

PROJECT = Path(__file__).parents[2]
PATH = {"PATH": "/usr/bin:/bin"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment without packages, which takes seconds to make."""
    folder = tmp_path_factory.mktemp("empty") / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def folder(empty: Path, tmp_path: Path) -> Path:
    return shutil.copytree(empty, tmp_path / "environment", symlinks=True)


@pytest.fixture
def pins(tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    wheel = write_wheel(tmp_path / "index", "small", "1")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file = tmp_path / "pins.txt"
    file.write_text(f"small==1 --hash=sha256:{digest}\n", encoding="utf-8")
    return file


def test_where_uv_cannot_be_had_pip_does_it_and_that_is_said(folder: Path, pins: Path, tmp_path: Path) -> None:
    said: list[str] = []
    lost = tmp_path / "lost.txt"
    environment = {**PATH, "PIP_FIND_LINKS": str(tmp_path / "index")}
    finished = install(pins, lost, folder, environment, said.append)
    assert finished.exit_code == 0, finished.lines
    assert any(line.startswith("uv cannot do it, so pip does: ") for line in said)
    assert list(folder.glob("lib/python3*/site-packages/small-1.dist-info"))


def test_with_an_index_of_pips_own_uv_is_not_asked(folder: Path, pins: Path, tmp_path: Path) -> None:
    said: list[str] = []
    environment = {**PATH, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "index")}
    assert install(pins, tmp_path / "lost.txt", folder, environment, said.append).exit_code == 0
    assert said == []


@pytest.mark.parametrize(
    ("line", "is_own"),
    [
        ("global.index-url='https://mirror.example/simple'", True),
        (":env:.no-index='1'", True),
        (":env:.find-links='index'", False),
        ("global.cert='ca.pem'", False),
        ("", False),
    ],
)
def test_an_index_of_pips_own_is_one_that_is_configured(line: str, *, is_own: bool) -> None:
    assert has_index_of_its_own([line]) == is_own


def test_the_demo_has_all_that_it_imports() -> None:
    distributions = packages_distributions()
    files = [file for folder in ("emulator", "provider", "schemas") for file in (PROJECT / folder).rglob("*.py")]
    files += [PROJECT / "examples" / "sandbox.py", *(PROJECT / "examples" / "incident").glob("*.py")]
    imported = {
        name.partition(".")[0]
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    needed = {name for module in imported for name in distributions.get(module, ()) if name != "packagestate"}
    text = (PROJECT / "requirements" / "demo.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", text, re.MULTILINE))
    assert {"boto3", "moto"} <= needed
    assert "awscli" in pinned
    # The types of boto3 are imported by the type checker alone.
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in needed} - {"mypy-boto3-codeartifact"} <= pinned


def test_the_progress_of_pip_is_told() -> None:
    assert describe_progress([]) == "downloading packages"
    assert describe_progress(["Collecting a", "  Downloading a.whl", "Collecting b"]) == (
        "downloading packages: 2 so far"
    )
    assert describe_progress(["Collecting a", "Installing collected packages: a"]) == "unpacking and compiling"
