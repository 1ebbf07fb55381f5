"""Durations as manifests write them: a number and a unit. Pure."""

from datetime import timedelta
from typing import Final

_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def duration(written: str) -> timedelta:
    """What a duration means.

    Args:
        written: A number and `h`, `d` or `w`, such as `180d`.
    """
    return int(written[:-1]) * _UNITS[written[-1]]
