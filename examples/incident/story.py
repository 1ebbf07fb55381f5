"""How the demo tells its story, and notices when it did not go as told."""

import sys
from typing import Final

from examples.sandbox import Finished

_BOLD: Final = "\033[1m"
_GREEN: Final = "\033[32m"
_RED: Final = "\033[31m"
_PLAIN: Final = "\033[0m"

_DIAGNOSTICS: Final = "Diagnostics:"


class Story:
    """Prints chapters and commands.

    Attributes:
        exit_code: 0 as long as every command ended as it had to.
    """

    def __init__(self, *, colours: bool) -> None:
        """Begin.

        Args:
            colours: Whether the reader's terminal shows colours.
        """
        self.exit_code = 0
        self._colours = colours
        self._chapter_count = 0

    def chapter(self, title: str) -> None:
        """Begin a chapter.

        Args:
            title: A sentence that says what happens in it.
        """
        self._chapter_count += 1
        self.say(f"\n{self._coloured(f'{self._chapter_count}. {title}', _BOLD)}")

    def say(self, text: str) -> None:
        """Print a text.

        Args:
            text: The text.
        """
        print(text, flush=True)  # noqa: T201 - it is what a demo is for

    def ran(
        self,
        command: str,
        finished: Finished,
        *,
        exit_code: int,
        first_line_count: int | None = None,
        last_line_count: int | None = None,
        since: str | None = None,
        expected: str = "",
        is_rest_left_out: bool = False,
    ) -> None:
        """Tell how a command ended.

        Of what the engine printed, its progress is left out: the diagnostics say it all again.

        Args:
            command: The command as a person would type it.
            finished: How it ended.
            exit_code: How it had to end.
            first_line_count: How many of its first lines to print; all where it is left out.
            last_line_count: How many of its last lines to print; all where it is left out.
            since: The first line to print, where it occurs last; all where it is left out, or does not occur.
            expected: What it had to print, among other things.
            is_rest_left_out: Whether to print only the lines with what was expected.
        """
        self.say(f"\n$ {command}")
        lines = [line for line in finished.text.splitlines() if line.strip()]
        as_told = finished.exit_code == exit_code and expected in finished.text
        if as_told and _DIAGNOSTICS in lines:
            lines = lines[lines.index(_DIAGNOSTICS) + 1 :]
        if as_told and since in lines:
            lines = lines[-1 - lines[::-1].index(since) :]
        if as_told and is_rest_left_out:
            lines = [line for line in lines if expected in line]
        if as_told and last_line_count is not None:
            lines = lines[len(lines) - last_line_count :]
        if as_told and first_line_count is not None and len(lines) > first_line_count:
            lines = [*lines[:first_line_count], "…"]
        for line in lines:
            self.say(f"    {line}")
        verdict = f"[exit {finished.exit_code}]"
        if not as_told:
            self.exit_code = 1
            wanted = f"{exit_code}, with `{expected}` in what it prints" if expected else str(exit_code)
            self.say(self._coloured(f"    {verdict}, and it had to be {wanted}", _RED))
            sys.exit(self.exit_code)
        self.say(self._coloured(f"    {verdict}", _GREEN))

    def end(self) -> None:
        """Say that everything went as told."""
        self.say("\nThe story went as told: preview told the truth, and up did exactly that in every repository.")

    def _coloured(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colours else text
