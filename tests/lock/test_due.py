"""What will be due is known beforehand, without another call."""

from datetime import timedelta

from packagestate.provider.lock.due import due
from tests.lock.making import TODAY, A, D, P, days, line, population, resolve, rule

OLD = rule("old", older_than=days(180))
PURGE = rule("purge", D, archived_for=days(90))


def test_versions_that_grow_old_are_counted_once_and_those_in_the_lock_are_not() -> None:
    published = {"1.0.0": TODAY - days(300), "2.0.0": TODAY - days(170), "3.0.0": TODAY, "4.0.0": TODAY + days(99)}
    found = resolve(population(dict.fromkeys(published, P), published=published), OLD)
    assert [each.version for each in found.lines] == ["1.0.0"]
    place = found.population.coordinates
    lines = {place: found.lines}
    assert due([found], [OLD], lines, TODAY) == {}
    assert due([found], [OLD], lines, TODAY + days(30)) == {"old": 1}
    assert due([found], [OLD], lines, TODAY + days(200)) == {"old": 2}


def test_a_line_that_becomes_more_restrictive_is_due() -> None:
    since = (TODAY - timedelta(days=80)).date()
    found = resolve(population({"1.0.0": A, "2.0.0": P}), PURGE)
    lines = {found.population.coordinates: (line("1.0.0", A, "old", since=since),)}
    assert due([found], [PURGE, OLD], lines, TODAY) == {}
    assert due([found], [PURGE, OLD], lines, TODAY + days(30)) == {"purge": 1}


def test_a_package_without_rules_about_time_is_not_looked_at() -> None:
    found = resolve(population({"1.0.0": P, "2.0.0": P}), rule("all", versions=None, prerelease=False))
    assert due([found], [rule("all", prerelease=False)], {}, TODAY + days(1000)) == {}
