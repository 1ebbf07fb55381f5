"""Progress while AWS is read, on a terminal alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reading() -> Iterator[Callable[[int, int], None]]:
    """Show how far the observation is.

    Yields:
        What is to be told how many packages have been read, and of how many.
    """
    if not sys.stderr.isatty():
        yield lambda _done_count, _total_count: None
        return
    # Not at the top: no program that reads the output needs it.
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status("reading") as status:
        yield lambda done_count, total_count: status.update(f"read {done_count:,} of {total_count:,} packages")
