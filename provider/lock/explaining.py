"""What each rule says of one version, and why it does or does not restrict it. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packagestate.provider.lock.keeping import COUNTED, protections
from packagestate.provider.lock.outcome import WHY_WORDS, Evaluated, Why
from packagestate.provider.lock.subject import subjects
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Keep, Rule


class RuleWords(NamedTuple):
    """What one rule says of a version.

    Attributes:
        name: Its name.
        place: Where it stands.
        words: What it does, and why.
    """

    name: str
    place: Place | None
    words: str


def rule_words(rules: Iterable[Rule], found: Evaluated, version: str, line: Line | None) -> Iterator[RuleWords]:
    """Say what rules make of a version now, and whether the lock has that.

    Args:
        rules: All rules.
        found: What they make of the package, with the time of publication of the version if it decides.
        version: The version.
        line: The line that the lock has of it; None where it has none.

    Yields:
        Words for each rule that is about the package, in the order of the names.
    """
    place = found.population.coordinates
    about = sorted((each for each in rules if each.is_about(place.repository, place)), key=lambda each: each.name)
    if version not in {each.version for each in found.population.versions}:
        yield from (RuleWords(each.name, each.place, "finds no such version in AWS") for each in about)
        return
    protecting = protections(about, subjects(found.population, ())).get(version, ())
    for rule in about:
        if rule.keep is not None:
            words = "protects it" if rule.name in protecting else _unprotected(rule.keep, found, version)
        else:
            words = _restriction(rule, found, version, protecting)
            if line is not None and rule.name in line.via:
                words += f"; the lock has it as {line.status} since {line.since}"
        yield RuleWords(rule.name, rule.place, words)


def _unprotected(keep: Keep, found: Evaluated, version: str) -> str:
    """That a rule does not protect a version, and why not where that surprises people."""
    (status,) = (each.status for each in found.population.versions if each.version == version)
    why = f": `latest` does not count {status} versions" if keep.latest is not None and status not in COUNTED else ""
    return f"does not protect it{why}"


def _restriction(rule: Rule, found: Evaluated, version: str, protecting: tuple[str, ...]) -> str:
    choice = found.choices.get(version)
    if choice is not None and any(rule.name in each.via for each in choice.lines):
        return f"matches it: at least {rule.status}{_age(rule, found, version)}"
    spared = [each.why for each in found.spared if each.version == version and rule.name in each.rules]
    if Why.NOT_UNDERSTOOD in spared:
        return "cannot read it: the ecosystem does not understand this version"
    if spared:
        return f"matches it, and does not touch a version {WHY_WORDS[spared[0]]}"
    if protecting:
        return f"does not touch a version that `{protecting[0]}` protects"
    if version in found.undecided:
        return "would match it by its age, which AWS does not say"
    return f"does not match it{_age(rule, found, version)}"


def _age(rule: Rule, found: Evaluated, version: str) -> str:
    """When the version was published, where the rule asks for its age and somebody looked."""
    published = found.population.published.get(version)
    is_asked = rule.match is not None and rule.match.older_than is not None
    return f" (published {published.date()})" if is_asked and published is not None else ""
