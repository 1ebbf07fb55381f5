"""Mutations of what rules mean: what they keep, match and leave, and how lines stay."""

from typing import Final

from tools.mutations.mutation import Mutation

_EVALUATION: Final = "provider/lock/evaluation.py"
_MATCHING: Final = "provider/lock/matching.py"
_KEEPING: Final = "provider/lock/keeping.py"
_EMPTYING: Final = "provider/lock/emptying.py"
_LIMITING: Final = "provider/lock/limiting.py"

_OF_RULES: Final = "tests/lock/test_rules.py"
_OF_KEEPING: Final = "tests/lock/test_keeping.py"
_OF_STAYING: Final = "tests/lock/test_staying.py"
_OF_EMPTYING: Final = "tests/lock/test_emptying.py"
_OF_LIMITING: Final = "tests/lock/test_limiting.py"

OF_RULES: Final = (
    Mutation(
        "`latest` counts builds of snapshots",
        _KEEPING,
        " and not is_build(each.package_format, each.text)]",
        "]",
        _OF_KEEPING,
    ),
    Mutation(
        "`latest` counts Archived versions",
        _KEEPING,
        "frozenset({Status.PUBLISHED, Status.UNLISTED})",
        "frozenset({Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED})",
        _OF_RULES,
    ),
    Mutation("`latest` counts from the lowest version", _KEEPING, "reverse=True)", "reverse=False)", _OF_RULES),
    Mutation(
        "`latest` overrides `versions`",
        _KEEPING,
        "return [*latest, *(each for each in named if each.text not in known)]",
        "return latest",
        _OF_KEEPING,
    ),
    Mutation(
        "a version that is kept is restricted",
        _EVALUATION,
        "        if subject.text in self.protected:\n            return Spared(",
        "        if False:\n            return Spared(",
        _OF_RULES,
    ),
    Mutation(
        "the default version is restricted",
        _EVALUATION,
        "if subject.text == self.population.default_version:",
        "if False:",
        _OF_RULES,
    ),
    Mutation(
        "a version whose publishing has not ended is restricted",
        _EVALUATION,
        "if subject.status is Status.UNFINISHED:",
        "if False:",
        _OF_RULES,
    ),
    Mutation(
        "a build of a snapshot is restricted",
        _EVALUATION,
        "if is_build(subject.package_format, subject.text):",
        "if False:",
        _OF_RULES,
    ),
    Mutation(
        "the least restrictive rule wins",
        _EVALUATION,
        "for status in reversed(FLOORS):",
        "for status in FLOORS:",
        _OF_RULES,
    ),
    Mutation(
        "a version without a time counts as old",
        _EVALUATION,
        "if published is not None and each.is_old_enough(published, self.today)]",
        "if published is None or each.is_old_enough(published, self.today)]",
        _OF_RULES,
    ),
    Mutation(
        "the day of a line is the caller's",
        _EVALUATION,
        "today.astimezone(UTC).date()",
        "today.date()",
        _OF_RULES,
    ),
    Mutation(
        "a disposal is locked without a revision",
        _EVALUATION,
        "subject.candidate.revision if status is Status.DISPOSED else None",
        "None",
        _OF_STAYING,
    ),
    Mutation(
        "a line stays although a rule with `keep` changed",
        _EVALUATION,
        "before.keeps_unchanged and all(each.name in before.unchanged for each in rules if each.keep)",
        "before.keeps_unchanged",
        _OF_STAYING,
    ),
    Mutation(
        "a line stays although a rule with `keep` has gone",
        _EVALUATION,
        "may_stay = before.keeps_unchanged and all(",
        "may_stay = all(",
        _OF_STAYING,
    ),
    Mutation(
        "a line stays although its rule changed",
        _EVALUATION,
        "if may_stay and each.is_unchanged}",
        "if may_stay}",
        _OF_STAYING,
    ),
    Mutation(
        "a line stays although one of its rules has gone",
        _EVALUATION,
        "if all(self.holding.get(name) is line.status for name in line.via)",
        "if any(self.holding.get(name) is line.status for name in line.via)",
        _OF_STAYING,
    ),
    Mutation(
        "a line stays although its version is kept",
        _EVALUATION,
        "if line is None or not line.via or subject.text in self.protected:",
        "if line is None or not line.via:",
        _OF_STAYING,
    ),
    Mutation(
        "a line that is evaluated anew loses its history",
        _EVALUATION,
        "        return subject.line._replace(via=via)\n",
        "        pass\n",
        _OF_STAYING,
    ),
    Mutation(
        "a line that stays is raised to what AWS has already",
        _EVALUATION,
        "is_looser_than(restriction.status) and subject.status.is_looser_than(restriction.status)",
        "is_looser_than(restriction.status)",
        _OF_STAYING,
    ),
    Mutation(
        "a rule speaks of what is more restrictive already",
        _MATCHING,
        "return is_enough or subject.status.is_looser_than(self.status) or self._confirms(subject.line)",
        "return True",
        _OF_STAYING,
    ),
    Mutation(
        "a line in effect is not matched by the status that the version had",
        _MATCHING,
        "if line is None or not self._confirms(line) or subject.status.is_looser_than(line.status):",
        "if line is not None or line is None:",
        _OF_STAYING,
    ),
    Mutation(
        "`archivedFor` goes on although its rule changed",
        _MATCHING,
        "return self.is_unchanged and self._confirms(line)",
        "return self._confirms(line)",
        _OF_STAYING,
    ),
    Mutation(
        "`archivedFor` counts a line that is not in effect",
        _MATCHING,
        "return subject.status is Status.ARCHIVED and today",
        "return today",
        _OF_RULES,
    ),
    Mutation(
        "`origin` is ignored",
        _MATCHING,
        "(not match.origins or subject.candidate.origin in match.origins)",
        "True",
        _OF_RULES,
    ),
    Mutation(
        "a package is emptied",
        _EMPTYING,
        "    if not taken:\n",
        "    if taken or not taken:\n",
        _OF_EMPTYING,
    ),
    Mutation(
        "a package counts as emptied although a version is left",
        _EMPTYING,
        "if not all(each.text in choices for each in published):",
        "if not any(each.text in choices for each in published):",
        _OF_EMPTYING,
    ),
    Mutation(
        "every rule must allow that a package is emptied",
        _EMPTYING,
        "return any(rules[name].may_empty",
        "return all(rules[name].may_empty",
        _OF_EMPTYING,
    ),
    Mutation(
        "a line of the lock gives way to a new one",
        _EMPTYING,
        "choices[each.text].locked is None, height",
        "choices[each.text].locked is not None, height",
        _OF_EMPTYING,
    ),
    Mutation(
        "`atMost` lets one more through", _LIMITING, "self.used[name] < self", "self.used[name] <= self", _OF_LIMITING
    ),
    Mutation(
        "what is in effect takes room from `atMost`",
        _LIMITING,
        "            if not entry.status.is_looser_than(line.status):\n                return line\n",
        "",
        _OF_LIMITING,
    ),
    Mutation(
        "a line that stays is held back",
        _LIMITING,
        "            if line is not entry.choice.locked:\n",
        "            if True:\n",
        _OF_LIMITING,
    ),
    Mutation(
        "a new line takes the room of one of the lock",
        _LIMITING,
        "return *is_new, orders[entry.number], height(version)",
        "return orders[entry.number], height(version)",
        _OF_LIMITING,
    ),
)
"""In the order of the evaluation: what is kept, what is restricted, what stays, and what is left."""
