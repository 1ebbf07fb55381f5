"""What pydantic says about a rule of a manifest, in our words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.field_rules import (
    RULES,
    FieldRule,
    count_rule,
    duration_rule,
    name_rule,
    not_allowed,
    not_one_of,
)
from packagestate.schemas.likeness import nearest
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import FLOORS, Status

#: What a status in `match` can be.
MATCHED_STATUSES: Final = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED)
#: How deep the parts of a rule lie: `rules`, its name, `keep` or `match`, the field.
DEPTH: Final = 4

#: What the name of a rule has to be.
NAME: Final = name_rule("a rule", "old-releases")

_DURATIONS: Final = frozenset({"olderThan", "archivedFor"})
_FLAG: Final = FieldRule("True or false expected", "It is `true` or `false`.", "write one of the two")
_FIELDS: Final[Mapping[str, FieldRule]] = {
    "packages": FieldRule(
        "Packages not allowed",
        "It is a list of names and globs of packages, with `!` in front of those that are left out.",
        'write names such as `["@acme/*", "!@acme/sandbox"]`',
    ),
    "versions": FieldRule(
        "Versions not allowed",
        "It is a range in the syntax of the format's ecosystem, or a list of versions.",
        'write a range such as `">=4.2.0"`, or versions such as `["4.2.0", "4.2.1"]`',
    ),
    "olderThan": duration_rule("180d"),
    "archivedFor": duration_rule("365d"),
    "latest": count_rule(20),
    "atMost": count_rule(20),
    "prerelease": _FLAG,
    "allowEmpty": _FLAG,
    "reason": RULES["reason"],
}
_WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "status": ("Statuses not allowed", MATCHED_STATUSES),
    "origin": ("Origins not allowed", tuple(OriginType)),
}
_STATUS_DEPTH: Final = 3


def shortened_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that lead to a field of a rule.

    Args:
        path: Pydantic's own path, which begins with `rules`; places in a list and branches of a union are steps too.

    Returns:
        The path without these.
    """
    is_nested = path[2:3] in {("keep",), ("match",)}
    return path[: DEPTH if is_nested else DEPTH - 1]


def wrong_value(path: tuple[str, ...], given: object, place: Place) -> Fault:
    """What is wrong with the value of a field.

    Args:
        path: The path to the field.
        given: What stands there, or in the list that stands there.
        place: Where it stands.
    """
    field = path[-1]
    if field == "status" and len(path) == _STATUS_DEPTH:
        return _wrong_status(given, place)
    if field in _WORDS:
        summary, words = _WORDS[field]
        return not_one_of(summary, words, given, place)
    is_number = isinstance(given, str) and given.isascii() and given.isdigit()
    return not_allowed(
        _FIELDS[field], given, place, f"did you mean `{given}d`?" if field in _DURATIONS and is_number else None
    )


def _wrong_status(given: object, place: Place) -> Fault:
    rule = FieldRule(
        "Status not possible for a rule",
        "A rule only makes versions more restrictive, and never deletes. It can say "
        f"{', '.join(f'`{status}`' for status in FLOORS)}.",
        "write one of these",
    )
    near = nearest(given, FLOORS) if isinstance(given, str) else None
    return not_allowed(rule, given, place, f"did you mean `{near}`?" if near else None)
