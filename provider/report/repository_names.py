"""The names of many repositories in few words, as a shell writes them: `npm-{live,store}`, `team-{01..12,15}`. Pure.

No name of a repository holds a brace or a comma, so what is written stands for exactly these names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from packagestate.schemas.versions.natural import natural

_DIGITS: Final = "0123456789"
# Source: AWS CodeArtifact API reference, the pattern of a repository's name; a slash stands behind that of a domain.
_SEPARATORS: Final = "-_./"
# So many numbers in a row are written as the first and the last of them.
_SHORTEST_RANGE_COUNT: Final = 3


def in_few_words(names: Iterable[str]) -> str:
    """Write names so that what they have in common stands there once.

    Args:
        names: The names, each once.

    Returns:
        The names in natural order, separated by commas.
    """
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=natural):
        stem = _stem(name)
        ends[stem].append(name.removeprefix(stem))
    return ", ".join(_together(stem, found) for stem, found in ends.items())


def _stem(name: str) -> str:
    """What a name may have in common with others: all before its number, else all up to its last word."""
    before = name.rstrip(_DIGITS)
    if before and before != name:
        return before
    return name[: max(name.rfind(each) for each in _SEPARATORS) + 1]


def _together(stem: str, ends: list[str]) -> str:
    if stem and len(ends) > 1:
        return f"{stem}{{{','.join(_ranges(ends))}}}"
    return ", ".join(stem + end for end in ends)


def _ranges(ends: list[str]) -> Iterator[str]:
    """Numbers of the same width in a row as a range, all else as it is."""

    def run(numbered: tuple[int, str]) -> tuple[int, int] | None:
        index, end = numbered
        return (len(end), int(end) - index) if end.isdecimal() else None

    for key, alike in groupby(enumerate(ends), run):
        found = [end for _, end in alike]
        if key is None or len(found) < _SHORTEST_RANGE_COUNT:
            yield from found
        else:
            yield f"{found[0]}..{found[-1]}"
