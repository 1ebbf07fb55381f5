"""What `packagestate explain` says of each rule about a version."""

import pytest

from packagestate.provider.lock.evaluation import evaluate
from packagestate.provider.lock.explaining import rule_words
from packagestate.provider.lock.outcome import Evaluated
from packagestate.provider.population import Population
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock.making import TODAY, A, P, before, days, keep, population, rule, within


def evaluated(found: Population, *rules: Rule) -> Evaluated:
    return evaluate(rules, found, before(), TODAY)


def words(found: Population, version: str, *rules: Rule) -> dict[str, str]:
    return {each.name: each.words for each in rule_words(rules, evaluated(found, *rules), version, None)}


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.0.0", "matches it: at least Archived"),
        ("2.0.0", "does not touch a version that `recent` protects"),
        ("1.5.0", "does not match it"),
        ("odd one 1", "cannot read it: the ecosystem does not understand this version"),
        ("0.9.0", "matches it, and does not touch a version that AWS shows by default"),
    ],
)
def test_why_a_rule_restricts_a_version_or_does_not(version: str, said: str) -> None:
    held = dict.fromkeys(["0.9.0", "1.0.0", "1.5.0", "2.0.0", "odd one 1"], P)
    old = rule("old", versions=within("<=1.0.0"))
    assert words(population(held, default="0.9.0"), version, keep("recent", 1), old)["old"] == said


def test_a_version_whose_age_nobody_knows() -> None:
    found = population({"1.0.0": P, "2.0.0": P})
    assert words(found, "1.0.0", rule("old", older_than=days(3))) == {
        "old": "would match it by its age, which AWS does not say"
    }


def test_a_rule_about_other_packages_says_nothing() -> None:
    found = population({"1.0.0": P, "2.0.0": Status.ARCHIVED})
    assert words(found, "1.0.0", rule("old", A, prerelease=False, packages=("other",))) == {}
