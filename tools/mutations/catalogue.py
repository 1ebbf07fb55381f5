"""The mutations: each breaks one promise in the smallest way, and a test has to notice.

They are data, in `promises/*.toml`: what is broken, in which file, the text that goes and the one that comes, and the
tests that hold the promise.
"""

import tomllib
from pathlib import Path
from typing import Final

from tools.mutations.mutation import Mutation

_PROMISES: Final = Path(__file__).parent / "promises"


def read_mutations() -> tuple[Mutation, ...]:
    """All mutations, file by file.

    Raises:
        TypeError: An entry lacks a field, or has one too many.
    """
    return tuple(
        Mutation(**entry)
        for file in sorted(_PROMISES.glob("*.toml"))
        for entry in tomllib.loads(file.read_text(encoding="utf-8"))["mutations"]
    )
