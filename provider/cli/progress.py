"""Progress while AWS is read, on a terminal alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reading() -> Iterator[Callable[[int, int | None], None]]:
    """Show how far the observation is.

    Yields:
        What is to be told how many packages have been read, and of how many; None where that is not known.
    """
    if not sys.stderr.isatty():
        yield lambda _done_count, _total_count: None
        return
    # Not at the top: no program that reads the output needs it.
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status("reading") as status:

        def told(done_count: int, total_count: int | None) -> None:
            of = "" if total_count is None else f" of {total_count:,}"
            status.update(f"read {done_count:,}{of} packages")

        yield told
