"""What each field of a manifest has to be, in words for faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.coordinates import LONGEST_NAME, Format
from packagestate.schemas.desired import OnRemoval, Restriction
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.likeness import nearest
from packagestate.schemas.manifest import MANIFEST_VERSION
from packagestate.schemas.names import LONGEST_REASON
from packagestate.schemas.status import DECLARABLE


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What a text has to be.

    Attributes:
        summary: The summary of a fault.
        rule: The rule, a sentence.
        hint: The one action to take.
    """

    summary: str
    rule: str
    hint: str


def not_allowed(rule: FieldRule, given: object, place: Place, hint: str | None = None) -> Fault:
    """That something stands where a rule allows something else.

    Args:
        rule: The rule.
        given: What stands there.
        place: Where.
        hint: The one action to take; that of the rule where it is None.
    """
    found = f"`{shortened(given)}`" if isinstance(given, str) and given else "Nothing"
    if isinstance(given, dict | list) and given:
        found = "A map" if isinstance(given, dict) else "A list"
    return Fault(rule.summary, f"{found} stands here. {rule.rule}", hint or rule.hint, place)


def not_one_of(summary: str, words: Sequence[str], given: object, place: Place, *, is_list: bool = True) -> Fault:
    """That something stands where certain words are allowed.

    Args:
        summary: The summary of the fault.
        words: The words.
        given: What stands there.
        place: Where.
        is_list: Whether several of them can stand there, in a list.
    """
    form = "`[{}]`" if is_list else "`{}`"
    listed = ", ".join(f"`{word}`" for word in words)
    allowed = f"It is a list of these: {listed}." if is_list else f"It can be {listed}."
    near = nearest(given, words) if isinstance(given, str) else None
    hint = f"did you mean {form.format(near)}?" if near else f"write {form.format(words[0])}, say"
    return not_allowed(FieldRule(summary, allowed, hint), given, place)


def name_rule(of: str, example: str) -> FieldRule:
    """What the name of an entry has to be.

    Args:
        of: What it is the name of, in words.
        example: A name.
    """
    return FieldRule(
        f"Name of {of} not allowed",
        "It has 1 to 50 lower-case letters, digits and hyphens, and begins with a letter.",
        f"write a name such as `{example}`",
    )


def duration_rule(example: str) -> FieldRule:
    """What a duration has to be, with one as an example."""
    units = "It is a number and a unit: `h` for hours, `d` for days or `w` for weeks."
    return FieldRule("Duration not allowed", units, f"write `{example}`, say")


def count_rule(example: int) -> FieldRule:
    """What a number of versions has to be, with one as an example."""
    return FieldRule("Number not allowed", "It is a number of versions, from 1 to 999,999.", f"write `{example}`, say")


VERSION_RULE: Final = FieldRule(
    "Version not allowed",
    f"AWS takes 1 to {LONGEST_NAME} characters, and none that is `#`, `/`, white space or a control character. Nor can "
    "it hold `<` or a character that is not seen.",
    "write the version exactly as AWS lists it",
)
RULES: Final[Mapping[str, FieldRule]] = {
    "domain": FieldRule(
        "Domain name not allowed",
        "AWS takes 2 to 50 lower-case letters, digits and hyphens; a letter comes first, and no hyphen last.",
        "write the domain's name, not its ARN or URL",
    ),
    "domainOwner": FieldRule(
        "Account number not allowed",
        "An AWS account is written as twelve digits.",
        "write the twelve digits in quotes, with their leading zeros",
    ),
    "repository": FieldRule(
        "Repository name not allowed",
        "AWS takes 2 to 100 letters, digits, `.`, `_` and `-`; a letter or a digit comes first.",
        "write the repository's name, not its ARN or URL",
    ),
    "repositories": FieldRule(
        "Repositories not allowed",
        "It is `all`, or a list of names and globs, with `!` in front of those that are left out.",
        'write `all`, or names such as `["npm-*", "!npm-scratch"]`',
    ),
    "except": FieldRule(
        "Repositories not allowed",
        "It is a list of names and globs of repositories.",
        "write names such as `[npm-forensics]`",
    ),
    "revision": FieldRule(
        "Revision not allowed",
        "AWS takes 1 to 50 characters, and none that is white space or a control character. Nor can it hold `<` or a "
        "character that is not seen.",
        "copy the revision from AWS, or leave `revision` out",
    ),
    "reason": FieldRule(
        "Reason too long", f"There is room for {LONGEST_REASON} characters.", "shorten it, and link to the whole story"
    ),
    "over": FieldRule(
        "File name not allowed",
        f"It has 1 to {LONGEST_REASON} characters.",
        "write the path of the manifest for several repositories, or the end of it",
    ),
}
WORDS: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "status": ("Unknown status", DECLARABLE),
    "format": ("Unknown format", tuple(Format)),
    "manifestVersion": ("Unknown version of the manifest", (MANIFEST_VERSION,)),
    "onRemoval": ("Unknown `onRemoval`", tuple(OnRemoval)),
    "publish": ("Unknown restriction", tuple(Restriction)),
    "upstream": ("Unknown restriction", tuple(Restriction)),
}
