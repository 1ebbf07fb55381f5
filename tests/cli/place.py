"""A folder of manifests, and the command in a process of its own."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.support.stores import store

ROOT = Path(__file__).parent.parent.parent
SEED = store(
    npm={
        "chalk": {"5.6.0": "Published", "5.6.1": "Published", "5.5.0": "Disposed"},
        "@acme/session": {"1.9.0": "Archived"},
    },
    maven={"com.acme:tool": {"1.0-20250101.120000-3": "Unlisted"}},
)
AS_IT_IS = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {'5.6.0': Published}}\n"
DISPOSES = """\
domain: acme
repository: npm-store
format: npm
packages:
  chalk:
    versions:
      "5.6.1": {status: Disposed, reason: "see @nobody | <b>"}
"""


def packagestate(
    folder: Path, *arguments: str, text: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with pipes."""
    command = [sys.executable, "-m", "packagestate.provider.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        command, cwd=folder, env=environment, input=text, capture_output=True, text=True, check=False, timeout=60
    )


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """Run the command on a terminal, and see what it shows."""
    ours, theirs = pty.openpty()
    # The settings of whoever runs the tests, but for those about colours.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"} | variables
    if "NO_COLOR" not in variables:
        environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "packagestate.provider.cli", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:
            pass  # the other side has closed it, which Linux tells in this way
        process.wait()
    os.close(ours)
    return seen.decode()
