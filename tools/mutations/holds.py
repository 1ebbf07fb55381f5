"""Mutations of what the lock for advisories asks of a run, of holds, and of what is read."""

from typing import Final

from tools.mutations.mutation import Mutation

_IN_FORCE: Final = "provider/advisories/in_force.py"
_UNATTENDED: Final = "provider/program/unattended.py"
_LOCK_FILE: Final = "schemas/advisories/lock_file.py"
_AFFECTING: Final = "schemas/advisories/affecting.py"
_FEEDS: Final = "schemas/advisories/feeds.py"

_OF_A_RUN: Final = "tests/advisories/test_in_force.py"
_OF_UNATTENDED: Final = "tests/program/test_unattended.py"
_OF_LOCK_FILE: Final = "tests/advisories/test_lock_file.py"
_OF_RANGES: Final = "tests/advisories/test_affecting.py"
_OF_MANIFESTS: Final = "tests/schemas/test_golden.py"

OF_HOLDS: Final = (
    Mutation(
        "a run disposes of a copy that is not Archived",
        _IN_FORCE,
        "begins_at=Status.ARCHIVED",
        "begins_at=None",
        _OF_A_RUN,
    ),
    Mutation(
        "a line for advisories has no pin",
        _IN_FORCE,
        "LockedVersion(coordinates, floor, each.revision, is_in_force=True",
        "LockedVersion(coordinates, floor, None, is_in_force=True",
        _OF_A_RUN,
    ),
    Mutation(
        "a withdrawn advisory holds until the lock is made again",
        _IN_FORCE,
        "if record.is_withdrawn:",
        "if False:",
        _OF_A_RUN,
    ),
    Mutation(
        "a changed advisory goes on",
        _IN_FORCE,
        "is_as_it_was = is_same and lock.advisories[advisory] == feed.digest_of(record)",
        "is_as_it_was = is_same",
        _OF_A_RUN,
    ),
    Mutation(
        "a changed feed goes on",
        _IN_FORCE,
        "is_as_it_was = is_same and lock",
        "is_as_it_was = lock",
        _OF_A_RUN,
    ),
    Mutation(
        "a hold with more lines than the guards allow counts",
        _IN_FORCE,
        "(lock.is_hold and len(lines) > advisories.feed.most_versions)",
        "False",
        _OF_A_RUN,
    ),
    Mutation(
        "a hold of a range without an end counts",
        _IN_FORCE,
        "is_bounded=lock.is_hold",
        "is_bounded=False",
        _OF_A_RUN,
    ),
    Mutation(
        "a statement is about copies of any origin",
        "provider/plan/floors.py",
        "if each.version not in origins or each.fits(origins[each.version])",
        "if True",
        _OF_A_RUN,
    ),
    Mutation(
        "a hold may say anything",
        _LOCK_FILE,
        "        if not self.is_hold:\n            return\n",
        "        return\n",
        _OF_LOCK_FILE,
    ),
    Mutation(
        "without a person, what no hold asks for is done",
        _UNATTENDED,
        "each.version not in held or each.irreversible",
        "each.irreversible",
        _OF_UNATTENDED,
    ),
    Mutation(
        "without a person, something irreversible is done",
        _UNATTENDED,
        "or each.irreversible or each.loosens",
        "or each.loosens",
        _OF_UNATTENDED,
    ),
    Mutation(
        "without a person, something is loosened",
        _UNATTENDED,
        "or each.irreversible or each.loosens",
        "or each.irreversible",
        _OF_UNATTENDED,
    ),
    Mutation(
        "without a person, a removal is carried out",
        _UNATTENDED,
        "    for removal in planned.plan.removals:",
        "    for removal in ():",
        _OF_UNATTENDED,
    ),
    Mutation(
        "the last affected version is not affected",
        _AFFECTING,
        'is_affected_at if kind == "last_affected" else is_affected_after',
        "is_affected_after",
        _OF_RANGES,
    ),
    Mutation(
        "a limit bounds nothing",
        _AFFECTING,
        "if key is None or not (self.limit is None or key < self.limit):",
        "if key is None:",
        _OF_RANGES,
    ),
    Mutation(
        "disposal may be asked for at once",
        _FEEDS,
        "_LEAST_WAIT: Final = timedelta(days=30)",
        "_LEAST_WAIT: Final = timedelta(0)",
        _OF_MANIFESTS,
    ),
    Mutation(
        "vulnerabilities may archive",
        _FEEDS,
        "if Kind.VULNERABILITY in entry.kinds and entry.status is not Status.UNLISTED:",
        "if False:",
        _OF_MANIFESTS,
    ),
    Mutation("an acceptance needs no reason", _FEEDS, "if not entry.reason.strip():", "if False:", _OF_MANIFESTS),
)
