"""No rule takes the last Published version of a package, unless it says that it may. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from packagestate.provider.lock.outcome import Choice
from packagestate.provider.lock.subject import Subject, height
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import Fault
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status


class LastPublished(NamedTuple):
    """The version that must stay Published because every other one that is Published has a line.

    Attributes:
        version: The version.
        rules: The rules that would restrict it.
    """

    version: str
    rules: tuple[Rule, ...]


def last_published(
    population: Sequence[Subject], choices: Mapping[str, Choice], rules: Mapping[str, Rule]
) -> LastPublished | None:
    """The version without which nothing of a package would be Published.

    Of the versions that rules may not take, it is the highest without a line in the lock; where all have one, the
    highest. So a change of one rule takes no line of another one out.

    Args:
        population: Every version of the package.
        choices: What the lock is to say of versions.
        rules: The rules that restrict, by name.

    Returns:
        The version; None where a Published one remains, where none is Published now, or where the rules may do this.
    """
    published = [each for each in population if each.status_to_be is Status.PUBLISHED]
    if not all(each.text in choices for each in published):
        return None
    taken = [each for each in published if not _may_go(choices[each.text], rules)]
    if not taken:
        return None
    last = max(taken, key=lambda each: (choices[each.text].locked is None, height(each.version)))
    return LastPublished(last.text, tuple([rules[name] for name in choices[last.text].line.via]))


def _may_go(choice: Choice, rules: Mapping[str, Rule]) -> bool:
    return any(rules[name].may_empty for name in choice.line.via)


def faults(last: LastPublished, coordinates: Coordinates) -> Iterable[Fault]:
    """What is wrong with the rules that would empty a package.

    Args:
        last: The version that they would take.
        coordinates: The package.

    Yields:
        A fault for each of the rules.
    """
    for rule in last.rules:
        yield Fault(
            "Rule would empty a package",
            f"The rule `{rule.name}` restricts `{last.version}`, and no other version of {coordinates} would be left "
            "Published, so nobody could install the package without naming a version. No file was "
            "written.",
            "add a rule with `keep: {latest: 1}` for the package, or `allowEmpty: true` to this rule",
            rule.place,
        )
