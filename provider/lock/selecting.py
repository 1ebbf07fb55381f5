"""`packagestate lock --rule`: only the lines of one rule move, and everything else stays as it is. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule


def considered(rules: Iterable[Rule], only: Rule | None, unchanged: Collection[str]) -> tuple[Rule, ...]:
    """The rules that are evaluated.

    Args:
        rules: All rules.
        only: The rule whose lines alone may move; None where all may.
        unchanged: The names of the rules that say what they said when the lock was made.

    Returns:
        All of them; or that rule, those that protect, and those that are unchanged. What others mean now is not looked
        at, since their lines stay as they were reviewed.
    """
    return tuple(each for each in rules if only is None or each is only or each.keep or each.name in unchanged)


def moved(only: Rule, before: Lock, after: Lock, evaluated: Collection[str], reached: Collection[Coordinates]) -> Lock:
    """What a file of the lock is to say, if the lines of one rule alone move.

    Args:
        only: The rule.
        before: What the file says now; a file without rules where there is none.
        after: What it would say, if all lines moved.
        evaluated: The names of the rules that `after` was made from.
        reached: The packages that were looked at. Of another one the rule lets go, and no more is known.

    Returns:
        The file.
    """
    old, new = _by_package(before), _by_package(after)
    digests = {name: digest for name, digest in before.rules.items() if name != only.name}
    if only.name in after.rules:
        digests[only.name] = after.rules[only.name]
    packages = []
    for place in old.keys() | new.keys():
        known = evaluated if place in reached else {only.name}
        said = _without_others(only, before, old.get(place, {}), new.get(place, {}))
        lines = tuple(sorted(_lines(only.name, old.get(place, {}), said, known)))
        if lines:
            packages.append(LockedPackage(place, lines))
    packages.sort(key=lambda each: each.coordinates.resource_name)
    return replace(before, rules=dict(sorted(digests.items())), packages=tuple(packages))


def _without_others(only: Rule, before: Lock, old: Mapping[str, Line], new: Mapping[str, Line]) -> Mapping[str, Line]:
    """What is said of versions, but for lines of the rule that another one makes more restrictive by now.

    That is a line of the other rule. The one that is there stays, if the rule says what it said.
    """
    overtaken = {
        version: line
        for version, line in old.items()
        if only.name in line.via and version in new and line.status.is_looser_than(new[version].status)
        if only.name not in new[version].via
    }
    if not overtaken:
        return new
    stays = before.rules.get(only.name) == only.digest
    return {version: line for version, line in new.items() if version not in overtaken} | (overtaken if stays else {})


def _by_package(lock: Lock) -> dict[Coordinates, dict[str, Line]]:
    return {each.coordinates: {line.version: line for line in each.lines} for each in lock.packages}


def _lines(name: str, old: Mapping[str, Line], new: Mapping[str, Line], evaluated: Collection[str]) -> Iterator[Line]:
    for version in old.keys() | new.keys():
        before, after = old.get(version), new.get(version)
        is_of_rule = any(each is not None and name in each.via for each in (before, after))
        if is_of_rule and after is not None:
            yield after
        elif not is_of_rule and before is not None:
            yield before
        elif before is not None and (others := tuple(each for each in before.via if each not in evaluated)):
            # The rule lets go of it, and another one does not: it has changed since, or nobody looked at the package.
            yield before._replace(via=others)
