"""An environment in which programs are what a test says they are."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Programs = Callable[..., dict[str, str]]


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """Make programs that print something and exit with a code, and give the variables that find these alone."""

    def made(**texts: tuple[int, str]) -> dict[str, str]:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name, (code, text) in texts.items():
            program = folder / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\nprintf '%s' '{text}'\nexit {code}\n", encoding="utf-8")
            program.chmod(0o755)
        return {"PATH": os.fspath(folder)}

    return made
