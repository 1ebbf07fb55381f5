"""`python -m tools.mutations [--only WORDS]`: breaks the contract in each way, and sees that a test notices.

It prints a table, and exits 1 if a mutant survives, or if the text that it changes is no longer there.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from tools.mutations.catalogue import read_mutations
from tools.mutations.trial import copy_of, run_tests, try_mutation

PROJECT: Final = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Try the mutations.

    Args:
        arguments: Without the program's name.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.mutations", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", metavar="WORDS", help="try only the mutations whose names hold these")
    words = parser.parse_args(arguments).only
    chosen = [mutation for mutation in read_mutations() if words in mutation.name]
    with copy_of(PROJECT) as folder:
        sound = run_tests(folder)
        _print("nothing is broken", "passes" if sound.by == "no test" else "FAILS", sound.elapsed_seconds, sound.by)
        if sound.by != "no test":
            return 1
        survivor_count = 0
        for mutation in chosen:
            verdict = try_mutation(folder, mutation)
            survivor_count += not verdict.caught
            _print(mutation.name, "caught" if verdict.caught else "SURVIVES", verdict.elapsed_seconds, verdict.by)
    print(f"{len(chosen)} mutations, {survivor_count} survived")
    return 1 if survivor_count or not chosen else 0


def _print(name: str, verdict: str, elapsed_seconds: float, by: str) -> None:
    print(f"{name:56} {verdict:9} {elapsed_seconds:4.0f} s  {by}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
