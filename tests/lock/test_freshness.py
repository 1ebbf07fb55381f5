"""Whether the lock fits the rules is known without a network, for every file of it."""

from dataclasses import replace

from packagestate.provider.lock.freshness import out_of_date
from packagestate.schemas.coordinates import Repository
from tests.lock.locking import PLACE, U, keep, line, lock, rule

HINT = (
    "run `packagestate lock`, with the `--stack` of the preview if there is one, review what it writes, and commit it"
)


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
    assert gone.hint == HINT


def test_a_rule_that_protects_has_no_lines_and_those_of_others_wait_for_it() -> None:
    old, made = rule("old", "a"), lock(line("old"), old="a")
    words = "so no line of the packages that it is about asks for anything new."
    (new,) = out_of_date([made], [old, keep("recent", "b")])
    (changed,) = out_of_date([lock(line("old"), old="a", recent="b")], [old, keep("recent", "c")])
    assert new.detail == f"The rule `recent` is in no file of the lock, {words}"
    assert changed.detail == f"The rule `recent` has changed since `{PLACE.file}` was made, {words}"


def test_a_file_that_was_made_without_a_rule_is_told() -> None:
    other = replace(lock(line("old"), old="a"), repository=Repository("acme", "npm-other"))
    rules = [rule("old", "a"), rule("new", "b")]
    (lacking,) = out_of_date([replace(other, rules={"old": "a", "new": "b"}), lock(line("old"), old="a")], rules)
    assert lacking.detail == f"The rule `new` is not in `{PLACE.file}`, which was made without it."


def test_lines_that_no_rule_says_after_a_merge_are_told_where_the_digests_fit() -> None:
    made = lock(line("old"), old="a")
    (merged,) = out_of_date([made], [rule("old", "a", status=U)])
    assert "It has 1 line that no rule says as it is now" in merged.detail
    assert "such as @acme/chalk 1.0.0" in merged.detail
    (kept,) = out_of_date([lock(line("old"), old="a", k="b")], [rule("old", "a"), keep("k", "b", "1.0.0")])
    assert (kept.place, kept.summary) == (PLACE, "Lock is out of date")
