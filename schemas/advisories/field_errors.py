"""What pydantic says about `advisories` of a manifest, in our words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from packagestate.schemas.advisories.record import Kind
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.field_rules import FieldRule, not_allowed
from packagestate.schemas.likeness import nearest
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status

#: How deep the fields lie: `advisories`, its name, the field.
DEPTH: Final = 3
# Fields that are lists of maps.
_LISTS: Final = frozenset({"ignore", "accept"})
_DAY: Final = FieldRule("Day not allowed", "It is a day of the calendar.", "write a day such as `2027-02-01`")
_FIELDS: Final[Mapping[str, FieldRule]] = {
    "from": FieldRule(
        "Folder name not allowed", "It is the folder of the records, relative to this file.", "write `advisories`, say"
    ),
    "id": FieldRule(
        "Id of an advisory not allowed",
        "It is a prefix, a hyphen and the rest, of letters, digits, `.`, `_` and `-`.",
        "copy the `id` of the record, such as `MAL-2025-46969`",
    ),
    "after": FieldRule(
        "Duration not allowed",
        "It is a number and a unit: `h` for hours, `d` for days or `w` for weeks.",
        "write `45d`, say",
    ),
    "versions": FieldRule("Number not allowed", "It is a number of versions, from 1 to 999,999.", "write `10`, say"),
    "atMost": FieldRule("Number not allowed", "It is a number of versions, from 1 to 999,999.", "write `40`, say"),
    "fraction": FieldRule("Fraction not allowed", "It is a number from 0 to 1.", "write `0.5`, say"),
    "until": _DAY,
    "reason": FieldRule(
        "Reason not allowed",
        "It says in 1 to 500 characters why.",
        "say why, and link to the whole story",
    ),
}
_WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "kinds": ("Kinds not allowed", tuple(Kind)),
    "origin": ("Origins not allowed", tuple(OriginType)),
    "range": ("Range not allowed", ("unbounded",)),
}
_STATUSES: Final = (Status.UNLISTED, Status.ARCHIVED)
_NAME: Final = FieldRule(
    "Name of advisories not allowed",
    "It has 1 to 50 lower-case letters, digits and hyphens, and begins with a letter.",
    "write a name such as `malware`",
)


def shortened_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that lead to a field of `advisories`.

    Args:
        path: Pydantic's own path, which begins with `advisories`; places in a list are steps too.

    Returns:
        The path without these.
    """
    # A name may be of digits too, which is what is wrong with it then.
    return path[: DEPTH - 1] + tuple(step for step in path[DEPTH - 1 :] if not step.isdigit())


def wrong_name(given: str, place: Place) -> Fault:
    """What is wrong with the name of an entry.

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
    name = path[-1]
    if name == "status":
        return _wrong_word(("Status not possible for advisories", _STATUSES), given, place)
    if name in _WORDS:
        return _wrong_word(_WORDS[name], given, place)
    if len(path) == DEPTH and name in _LISTS:
        rule = FieldRule(
            "List expected",
            f"`{name}` is a list of advisories, each with an `id` and a `reason`.",
            f'write `{name}: [{{id: MAL-2025-46969, reason: "…"}}]`, say',
        )
        return not_allowed(rule, given, place)
    return not_allowed(_FIELDS[name], given, place)


def _wrong_word(words: tuple[str, Sequence[str]], given: object, place: Place) -> Fault:
    summary, known = words
    rule = FieldRule(summary, f"It can be {', '.join(f'`{each}`' for each in known)}.", f"write `{known[0]}`, say")
    near = nearest(given, known) if isinstance(given, str) else None
    return not_allowed(rule, given, place, f"did you mean `{near}`?" if near else None)
