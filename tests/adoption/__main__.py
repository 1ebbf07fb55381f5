"""Adopts a large domain, takes it into a state, and previews: `python -m tests.adoption` prints what that costs.

`--repositories`, `--packages` and `--versions` make it smaller or larger.
"""

# ruff: noqa: T201 - a program, which prints

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.adoption.large import Size, measure


def main(arguments: Sequence[str]) -> int:
    """Measure one adoption.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 where a promise was broken.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.adoption", description="Adopt a large domain.")
    parser.add_argument("--repositories", type=int, default=20, help="how many repositories (default: %(default)s)")
    parser.add_argument("--packages", type=int, default=2_000, help="packages in all (default: %(default)s)")
    parser.add_argument("--versions", type=int, default=60_000, help="versions in all (default: %(default)s)")
    parser.add_argument("--all", action="store_true", help="name every version, and not what is remarkable alone")
    options = parser.parse_args(arguments)
    size = Size(options.repositories, options.packages, options.versions)
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(size, Path(folder), every=options.all)
    for line in measured.lines():
        print(line)
    return 1 if measured.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
