"""Mutations of what the lock remembers of copies, and of which records are kept."""

from typing import Final

from tools.mutations.mutation import Mutation

_REMEMBERING: Final = "provider/advisories/remembering.py"
_ADDING: Final = "provider/advisories/adding.py"

_OF_REMEMBERING: Final = "tests/advisories/test_remembering.py"
_OF_ADDING: Final = "tests/advisories/test_adding.py"

OF_RECORDS: Final = (
    Mutation(
        "a hold takes away what a reviewed line knows of a copy",
        _REMEMBERING,
        "known = strictest(_known(repository, copy, own)) or next(",
        "known = next(_known(repository, copy, own), None) or next(",
        _OF_REMEMBERING,
    ),
    Mutation(
        "a copy that is not restricted yet is remembered as the line has it",
        _REMEMBERING,
        "if lock.is_about(repository, copy.origin) and (line.made(copy.status) or is_disposed):",
        "if lock.is_about(repository, copy.origin):",
        _OF_REMEMBERING,
    ),
    Mutation(
        "a copy that no line was about is remembered as if one had restricted it",
        _REMEMBERING,
        "if lock.is_about(repository, copy.origin) and (line.made(copy.status) or is_disposed):",
        "if line.made(copy.status) or is_disposed:",
        _OF_REMEMBERING,
    ),
    Mutation(
        "a line of another feed takes what somebody else archived for its own",
        "schemas/advisories/locked.py",
        "return status in {self.status, self.earlier}",
        "return not status.is_looser_than(self.status)",
        _OF_REMEMBERING,
    ),
    Mutation(
        "a line with another status than before forgets what copies were",
        "schemas/advisories/locked.py",
        "return status in {self.status, self.earlier}",
        "return status is self.status",
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
)
