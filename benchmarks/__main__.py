"""Measures packagestate against the least that is possible and against what people use: `python -m benchmarks`."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import advisories, apply, incident, lock, manifests, reading, steady
from benchmarks.table import Row, circumstances, render

_PARTS: dict[str, Callable[..., Iterator[Row]]] = {
    "manifests": manifests.rows,
    "reading": reading.rows,
    "steady": steady.rows,
    "apply": apply.rows,
    "incident": incident.rows,
    "lock": lock.rows,
    "advisories": advisories.rows,
}
_EXAMPLES = """\
examples:
  python -m benchmarks --quick               a few minutes, small sizes: whether the benchmarks work
  python -m benchmarks --only manifests      one part of the table
  python -m benchmarks --repetitions 9       a quieter median
"""


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write it to a file.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 where a row misses its goal.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure packagestate.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", choices=sorted(_PARTS), action="append", help="one part; may be given again")
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--repetitions", type=int, default=5, help="of each measurement (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=Path("benchmarks.md"), help="the file (default: %(default)s)")
    options = parser.parse_args(arguments)
    # The engine ends its plugins as Ctrl-C does, and waits five seconds for those that a shell started to ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ |= {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "benchmark"}
    began, rows = time.monotonic(), list[Row]()
    for name in options.only or _PARTS:
        for row in _PARTS[name](options.repetitions, is_quick=options.quick):
            rows.append(row)
            print(" | ".join(filter(None, row.cells())), file=sys.stderr, flush=True)
    settings = f"{options.repetitions} repetitions, medians; {time.monotonic() - began:,.0f} s in all"
    text = f"{circumstances()}\n{settings}\n\n{render(rows)}\n"
    print(text)
    options.output.write_text(text, encoding="utf-8")
    red_count = sum(row.is_red for row in rows)
    print(f"{len(rows)} rows, {red_count} red")
    return 1 if red_count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
