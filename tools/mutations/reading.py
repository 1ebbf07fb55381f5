"""Mutations of how rules and the lock are read: what makes another rule, and what is damage."""

from typing import Final

from tools.mutations.mutation import Mutation

_RULES: Final = "schemas/rules.py"
_LOCK_FILE: Final = "schemas/lock_file.py"
_LOCKED: Final = "schemas/locked.py"

_OF_DIGESTS: Final = "tests/schemas/test_rule_digests.py"
_OF_FILES: Final = "tests/lock/test_lock_file.py"

OF_READING: Final = (
    Mutation(
        "a reason makes another rule",
        _RULES,
        'exclude={"packages", "reason"}',
        'exclude={"packages"}',
        _OF_DIGESTS,
    ),
    Mutation(
        "another `match` makes no other rule",
        _RULES,
        'exclude={"packages", "reason"}',
        'exclude={"packages", "reason", "match"}',
        _OF_DIGESTS,
    ),
    Mutation(
        "other repositories make no other rule",
        _RULES,
        '        "repositories": sorted(scope.patterns),\n',
        "",
        _OF_DIGESTS,
    ),
    Mutation("other packages make no other rule", _RULES, '        "packages": sorted(packages),\n', "", _OF_DIGESTS),
    Mutation("the order of packages makes another rule", _RULES, "sorted(packages)", "list(packages)", _OF_DIGESTS),
    Mutation(
        "a lock may dispose without a revision",
        _LOCK_FILE,
        "if (said.status is Status.DISPOSED) != (said.revision is not None):",
        "if said.status is not Status.DISPOSED and said.revision is not None:",
        _OF_FILES,
    ),
    Mutation(
        "a line may name a rule without a digest",
        _LOCK_FILE,
        "if name not in self._held.rules:",
        "if False:",
        _OF_FILES,
    ),
    Mutation(
        "a lock may lie in the place of another one",
        "schemas/lock_damage.py",
        " or parts[1:] != (domain, name):",
        ":",
        _OF_FILES,
    ),
    Mutation(
        "a version of the lock may be spelt otherwise than AWS lists it",
        _LOCK_FILE,
        "if version != normalised_version(self._held.format, version):",
        "if False:",
        _OF_FILES,
    ),
    Mutation(
        "where a line stands makes another lock",
        _LOCKED,
        "field(default_factory=dict, compare=False)",
        "field(default_factory=dict)",
        _OF_FILES,
    ),
    Mutation(
        "a folder that is called like the lock is taken for it",
        _LOCKED,
        "return file.is_relative_to(folder / LOCK_FOLDER)",
        "return LOCK_FOLDER in file.parts",
        _OF_FILES,
    ),
)
"""In the order of reading: a rule, and a file of the lock."""
