"""How often each function is called: whether work grows with what there is, or with its square."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

Function = tuple[str, str, int]

# Twice as much of everything makes twice as many calls, and more where sets are sorted: their order is another one in
# each run. Work that grows with the square makes four times as many.
_MOST_GROWTH = 3.2


def calls(action: Callable[[], object]) -> Counter[Function]:
    """Count the calls of this thread, of our own functions and of the methods that dataclasses make."""
    found: Counter[Function] = Counter()

    def count(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and any(each in code.co_filename for each in ("/provider/", "/schemas/", "<string>")):
            found[code.co_filename, code.co_qualname, code.co_firstlineno] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return found


def grown(small: Counter[Function], large: Counter[Function], least: int) -> dict[Function, tuple[int, int]]:
    """Give the functions that were called far more than twice as often for twice as much, and `least` times."""
    return {
        each: (small[each], count)
        for each, count in large.items()
        if count >= least and count > _MOST_GROWTH * small[each]
    }
