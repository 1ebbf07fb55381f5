"""What is wrong with a list of repositories of a manifest, in our words. Pure."""

import re
from dataclasses import replace
from typing import cast

from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.field_rules import RULES, not_allowed
from packagestate.schemas.likeness import nearest
from packagestate.schemas.names import REPOSITORY, REPOSITORY_GLOB, REPOSITORY_PATTERN, Rule
from packagestate.schemas.scope import ALL


def no_repositories(path: tuple[str, ...], given: object, place: Place, text: str) -> Fault:
    """What is wrong with a list of repositories; where a text stands in its place, what was probably meant.

    Args:
        path: The path to it, which ends in `repositories` or `except`.
        given: What stands there, or in the list that stands there.
        place: Where it stands.
        text: The text that stands there; empty where there is none.
    """
    rule = RULES[path[-1]]
    if isinstance(given, dict):
        return not_allowed(rule, given, place)
    words = given if isinstance(given, str) else ", ".join(map(str, cast("list[str]", given)))
    fault = not_allowed(rule, words, place)
    is_scope = path == ("repositories",)
    if is_scope and nearest(text, (ALL,)):
        return replace(fault, hint=f"did you mean `{ALL}`?")
    if not fits(REPOSITORY_PATTERN if is_scope else REPOSITORY_GLOB, text):
        return fault
    one = f"`repository: {text}`, or " if is_scope and fits(REPOSITORY, text) else ""
    return replace(fault, hint=f'did you mean {one}`{path[-1]}: ["{text}"]`?')


def fits(rule: Rule, text: str) -> bool:
    """Whether a text is what a rule asks for.

    Args:
        rule: The rule; it has a pattern.
        text: The text.
    """
    return re.fullmatch(rule.schema["pattern"], text) is not None
