"""What people use today to dispose versions, each run once on an endpoint of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.ground import Estate, ground
from benchmarks.stacks import PROGRAMS, stack, up

#: Which versions of which packages.
Chosen = Mapping[str, Sequence[str]]


def script(kind: str, program: str = "scripts") -> Callable[[Chosen, str, Path], float]:
    """A boto3 script.

    Args:
        kind: How it does it, such as `one-by-one` or `hundreds`.
        program: The name of the script in `programs`.
    """

    def run(chosen: Chosen, url: str, folder: Path) -> float:
        file = folder / "chosen.json"
        file.write_text(json.dumps(chosen), encoding="utf-8")
        return _timed([sys.executable, str(PROGRAMS / f"{program}.py"), kind, str(file)], url, folder)

    return run


def aws_loop(chosen: Chosen, url: str, folder: Path) -> float:
    """The AWS CLI, once for each version."""
    lines = "".join(f"{package} {version}\n" for package, versions in chosen.items() for version in versions)
    return _timed(["sh", str(PROGRAMS / "aws_loop.sh")], url, folder, standard_input=lines)


def terraform(chosen: Chosen, url: str, folder: Path) -> float:
    """Terraform with a local command for each package."""
    shutil.copy(PROGRAMS / "main.tf", folder)
    (folder / "chosen.json").write_text(json.dumps(chosen), encoding="utf-8")
    _timed(["terraform", "init", "-no-color"], url, folder)
    return _timed(["terraform", "apply", "-no-color", "-auto-approve"], url, folder)


def one_resource_per_version(estate: Estate, changed_count: int, folder: Path) -> float:
    """Pulumi with a resource for each version of each package, of which some change.

    Args:
        estate: The packages.
        changed_count: Of how many versions of each package.
        folder: An empty folder.
    """
    with ground(estate.seed(), folder) as place:
        sandbox = stack(folder / "versions", place.url, "versions")
        sandbox.declare(estate.manifest())
        up(sandbox)
        sandbox.declare(estate.manifest("Disposed", changed_count))
        return up(sandbox).seconds


def rivals(*, is_small: bool) -> dict[str, Callable[[Chosen, str, Path], float]]:
    """The rivals that this machine has.

    Args:
        is_small: Whether those are among them that need a second for each version.
    """
    found = {"boto3, one call per version": script("one-by-one"), "boto3, 100 versions a call": script("hundreds")}
    if is_small:
        found["aws CLI in a loop"] = aws_loop
        if shutil.which("terraform"):
            found["Terraform, a command per package"] = terraform
    return found


def _timed(command: Sequence[str], url: str, folder: Path, standard_input: str = "") -> float:
    environment = os.environ | {
        "AWS_ENDPOINT_URL_CODEARTIFACT": url,
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }
    began = time.perf_counter()
    subprocess.run(
        list(command),
        cwd=folder,
        env=environment,
        input=standard_input,
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began
