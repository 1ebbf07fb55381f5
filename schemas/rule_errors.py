"""What pydantic says about a rule of a manifest, in our words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.field_rules import RULES, FieldRule, not_allowed
from packagestate.schemas.likeness import nearest
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import FLOORS, Status

#: What a status in `match` can be.
MATCHED_STATUSES: Final = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED)
#: How deep the parts of a rule lie: `rules`, its name, `keep` or `match`, the field.
DEPTH: Final = 4

_UNITS: Final = "It is a number and a unit: `h` for hours, `d` for days or `w` for weeks."
_COUNT: Final = FieldRule("Number not allowed", "It is a number of versions, from 1 to 999,999.", "write `20`, say")
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
    "olderThan": FieldRule("Duration not allowed", _UNITS, "write `180d`, say"),
    "archivedFor": FieldRule("Duration not allowed", _UNITS, "write `365d`, say"),
    "latest": _COUNT,
    "atMost": _COUNT,
    "prerelease": _FLAG,
    "allowEmpty": _FLAG,
    "reason": RULES["reason"],
}
_WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "status": ("Statuses not allowed", MATCHED_STATUSES),
    "origin": ("Origins not allowed", tuple(OriginType)),
}
_NAME: Final = FieldRule(
    "Name of a rule not allowed",
    "It has 1 to 50 lower-case letters, digits and hyphens, and begins with a letter.",
    "write a name such as `old-releases`",
)
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


def wrong_name(given: str, place: Place) -> Fault:
    """What is wrong with the name of a rule.

    Args:
        given: The name.
        place: Where it stands.
    """
    return not_allowed(_NAME, given, place)


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
        rule = FieldRule(summary, f"It is a list of these: {_listed(words)}.", f"write `[{words[0]}]`, say")
        near = nearest(given, words) if isinstance(given, str) else None
        return not_allowed(rule, given, place, f"did you mean `[{near}]`?" if near else None)
    rule = _FIELDS[field]
    is_number = isinstance(given, str) and given.isascii() and given.isdigit()
    return not_allowed(rule, given, place, f"did you mean `{given}d`?" if rule.rule == _UNITS and is_number else None)


def _wrong_status(given: object, place: Place) -> Fault:
    rule = FieldRule(
        "Status not possible for a rule",
        f"A rule only makes versions more restrictive, and never deletes. It can say {_listed(FLOORS)}.",
        "write one of these",
    )
    near = nearest(given, FLOORS) if isinstance(given, str) else None
    return not_allowed(rule, given, place, f"did you mean `{near}`?" if near else None)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
