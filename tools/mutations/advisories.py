"""Mutations of what advisories mean: each guard removed, and each condition of what cannot be undone."""

from typing import Final

from tools.mutations.mutation import Mutation

_VERDICT: Final = "provider/advisories/verdict.py"
_EVALUATION: Final = "provider/advisories/evaluation.py"
_KEEPING: Final = "provider/advisories/keeping.py"
_DISPOSING: Final = "provider/advisories/disposing.py"
_HELD: Final = "provider/advisories/held.py"

_OF_VERDICT: Final = "tests/advisories/test_verdict.py"
_OF_EVALUATION: Final = "tests/advisories/test_evaluation.py"
_OF_DISPOSING: Final = "tests/advisories/test_disposing.py"

OF_ADVISORIES: Final = (
    Mutation(
        "a withdrawn advisory has an effect",
        _VERDICT,
        "if record.is_withdrawn or is_ignored:",
        "if is_ignored:",
        _OF_VERDICT,
    ),
    Mutation(
        "an ignored advisory has an effect",
        _VERDICT,
        "if record.is_withdrawn or is_ignored:",
        "if record.is_withdrawn:",
        _OF_VERDICT,
    ),
    Mutation(
        "a range without an end needs no acceptance",
        _VERDICT,
        "if len(bounded) < len(ranges) and not accepted.is_unbounded:",
        "if False:",
        _OF_VERDICT,
    ),
    Mutation(
        "a range without an end counts beside versions",
        _VERDICT,
        "ranges, guard = bounded, Guard.SET_ASIDE",
        "guard = Guard.SET_ASIDE",
        _OF_VERDICT,
    ),
    Mutation(
        "any number of versions is restricted", _VERDICT, "if count > _most(feed, accepted):", "if False:", _OF_VERDICT
    ),
    Mutation(
        "any part of the versions is restricted",
        _VERDICT,
        "return Guard.TOO_LARGE_A_PART if is_large and accepted",
        "return Guard.TOO_LARGE_A_PART if False and accepted",
        _OF_VERDICT,
    ),
    Mutation(
        "the fraction counts from the first version",
        _VERDICT,
        "_LEAST_FOR_FRACTION: Final = 10",
        "_LEAST_FOR_FRACTION: Final = 1",
        _OF_VERDICT,
    ),
    Mutation(
        "any number of versions that may still come is restricted",
        _VERDICT,
        "named if len(named) <= _most(feed, accepted) else hits.versions",
        "named",
        _OF_VERDICT,
    ),
    Mutation(
        "a hold accepts what a manifest accepts",
        _VERDICT,
        "(None if is_hold else feed.accepts(advisory, today))",
        "feed.accepts(advisory, today)",
        _OF_VERDICT,
    ),
    Mutation(
        "versions of any origin are restricted",
        _HELD,
        "if any(each.origin in origins for each in copies.values()):",
        "if True:",
        _OF_VERDICT,
    ),
    Mutation(
        "copies of any origin are disposed of",
        _HELD,
        "for name, each in found.items() if each.origin in origins}",
        "for name, each in found.items()}",
        _OF_DISPOSING,
    ),
    Mutation(
        "records of any kind have an effect", _EVALUATION, "if record.kind in feed.kinds", "if True", _OF_EVALUATION
    ),
    Mutation(
        "an advisory that grows beyond a guard takes its lines away",
        _KEEPING,
        "if is_same or is_allowed:",
        "if False:",
        _OF_EVALUATION,
    ),
    Mutation(
        "an edit of the feed takes the lines of an advisory away that a guard holds back",
        _KEEPING,
        "if is_same or is_allowed:",
        "if is_same:",
        _OF_EVALUATION,
    ),
    Mutation(
        "a lowered cap does not count for lines that are there",
        _KEEPING,
        "is_allowed = is_within_caps and (",
        "is_allowed = (",
        _OF_EVALUATION,
    ),
    Mutation(
        "an acceptance that was taken back goes on to have its effect",
        _KEEPING,
        "(not before or accepted.is_unbounded or version in bounded)",
        "True",
        _OF_EVALUATION,
    ),
    Mutation(
        "copies that a feed is widened to are disposed of without a wait",
        _EVALUATION,
        "is_new = not (is_unchanged and is_for_the_same) or",
        "is_new = not is_unchanged or",
        _OF_DISPOSING,
    ),
    Mutation(
        "a hold of an ignored advisory counts",
        "provider/advisories/in_force.py",
        "if lock.is_hold and advisory in feed.ignored:",
        "if False:",
        "tests/advisories/test_holds.py",
    ),
    Mutation(
        "a changed advisory does not start the wait again",
        _EVALUATION,
        "return line if is_new else line._replace(since=known.since)",
        "return line._replace(since=known.since)",
        _OF_EVALUATION,
    ),
    Mutation(
        "a hold is about versions of any origin",
        _EVALUATION,
        "feed.origins & {OriginType.EXTERNAL} if is_hold else feed.origins",
        "feed.origins",
        _OF_EVALUATION,
    ),
    Mutation(
        "nothing remembers what a withdrawn advisory did",
        _EVALUATION,
        "elif _is_restricted(released := known[version][1]._replace(was=was, is_released=True), copies):",
        "elif (released := known[version][1]) and False:",
        _OF_EVALUATION,
    ),
    Mutation(
        "an advisory that joins or goes does not start the wait again",
        _EVALUATION,
        "is_unchanged = via == known.via and all(",
        "is_unchanged = any(",
        _OF_DISPOSING,
    ),
    Mutation(
        "the time before the first review counts",
        _EVALUATION,
        "is_new = not (is_unchanged and is_for_the_same) or (lock.is_hold and not self._is_hold)",
        "is_new = not (is_unchanged and is_for_the_same)",
        _OF_DISPOSING,
    ),
    Mutation(
        "an advisory that a guard holds back disposes of versions",
        _EVALUATION,
        "if any((advisory, line.version) in sure for advisory in line.via)",
        "if True",
        _OF_DISPOSING,
    ),
    Mutation(
        "a copy that somebody else archived is disposed of",
        _DISPOSING,
        "if not line.was_in(name).is_looser_than(line.status):",
        "if False:",
        _OF_DISPOSING,
    ),
    Mutation(
        "versions are disposed of at once",
        _DISPOSING,
        "today - line.since >= feed.dispose_after",
        "True",
        _OF_DISPOSING,
    ),
    Mutation(
        "copies are disposed of that are not Archived",
        _DISPOSING,
        "elif copy.status is Status.ARCHIVED and copy.revision:",
        "elif copy.revision:",
        _OF_DISPOSING,
    ),
    Mutation(
        "a disposal without a revision",
        _DISPOSING,
        "elif copy.status is Status.ARCHIVED and copy.revision:",
        "elif copy.status is Status.ARCHIVED:",
        _OF_DISPOSING,
    ),
)
