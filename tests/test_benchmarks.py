"""The benchmarks run: a table with every part's rows, the least calls, and a red row where a goal is missed."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.table import compared, render
from examples.sandbox import ROOT

# How long something takes says nothing here: the sizes are small, and other tests run beside it.
FINISHED = {0, 1}


@pytest.mark.parametrize(("part", "against"), [("manifests", "C safe loader"), ("reading", "merely listing")])
def test_a_part_measures_and_writes_its_table(part: str, against: str, tmp_path: Path) -> None:
    assert against in measured(part, tmp_path)


@pytest.mark.engine
@pytest.mark.parametrize("part", ["steady", "apply", "incident", "lock"])
def test_a_part_with_the_engine_makes_the_least_calls(part: str, tmp_path: Path) -> None:
    lines = [line for line in measured(part, tmp_path).splitlines() if "the least calls" in line]
    assert lines
    assert not any("red" in line for line in lines)


def measured(part: str, folder: Path) -> str:
    """Run one part with small sizes, and read the table that it wrote."""
    output = folder / "table.md"
    options = ["--quick", "--only", part, "--repetitions", "1", "--output", str(output)]
    command = [sys.executable, "-m", "benchmarks", *options]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode in FINISHED, finished.stderr
    return output.read_text(encoding="utf-8")


@pytest.mark.engine
def test_a_tree_is_held_against_another_one() -> None:
    command = [sys.executable, "-m", "benchmarks.against", str(ROOT), "--quick", "--repetitions", "1"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode in FINISHED, finished.stderr
    assert finished.stdout.count("s of processors") == 4


@pytest.mark.parametrize(("seconds", "mark"), [(1.0, ""), (1.3, "red")])
def test_a_row_that_misses_its_goal_is_red(seconds: float, mark: str) -> None:
    row = compared("a run", [seconds, seconds, 9.0], "another", [1.0], goal=1.2)
    assert row.cells()[-2:] == ("1.2", mark)
    assert ("red" in render([row])) is bool(mark)
