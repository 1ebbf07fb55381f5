"""One mutation tried: a copy of the project is changed, and the quick tests run in it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.mutations.mutation import Mutation

_TESTS: Final = (
    *("tests/plan", "tests/apply", "tests/observe", "tests/plugin", "tests/program", "tests/state"),
    *("tests/lock", "tests/advisories"),
)
_COPIED: Final = (
    "emulator",
    "examples",
    "packagestate",
    "provider",
    "schemas",
    "tests",
    "Pulumi.yaml",
    "pyproject.toml",
)

# The quick tests take about a minute; a mutant that never ends is noticed too.
_LIMIT_SECONDS: Final = 600
_LIMIT_SECONDS_OF_A_TEST: Final = 60

# Source: pytest documentation, "Exit codes".
_TESTS_FAILED: Final = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant.

    Attributes:
        caught: Whether a test failed, or did not end.
        by: The test that noticed it, or what went wrong instead.
        elapsed_seconds: How long it took.
    """

    caught: bool
    by: str
    elapsed_seconds: float


@contextmanager
def copy_of(project: Path) -> Iterator[Path]:
    """A copy of all that the quick tests need, in a temporary folder.

    Args:
        project: The project's folder, as it is now, whether committed or not.
    """
    with tempfile.TemporaryDirectory(prefix="mutations-") as name:
        folder = Path(name)
        for entry in _COPIED:
            source = project / entry
            if source.is_dir():
                shutil.copytree(source, folder / entry, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / entry)
        yield folder


def try_mutation(folder: Path, mutation: Mutation) -> Verdict:
    """Apply a mutation, run the quick tests, and take the mutation back.

    Args:
        folder: A copy of the project.
        mutation: The mutation.

    Returns:
        What became of it; a mutation whose old text is not found counts as not caught.
    """
    file = folder / mutation.file
    sound = file.read_text(encoding="utf-8")
    try:
        file.write_text(mutation.applied(sound), encoding="utf-8")
    except LookupError as error:
        return Verdict(caught=False, by=str(error), elapsed_seconds=0)
    try:
        verdict = run_tests(folder, mutation.tests)
        return verdict if verdict.caught else run_tests(folder)
    finally:
        file.write_text(sound, encoding="utf-8")


def run_tests(folder: Path, *tests: str) -> Verdict:
    """Run the quick tests up to the first failure.

    Args:
        folder: A copy of the project.
        tests: Files of them; all where none is named.

    Returns:
        Caught where a test failed; not where all passed, nor where the tests could not run.
    """
    options = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", f"--timeout={_LIMIT_SECONDS_OF_A_TEST}"]
    started = time.monotonic()
    try:
        finished = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *(tests or _TESTS), *options],
            cwd=folder,
            # Its laws draw the same examples each time.
            env=os.environ | {"CI": "1", "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Verdict(caught=True, by="the tests do not end", elapsed_seconds=time.monotonic() - started)
    elapsed_seconds = time.monotonic() - started
    if finished.returncode == 0:
        return Verdict(caught=False, by="no test", elapsed_seconds=elapsed_seconds)
    failed = [line for line in finished.stdout.splitlines() if line.startswith("FAILED ")]
    if finished.returncode != _TESTS_FAILED or not failed:
        last = (finished.stdout.strip().splitlines() or ["they say nothing"])[-1]
        return Verdict(caught=False, by=f"the tests could not run: {last}", elapsed_seconds=elapsed_seconds)
    return Verdict(caught=True, by=failed[0].removeprefix("FAILED ").split(" - ")[0], elapsed_seconds=elapsed_seconds)
