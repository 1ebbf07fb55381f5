"""The mutations that only a law notices, or that a law once let pass: each names the file of the law."""

from typing import Final

from tools.mutations.mutation import Mutation

_APPLY: Final = "provider/apply/apply.py"
_ROUNDS: Final = "provider/apply/rounds.py"
_PLANNER: Final = "provider/plan/planner.py"
_DESIRED: Final = "schemas/desired.py"

_LAWS_OF_APPLYING: Final = "tests/apply/test_apply_laws.py"
_LAWS_OF_PLANNING: Final = "tests/plan/test_planning.py"
_LAWS_OF_DEMANDS: Final = "tests/schemas/test_desired.py"

OF_LAWS: Final = (
    Mutation(
        "versions change although the origin was not tightened",
        _APPLY,
        "if tightening.result is not Result.APPLIED:",
        "if False:",
        _LAWS_OF_APPLYING,
    ),
    Mutation(
        "versions change before the origin is tightened",
        _APPLY,
        "    tightening = tighten(gateway, coordinates, change)\n",
        "    _change_versions(gateway, coordinates, transitions)\n"
        "    tightening = tighten(gateway, coordinates, change)\n",
        _LAWS_OF_APPLYING,
    ),
    Mutation(
        "what is not tightened for good is said to be applied",
        "provider/apply/origin.py",
        '    return not_attempted(change, "What it allows',
        '    return Outcome(change, Result.APPLIED)\n    return not_attempted(change, "What it allows',
        _LAWS_OF_APPLYING,
    ),
    Mutation(
        "what somebody else made of a version counts as applied",
        _ROUNDS,
        "        return conflict(transition, found)\n",
        "        return _applied(transition, found)\n",
        _LAWS_OF_APPLYING,
    ),
    Mutation(
        "a version that AWS passed over twice counts as applied",
        _ROUNDS,
        "            return passed_over(transition, found)",
        "            return _applied(transition, found)",
        _LAWS_OF_APPLYING,
    ),
    Mutation(
        "a version is deleted that was not disposed",
        _APPLY,
        "    if transition.before is Status.DISPOSED:\n        return transition\n    match",
        "    if transition.before is not Status.DELETED:\n"
        "        return replace(transition, before=Status.DISPOSED)\n    match",
        _LAWS_OF_APPLYING,
    ),
    Mutation("a reason makes another demand", _DESIRED, "_COMPARED_COUNT = 3", "_COMPARED_COUNT = 4", _LAWS_OF_DEMANDS),
    Mutation("a place makes another demand", _DESIRED, "_COMPARED_COUNT = 3", "_COMPARED_COUNT = 5", _LAWS_OF_PLANNING),
    Mutation("a pin makes no other demand", _DESIRED, "_COMPARED_COUNT = 3", "_COMPARED_COUNT = 2", _LAWS_OF_DEMANDS),
    Mutation(
        "the order of the manifests makes another plan",
        _PLANNER,
        "for package in sorted(desired, key=_order)]",
        "for package in desired]",
        _LAWS_OF_PLANNING,
    ),
    Mutation(
        "who waits loses the reason",
        _PLANNER,
        "            return wanted\n        case Status.DELETED",
        "            return DesiredVersion(*wanted[:3])\n        case Status.DELETED",
        _LAWS_OF_PLANNING,
    ),
    Mutation(
        "the figure of a hint does not suffice",
        "provider/plan/limits.py",
        "return -(-count * 100 // population_count)",
        "return count * 100 // population_count",
        "tests/plan/test_limits.py",
    ),
)
"""In the order of a write's way backwards: applying, what is demanded, planning, limits."""
