"""What pydantic says about `advisories` of a manifest, in our words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from packagestate.schemas.advisories.record import Kind
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.field_rules import (
    FieldRule,
    count_rule,
    duration_rule,
    name_rule,
    not_allowed,
    not_one_of,
)
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status

#: How deep the fields lie: `advisories`, its name, the field.
DEPTH: Final = 3
#: What the name of an entry has to be.
NAME: Final = name_rule("advisories", "malware")

# Fields that are lists of maps.
_LISTS: Final = frozenset({"ignore", "accept"})
_FIELDS: Final[Mapping[str, FieldRule]] = {
    "from": FieldRule(
        "Folder name not allowed", "It is the folder of the records, relative to this file.", "write `advisories`, say"
    ),
    "id": FieldRule(
        "Id of an advisory not allowed",
        "It is a prefix, a hyphen and the rest, of letters, digits, `.`, `_` and `-`.",
        "copy the `id` of the record, such as `MAL-2025-46969`",
    ),
    "after": duration_rule("45d"),
    "versions": count_rule(10),
    "atMost": count_rule(40),
    "fraction": FieldRule("Fraction not allowed", "It is a number from 0 to 1.", "write `0.5`, say"),
    "until": FieldRule("Day not allowed", "It is a day of the calendar.", "write a day such as `2027-02-01`"),
    "reason": FieldRule(
        "Reason not allowed", "It says in 1 to 500 characters why.", "say why, and link to the whole story"
    ),
}
_WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "kinds": ("Kinds not allowed", tuple(Kind)),
    "origin": ("Origins not allowed", tuple(OriginType)),
}
_STATUSES: Final = (Status.UNLISTED, Status.ARCHIVED)


def shortened_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that lead to a field of `advisories`.

    Args:
        path: Pydantic's own path, which begins with `advisories`; places in a list are steps too.

    Returns:
        The path without these.
    """
    # A name may be of digits too, which is what is wrong with it then.
    return path[: DEPTH - 1] + tuple(step for step in path[DEPTH - 1 :] if not step.isdigit())


def wrong_value(path: tuple[str, ...], given: object, place: Place) -> Fault:
    """What is wrong with the value of a field.

    Args:
        path: The path to the field.
        given: What stands there, or in the list that stands there.
        place: Where it stands.
    """
    name = path[-1]
    if name == "status":
        return not_one_of("Status not possible for advisories", _STATUSES, given, place, is_list=False)
    if name == "range":
        return not_one_of("Range not allowed", ("unbounded",), given, place, is_list=False)
    if name in _WORDS:
        summary, words = _WORDS[name]
        return not_one_of(summary, words, given, place)
    if len(path) == DEPTH and name in _LISTS:
        rule = FieldRule(
            "List expected",
            f"`{name}` is a list of advisories, each with an `id` and a `reason`.",
            f'write `{name}: [{{id: MAL-2025-46969, reason: "…"}}]`, say',
        )
        return not_allowed(rule, given, place)
    return not_allowed(_FIELDS[name], given, place)
