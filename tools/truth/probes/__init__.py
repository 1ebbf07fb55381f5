"""One probe for each question. It makes calls and says what came back, in short words; it judges nothing."""

from collections.abc import Callable, Iterator
from typing import Final

from tools.truth.place import Place
from tools.truth.probes import absence, copies, deletions, documented, fetches, groups, publishing, statuses, times

#: What is found out: the case in words, and what was answered.
Fact = tuple[str, str]
Probe = Callable[[Place], Iterator[Fact]]

#: The probe of each question.
PROBES: Final[dict[int, Probe]] = {
    0: documented.documented,
    1: fetches.after_an_end,
    2: statuses.again,
    3: statuses.out_of_disposed,
    4: deletions.of_some,
    5: statuses.revisions,
    6: times.delays,
    7: statuses.other_keys,
    8: statuses.out_of_unfinished,
    9: copies.copies,
    10: fetches.latest,
    11: absence.resource_types,
    12: times.publishing_times,
    13: groups.groups,
    14: deletions.of_nothing,
    15: publishing.blocked,
}
