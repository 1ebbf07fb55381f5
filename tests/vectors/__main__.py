"""Asks the real tools about random versions and ranges: `python -m tests.vectors --nuget CLONE`, or `make vectors`.

It writes what they answer to `tests/vectors/data`, asks them about as many fresh cases, and says how many of all of
these `schemas.versions` answers in another way. With `--check` it writes nothing. What it needs is in
`tests.vectors.judges`; a format whose tool is missing is named, and its file stays as it is.
"""

# ruff: noqa: T201 - a program, which prints

import argparse
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packagestate.schemas.coordinates import Format
from tests.vectors.asking import FORMATS, KINDS, draw, settle
from tests.vectors.judges import JUDGES, Judges
from tests.vectors.stored import UNCLEAR, differing, our_answer, write

_COUNT = 12_000
_SHOWN_COUNT = 5


def main(arguments: Sequence[str]) -> int:
    """Make the vectors.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 if we answer in another way.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.vectors", description="Ask the real tools.")
    parser.add_argument("--count", type=int, default=_COUNT, help="how many cases of each kind (default: %(default)s)")
    parser.add_argument("--seed", default="1", help="of the stored cases (default: %(default)s)")
    parser.add_argument("--nuget", type=Path, metavar="CLONE", help="a clone of NuGet/NuGet.Client")
    parser.add_argument("--check", action="store_true", help="ask about fresh cases only, and write nothing")
    parser.add_argument("--folder", type=Path, help="where the tools are kept (default: a temporary folder)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        judges = Judges((options.folder or Path(temporary)).resolve(), options.nuget)
        print("judges:", "; ".join(f"{name}: {tool}" for name, tool in JUDGES.items()))
        seeds = [f"fresh {secrets.token_hex(4)}"] if options.check else [options.seed, f"fresh {secrets.token_hex(4)}"]
        differ_count = 0
        for package_format in FORMATS:
            if package_format is Format.NUGET and options.nuget is None:
                print("nuget: not asked, since no --nuget names a clone of NuGet/NuGet.Client")
                continue
            for kind in KINDS:
                differ_count += sum(_ask(judges, package_format, kind, seed, options) for seed in seeds)
    return 1 if differ_count else 0


def _ask(judges: Judges, package_format: Format, kind: str, seed: str, options: argparse.Namespace) -> int:
    cases, note = settle(judges, package_format, kind, draw(package_format, kind, seed, options.count))
    if seed == options.seed:
        write(package_format, kind, cases)
    found = differing(package_format, kind, cases)
    unclear = sum(our_answer(package_format, kind, case.texts) == UNCLEAR for case in cases) if kind == "range" else 0
    said = [f"{len(cases)} cases", f"{len(found)} differ", f"{unclear} unclear" if unclear else "", note]
    print(f"{package_format} {kind}, seed {seed}:", ", ".join(filter(None, said)))
    for case, answer in found[:_SHOWN_COUNT]:
        print(f"  {case.texts}: the tool says {case.answer}, we say {answer}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
