"""Words about anything, so that what prints them needs none of the values of a plan."""

from packagestate.schemas.errors import printable


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    Args:
        count: The number.
        noun: The noun, in the singular.
        plural: The noun in the plural, where that is more than an `s` at its end.
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or f'{noun}s'}"


def quoted(reason: str | None) -> str:
    """Somebody's reason, in quotes; empty where there is none.

    Args:
        reason: The reason.
    """
    return f'"{printable(reason)}"' if reason else ""
