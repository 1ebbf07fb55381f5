"""Runs many schedules, and says what happened in them: `python -m tests.schedules --count 10000`.

A schedule is replayed with `--seed N --count 1`, which prints all that happened in it.
"""

# ruff: noqa: T201 - a program, which prints

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.schedules.findings import Kind
from tests.schedules.ground import Report, new_ground
from tests.schedules.seeds import run_seed

# So many schedules share one endpoint and one client, and so many are told of at once.
_CHUNK_COUNT = 100
_SHOWN_COUNT = 20


def main(arguments: Sequence[str]) -> int:
    """Run the schedules.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 where a promise was broken.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.schedules", description="Run random schedules.")
    parser.add_argument("--count", type=int, default=10_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    seeds = range(options.seed, options.seed + options.count)
    if options.count == 1:
        reports: list[Report] = run_chunk(seeds)
        print(*reports[0].trace, sep="\n")
    else:
        reports = list(_in_processes(seeds, options.processes))
    _print_table(reports, time.monotonic() - began)
    return print_findings(reports)


def run_chunk(seeds: Sequence[int]) -> list[Report]:
    """Run some schedules one after the other; what happened in detail is kept of a single one only."""
    own_environment()
    with new_ground() as ground:
        reports = [run_seed(seed, ground) for seed in seeds]
    if len(reports) > 1:
        for report in reports:
            report.trace = ()
    return reports


def own_environment() -> None:
    """Nothing of the machine's AWS settings reaches a schedule."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def _in_processes(seeds: range, process_count: int) -> Iterator[Report]:
    chunks = [seeds[start : start + _CHUNK_COUNT] for start in range(0, len(seeds), _CHUNK_COUNT)]
    done_count = 0
    with ProcessPoolExecutor(process_count) as executor:
        for future in as_completed([executor.submit(run_chunk, chunk) for chunk in chunks]):
            reports = future.result()
            done_count += len(reports)
            if sys.stderr.isatty():
                print(f"\r{done_count} of {len(seeds)} schedules", end="", file=sys.stderr, flush=True)
            yield from reports
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _print_table(reports: Sequence[Report], seconds: float) -> None:
    counts: Counter[str] = Counter()
    for report in reports:
        counts.update(report.counts)
    for what, count in sorted(counts.items()):
        print(f"{count:10,}  {what}")
    print(f"{seconds:10,.0f}  seconds")


def print_findings(reports: Sequence[Report]) -> int:
    """Print each seed in which something was found, with the command that replays it, and the line that counts."""
    found = sorted((report for report in reports if report.findings), key=lambda report: report.seed)
    for report in found[:_SHOWN_COUNT]:
        print(f"\nseed {report.seed}; replay it with: python -m tests.schedules --count 1 --seed {report.seed}")
        for finding in report.findings:
            print(f"  {finding.kind}: {finding.text}")
    if len(found) > _SHOWN_COUNT:
        print(f"\nand in {len(found) - _SHOWN_COUNT} more: {' '.join(str(each.seed) for each in found[_SHOWN_COUNT:])}")
    kinds = Counter(finding.kind for report in found for finding in report.findings)
    print(f"\n{len(reports):,} schedules, {kinds[Kind.LOST]} lost, {kinds[Kind.UNDECLARED]} undeclared")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
