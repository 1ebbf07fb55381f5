"""Kills the plugin at every single call, before it and after it, and says what came of it: `python -m tests.crashes`.

One scenario, or one point of it, is tried again with `python -m tests.crashes --scenario delete --call 2`.
"""

# ruff: noqa: T201 - a program, which prints

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.crashes.scenarios import SCENARIOS
from tests.crashes.trial import POINTS, Point, Trial, run_killed
from tests.schedules.__main__ import own_environment


def main(arguments: Sequence[str]) -> int:
    """Try the points.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 where running again did not repair.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description="Kill the plugin at every call.")
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), help="only this one (default: all)")
    parser.add_argument("--call", type=int, help="only at this call of it, from 1")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")
    options = parser.parse_args(arguments)
    points = [
        point for point in POINTS if options.scenario in {None, point.scenario} and options.call in {None, point.number}
    ]
    began = time.monotonic()
    trials = list(_in_processes(points, options.processes))
    found_count = sum(bool(trial.findings) for trial in trials)
    print(f"\n{time.monotonic() - began:,.0f} seconds")
    print(f"{len(trials)} crash points, {found_count} not repaired")
    return 1 if found_count or not trials else 0


def _in_processes(points: Sequence[Point], process_count: int) -> Iterator[Trial]:
    """Try the points, and print what came of each as soon as it is known."""
    with ProcessPoolExecutor(process_count) as executor:
        for future in as_completed([executor.submit(_try, point) for point in points]):
            trial = future.result()
            _tell(trial)
            yield trial


def _try(point: Point) -> Trial:
    own_environment()
    with tempfile.TemporaryDirectory() as folder:
        return run_killed(point, Path(folder))


def _tell(trial: Trial) -> None:
    writes = ", ".join(f"{count} {operation}" for operation, count in trial.writes.items()) or "no write"
    print(f"{'NOT REPAIRED' if trial.findings else 'repaired'}  {trial.point}; then: {writes}", flush=True)
    for finding in trial.findings:
        print(f"  {finding}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
