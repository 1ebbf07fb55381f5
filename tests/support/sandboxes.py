"""Stacks of the real engine for tests, without the second that the engine takes to make an empty one."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from examples.sandbox import STACK, Sandbox

_SETTINGS = f"Pulumi.{STACK}.yaml"


def new_sandbox(folder: Path, endpoint: str, *, program: str | None = None) -> Sandbox:
    """What `Sandbox.create` makes in an empty folder, but the stack is a copy, and no engine has chosen it.

    A command of the engine needs `--stack`, which all methods of a sandbox give.
    """
    sandbox = Sandbox(folder, endpoint)
    sandbox.link()
    if program is not None:
        sandbox.replace_program(program)
    shutil.copytree(_made() / "state", folder / "state", dirs_exist_ok=True)
    shutil.copy(_made() / _SETTINGS, folder)
    return sandbox


@cache
def _made() -> Path:
    """The folder of a stack that the engine itself has made, once in each process of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="packagestate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sandbox = Sandbox.create(folder, "http://127.0.0.1:9")
    listed = sandbox.pulumi("stack", "ls")
    assert STACK in listed.text, listed.text
    return folder
