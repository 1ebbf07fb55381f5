"""Mutations of what advisories mean: each guard removed, and each condition of what cannot be undone."""

from typing import Final

from tools.mutations.mutation import Mutation

_VERDICT: Final = "provider/advisories/verdict.py"
_EVALUATION: Final = "provider/advisories/evaluation.py"
_DISPOSING: Final = "provider/advisories/disposing.py"
_HELD: Final = "provider/advisories/held.py"
_REMEMBERING: Final = "provider/advisories/remembering.py"
_ADDING: Final = "provider/advisories/adding.py"

_OF_VERDICT: Final = "tests/advisories/test_verdict.py"
_OF_EVALUATION: Final = "tests/advisories/test_evaluation.py"
_OF_DISPOSING: Final = "tests/advisories/test_disposing.py"
_OF_REMEMBERING: Final = "tests/advisories/test_remembering.py"
_OF_ADDING: Final = "tests/advisories/test_adding.py"

OF_ADVISORIES: Final = (
    Mutation(
        "a withdrawn advisory has an effect",
        _VERDICT,
        "if record.is_withdrawn or feed.ignores(record.id, today):",
        "if feed.ignores(record.id, today):",
        _OF_VERDICT,
    ),
    Mutation(
        "an ignored advisory has an effect",
        _VERDICT,
        "if record.is_withdrawn or feed.ignores(record.id, today):",
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
        "any number of versions is restricted", _VERDICT, "if len(hits.versions) > most:", "if False:", _OF_VERDICT
    ),
    Mutation(
        "any part of the versions is restricted",
        _VERDICT,
        "hits.held_count >= _LEAST_FOR_FRACTION and is_large",
        "False",
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
        "named if len(named) <= most else hits.versions",
        "named",
        _OF_VERDICT,
    ),
    Mutation(
        "a hold accepts what a manifest accepts",
        _VERDICT,
        "(None if is_hold else feed.accepts(record.id, today))",
        "feed.accepts(record.id, today)",
        _OF_VERDICT,
    ),
    Mutation(
        "versions of any origin are restricted",
        _HELD,
        "for name, each in found.items() if each.origin in origins}",
        "for name, each in found.items()}",
        _OF_VERDICT,
    ),
    Mutation(
        "records of any kind have an effect", _EVALUATION, "if record.kind in feed.kinds", "if True", _OF_EVALUATION
    ),
    Mutation(
        "an advisory that grows beyond a guard takes its lines away",
        _EVALUATION,
        "return [each for each in named_of(affected, of_it) if is_allowed(each, of_it[each])]",
        "return []",
        _OF_EVALUATION,
    ),
    Mutation(
        "an edit of the feed takes the lines of an advisory away that a guard holds back",
        _EVALUATION,
        "return len(of_it) <= most and (not before or is_unbounded or version in bounded)",
        "return False",
        _OF_EVALUATION,
    ),
    Mutation(
        "a lowered cap does not count for lines that are there",
        _EVALUATION,
        "return len(of_it) <= most and (",
        "return (",
        _OF_EVALUATION,
    ),
    Mutation(
        "an acceptance that was taken back goes on to have its effect",
        _EVALUATION,
        "(not before or is_unbounded or version in bounded)",
        "True",
        _OF_EVALUATION,
    ),
    Mutation(
        "a copy that is not restricted yet is remembered as the line has it",
        _REMEMBERING,
        "if lock.is_about(repository, copy.origin) and not copy.status.is_looser_than(line.status):",
        "if lock.is_about(repository, copy.origin):",
        _OF_REMEMBERING,
    ),
    Mutation(
        "a copy that no line was about is remembered as if one had restricted it",
        _REMEMBERING,
        "if lock.is_about(repository, copy.origin) and not copy.status.is_looser_than(line.status):",
        "if not copy.status.is_looser_than(line.status):",
        _OF_REMEMBERING,
    ),
    Mutation(
        "an older record overwrites a newer one",
        _ADDING,
        "if before is not None and self._is_older(text, before):",
        "if False:",
        _OF_ADDING,
    ),
    Mutation(
        "a record of the future keeps all later ones out",
        _ADDING,
        "then < known <= self._now + _MOST_AHEAD",
        "then < known",
        _OF_ADDING,
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
        "feed if not is_hold else replace(feed, origins=frozenset({OriginType.EXTERNAL}))",
        "feed",
        _OF_EVALUATION,
    ),
    Mutation(
        "nothing remembers what a withdrawn advisory did",
        _EVALUATION,
        "return line._replace(is_released=True) if is_restricted else None",
        "return None",
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
        "is_new = not is_unchanged or (lock.is_hold and not self._is_hold)",
        "is_new = not is_unchanged",
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
