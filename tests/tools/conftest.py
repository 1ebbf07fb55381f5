"""What the tests of the tools share: tiny programs on a PATH of their own, and folders that end with the test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.engine.recipe import PROGRAMS
from tools.environment import STAMP, describe_environment

TOOLS = Path(__file__).parent.parent.parent / "tools"
WriteProgram = Callable[..., Path]


@pytest.fixture
def write_program() -> WriteProgram:
    """Write a program for `sh` into a folder."""

    def write(folder: Path, name: str, script: str = "") -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return write


@pytest.fixture
def write_engine(write_program: WriteProgram) -> WriteProgram:
    """Fill a folder with programs that answer as an engine does when it is asked for its version."""

    def write(folder: Path, version: str = "v3.259.0") -> Path:
        for name in PROGRAMS:
            write_program(folder, name, f"echo {version}")
        return folder

    return write


@pytest.fixture
def path_folder(tmp_path: Path) -> Path:
    """The one folder of a PATH; its name has a space."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(tmp_path: Path, path_folder: Path) -> dict[str, str]:
    """An environment with an empty PATH and a cache of its own."""
    return {"PATH": str(path_folder), "PACKAGESTATE_CACHE": str(tmp_path / "my cache")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with these tools that needs no packages, in a folder whose name has a space."""
    folder = tmp_path / "my project"
    shutil.copytree(TOOLS, folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements").mkdir()
    for name in ("development.txt", "demo.txt", "lock.txt"):
        (folder / "requirements" / name).write_text("# nothing\n", encoding="utf-8")
    return folder


@pytest.fixture
def prepared_project(project: Path, write_program: WriteProgram) -> Path:
    """A project with what looks like the environment that an earlier run made."""
    write_program(project / ".venv" / "bin", "python", "echo it is used; exit 1")
    description = describe_environment(project / "requirements" / "development.txt", project / ".venv")
    (project / ".venv" / STAMP).write_text(description, encoding="utf-8")
    return project
