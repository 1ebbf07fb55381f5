"""The files that arguments of the engine name, as the caller means them. Pure.

The engine runs in a folder that is gone afterwards, so a relative path would be looked for, or written, there: a backup
of the state would be lost, and the exit code would say that all went well.

Source: Pulumi engine 3.259, `--help` of its commands.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

_OPTIONS: Final = frozenset({"--file", "--save-plan", "--plan", "--out", "--import-file", "--config-file"})
# `-f` means another thing to other commands.
_OPTIONS_OF_IMPORT: Final = frozenset({"-f", "-o"})
_STANDARD_STREAM: Final = "-"


def with_absolute_files(arguments: Sequence[str], folder: Path) -> Iterator[str]:
    """Name the files so that they are found from any folder.

    Args:
        arguments: The engine's arguments.
        folder: The caller's folder.

    Yields:
        The arguments, those that name a file with its whole path.
    """
    options = _OPTIONS | _OPTIONS_OF_IMPORT if "import" in arguments[:1] else _OPTIONS
    is_file = False
    for argument in arguments:
        option, equals, value = argument.partition("=")
        if is_file:
            yield _absolute(argument, folder)
        elif equals and option in options:
            yield f"{option}={_absolute(value, folder)}"
        else:
            yield argument
        is_file = not is_file and argument in options


def _absolute(name: str, folder: Path) -> str:
    return name if name == _STANDARD_STREAM else str(folder / name)
