"""Whether the lock fits the rules is known without a network, for every file of it."""

from dataclasses import replace

from packagestate.provider.lock.freshness import out_of_date
from packagestate.schemas.coordinates import Repository
from tests.lock.locking import PLACE, line, lock, rule


def test_a_lock_that_fits_is_nothing_to_speak_of() -> None:
    assert not list(out_of_date([lock(line("old"), old="a")], [rule("old", "a")]))
    assert not list(out_of_date([], []))


def test_a_rule_that_changed_is_told_once_though_only_one_of_the_files_is_old() -> None:
    made = lock(line("old"), old="a")
    other = replace(lock(line("old"), old="b"), repository=Repository("acme", "npm-other"))
    for locks in ([made], [other, made], [made, made]):
        (changed,) = out_of_date(locks, [rule("old", "b")])
        assert f"has changed since `{PLACE.file}` was made" in changed.detail
        assert changed.place == rule("old", "b").place


def test_a_rule_that_is_new_and_one_that_is_gone_are_told_where_they_stand() -> None:
    (new,) = out_of_date([], [rule("old", "a")])
    assert "is in no file of the lock" in new.detail
    (gone,) = out_of_date([lock(line("old"), old="a")], [])
    assert (gone.place, "no manifest has any more" in gone.detail) == (PLACE, True)
    assert gone.hint == "run `packagestate lock`, review what it writes, and commit it"
