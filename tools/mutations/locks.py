"""Mutations of the lock: where it is made, what a run does with it, and when it is out of date."""

from typing import Final

from tools.mutations.mutation import Mutation

_IN_FORCE: Final = "provider/lock/in_force.py"
_READING: Final = "provider/choices/reading.py"
_FRESHNESS: Final = "provider/lock/freshness.py"
_SELECTING: Final = "provider/lock/selecting.py"
_DUE: Final = "provider/lock/due.py"
_PLACES: Final = "provider/lock/places.py"
_RESOLVING: Final = "provider/lock/resolving.py"

_OF_FORCE: Final = "tests/lock/test_in_force.py"
_OF_RUNS: Final = "tests/program/test_lock.py"
_OF_READING: Final = "tests/lock/test_reading.py"
_OF_FRESHNESS: Final = "tests/lock/test_freshness.py"
_OF_SELECTING: Final = "tests/lock/test_selecting.py"
_OF_RESOLVING: Final = "tests/lock/test_resolving.py"
_OF_PLACES: Final = "tests/lock/test_places.py"

OF_LOCKS: Final = (
    Mutation(
        "a line is carried out although its rule changed",
        "provider/lock/fitting.py",
        "for each in about if lock.rules.get(each.name) == each.digest}",
        "for each in about}",
        _OF_FORCE,
    ),
    Mutation(
        "a line is carried out although its rules are gone",
        _IN_FORCE,
        "line.revision, bool(causes))",
        "line.revision, True)",
        _OF_FORCE,
    ),
    Mutation(
        "what is not carried out may be loosened",
        _IN_FORCE,
        "if found is not None and found.status in FLOORS:",
        "if False:",
        _OF_FORCE,
    ),
    Mutation(
        "a line out of date asks for its own status",
        _IN_FORCE,
        "status = found.status if found.status.is_looser_than(floor.status) else floor.status",
        "status = floor.status",
        _OF_FORCE,
    ),
    Mutation(
        "a line out of date holds more than it asked for",
        _IN_FORCE,
        "status = found.status if found.status.is_looser_than(floor.status) else floor.status",
        "status = found.status",
        _OF_READING,
    ),
    Mutation(
        "another revision than was locked is disposed of",
        _IN_FORCE,
        "has_moved = found is not None and _has_moved(each, found)",
        "has_moved = False",
        _OF_FORCE,
    ),
    Mutation(
        "the revision of what was disposed of is looked at again",
        _IN_FORCE,
        "locked.pin is not None and is_due and",
        "locked.pin is not None and",
        _OF_FORCE,
    ),
    Mutation(
        "nobody is told of another revision than was locked",
        _IN_FORCE,
        "if each.is_in_force and found is not None and has_moved:",
        "if False:",
        _OF_FORCE,
    ),
    Mutation(
        "a lock of a repository that is gone stops a run", _IN_FORCE, "), place, may_be_gone=True", "), place", _OF_RUNS
    ),
    Mutation(
        "a lock of another region is carried out",
        _READING,
        "if (lock.account, lock.region) == here.get(domain):",
        "if domain in here and lock.account == here[domain][0]:",
        _OF_READING,
    ),
    Mutation(
        "a lock of another account is carried out",
        _READING,
        "if (lock.account, lock.region) == here.get(domain):",
        "if domain in here and lock.region == here[domain][1]:",
        _OF_READING,
    ),
    Mutation(
        "a domain that is gone stops every run",
        _READING,
        "if domain in spoken_of:",
        "if True:",
        "tests/cli/test_lock_again.py",
    ),
    Mutation(
        "a domain of a rule may be gone",
        _READING,
        "if domain in spoken_of:",
        "if False:",
        "tests/cli/test_lock_again.py",
    ),
    Mutation(
        "a rule that changed is not out of date", _FRESHNESS, "if digest != rule.digest]", "if False]", _OF_FRESHNESS
    ),
    Mutation("a rule that is new is not out of date", _FRESHNESS, "if not digests:", "if False:", _OF_FRESHNESS),
    Mutation(
        "a rule that has gone is not out of date",
        _FRESHNESS,
        "in sorted(lock.rules.keys() - known.keys()):",
        "in sorted(known.keys() - known.keys()):",
        _OF_FRESHNESS,
    ),
    Mutation(
        "`--rule` forgets what is kept", _SELECTING, "each is only or each.keep or", "each is only or", _OF_SELECTING
    ),
    Mutation(
        "`--rule` evaluates what other rules mean by now", _SELECTING, "if only is None or", "if True or", _OF_SELECTING
    ),
    Mutation(
        "`--rule` moves the lines of other rules",
        _SELECTING,
        "        elif not is_of_rule and before is not None:\n            yield before\n",
        "        elif not is_of_rule and after is not None:\n            yield after\n",
        _OF_SELECTING,
    ),
    Mutation(
        "`--rule` takes the digests of other rules over",
        _SELECTING,
        "for name, digest in before.rules.items() if name != only.name}",
        "for name, digest in after.rules.items() if name != only.name}",
        _OF_SELECTING,
    ),
    Mutation(
        "what is locked already is due",
        _DUE,
        "if line.version not in now or now[line.version].is_looser_than(line.status):",
        "if True:",
        "tests/lock/test_due.py",
    ),
    Mutation(
        "a line that becomes more restrictive is not due",
        _DUE,
        " or now[line.version].is_looser_than(line.status):",
        ":",
        "tests/lock/test_due.py",
    ),
    Mutation(
        "a rule for a repository that is not there is resolved",
        _PLACES,
        "    if faults:\n        raise ObservationError(faults)\n",
        "",
        _OF_RESOLVING,
    ),
    Mutation(
        "a rule holds in every repository", _PLACES, "if rule.scope.holds(repository.name):", "if True:", _OF_RESOLVING
    ),
    Mutation(
        "every package of a repository is listed for the lock",
        _PLACES,
        "in listed if any(rule.is_about(repository, each) for rule in rules))",
        "in listed)",
        _OF_RESOLVING,
    ),
    Mutation(
        "a lock of another region is replaced",
        _PLACES,
        "return any(where == (each.name, each.account, each.region) for each in domains)",
        "return any(where[:2] == (each.name, each.account) for each in domains)",
        _OF_PLACES,
    ),
    Mutation(
        "a lock of another account is replaced",
        _PLACES,
        "return any(where == (each.name, each.account, each.region) for each in domains)",
        "return any((where[0], where[2]) == (each.name, each.region) for each in domains)",
        _OF_PLACES,
    ),
    Mutation(
        "a rule that empties a package is locked",
        _RESOLVING,
        "    faults = [fault for each in evaluated for fault in each.faults]\n",
        "    faults: list[Fault] = []\n",
        _OF_PLACES,
    ),
    Mutation(
        "a rule counts as unchanged by its name",
        _RESOLVING,
        "if digests.get(rule.name) == rule.digest)",
        "if rule.name in digests)",
        _OF_PLACES,
    ),
    Mutation(
        "it is not noticed that a rule with `keep` has gone",
        _RESOLVING,
        "keeps_unchanged=lock.rules.keys() <= names)",
        "keeps_unchanged=True)",
        _OF_PLACES,
    ),
    Mutation("`--as-of` is ignored", _RESOLVING, "question.as_of or now", "now", _OF_PLACES),
    Mutation(
        "`atMost` is not applied",
        _RESOLVING,
        "at_most(evaluated, question.rules)",
        "at_most(evaluated, ())",
        _OF_PLACES,
    ),
    Mutation(
        "a rule of other repositories is in the lock",
        _RESOLVING,
        "        and rule.scope.holds(repository.name)\n",
        "",
        _OF_PLACES,
    ),
)
"""In the order of the lock's way: what a run does with it, when it is out of date, how it is made."""
