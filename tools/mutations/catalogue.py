"""The mutations: each breaks one promise of the contract in the smallest way, and a test has to notice."""

from typing import Final

from tools.mutations.advisories import OF_ADVISORIES
from tools.mutations.floors import OF_FLOORS
from tools.mutations.holds import OF_HOLDS
from tools.mutations.laws import OF_LAWS
from tools.mutations.locks import OF_LOCKS
from tools.mutations.mutation import Mutation
from tools.mutations.reading import OF_READING
from tools.mutations.records import OF_RECORDS
from tools.mutations.removals import OF_REMOVALS
from tools.mutations.reviews import OF_REVIEWS
from tools.mutations.rules import OF_RULES

_CLIENT: Final = "provider/codeartifact/client.py"
_ROUNDS: Final = "provider/apply/rounds.py"
_APPLY: Final = "provider/apply/apply.py"
_REMOVAL: Final = "provider/apply/removal.py"
_STACK: Final = "provider/program/run.py"

_DONE: Final = "ObservedVersion({version}, batch.after, dict(batch.revisions)[{version}])"

MUTATIONS: Final = (
    Mutation(
        "no versionRevisions",
        _CLIENT,
        'guard = {"versionRevisions": dict(batch.revisions)}',
        "guard = {}",
        "tests/codeartifact/test_gateway_writes.py",
    ),
    Mutation(
        "no expectedStatus",
        _CLIENT,
        'arguments["expectedStatus"] = str(batch.before)',
        "pass",
        "tests/codeartifact/test_gateway_writes.py",
    ),
    Mutation(
        "no namespace",
        _CLIENT,
        "if coordinates.namespace is not None:",
        "if False:",
        "tests/codeartifact/test_gateway_writes.py",
    ),
    Mutation(
        "only the first page is read",
        _CLIENT,
        "token = page_token(page)",
        "token = None",
        "tests/codeartifact/test_gateway_reads.py",
    ),
    Mutation(
        "calls of more than 100 versions",
        "provider/plan/batches.py",
        "BATCH_LIMIT = 100",
        "BATCH_LIMIT = 1000",
        "tests/plan/test_batches.py",
    ),
    Mutation(
        "failedVersions is taken for success",
        _ROUNDS,
        "told.replies |= {failed.version: failed for failed in answer.failed}",
        f"told.replies |= {{failed.version: {_DONE.format(version='failed.version')} for failed in answer.failed}}",
        "tests/apply/test_mistakes_of_other_tools.py",
    ),
    Mutation(
        "a version that AWS does not mention is taken for done",
        _ROUNDS,
        "told.replies |= dict.fromkeys(versions)\n",
        f"told.replies |= {{version: {_DONE.format(version='version')} for version in versions}}\n",
        "tests/apply/test_apply.py",
    ),
    Mutation(
        "SKIPPED is taken for done",
        _ROUNDS,
        "            return refused(transition, failed, found)\n",
        "            return refused(transition, failed, found)\n"
        "        case FailedVersion():\n            return _applied(transition, found)\n",
        "tests/apply/test_apply.py",
    ),
    Mutation(
        "a version read back counts as ours at any revision",
        _ROUNDS,
        "if (found.status, found.revision) == (_goal(transition), transition.revision):",
        "if found.status is _goal(transition):",
        "tests/apply/test_apply.py",
    ),
    Mutation(
        "a lost answer is taken for a refusal",
        "provider/gateway.py",
        '    """No answer came, after every retry."""\n\n    uncertain = True',
        '    """No answer came, after every retry."""\n\n    uncertain = False',
        "tests/apply/test_apply_over_http.py",
    ),
    Mutation(
        "delete before dispose",
        "provider/plan/batches.py",
        " first_call(transition)) for transition in transitions)\n"
        "    return _batches((_guarded_group(transition, call), transition) for transition, call in steps "
        "if call != Call.DELETE)",
        " Call.DELETE if transition.after is Status.DELETED else first_call(transition))"
        " for transition in transitions)\n"
        "    return _batches((_guarded_group(transition, call), transition) for transition, call in steps)",
        "tests/apply/test_mistakes_of_other_tools.py",
    ),
    Mutation(
        "loosen first",
        _APPLY,
        "tightening = tighten(gateway",
        "tightening = loosen(gateway",
        "tests/apply/test_apply_origin.py",
    ),
    Mutation(
        "loosen although a version failed",
        _APPLY,
        "if all(outcome.result is Result.APPLIED for outcome in outcomes):",
        "if outcomes is not None:",
        "tests/apply/test_apply_origin.py",
    ),
    Mutation(
        "somebody else's origin configuration is overwritten",
        "provider/apply/origin.py",
        "if found not in {change.before, _tightest(change)}:",
        "if False:",
        "tests/apply/test_apply_origin.py",
    ),
    Mutation(
        "no fence",
        _REMOVAL,
        "            gateway.put_origin(coordinates, FENCE)\n",
        "            pass\n",
        "tests/apply/test_removal.py",
    ),
    Mutation(
        "no first listing",
        _REMOVAL,
        "_require_none(coordinates, (each for each in left if (each.version, each.revision) not in planned))",
        "pass",
        "tests/apply/test_removal.py",
    ),
    Mutation(
        "no second listing",
        _REMOVAL,
        "        left = gateway.list_versions(coordinates) or ()\n    disposed",
        "        left = ()\n    disposed",
        "tests/apply/test_removal.py",
    ),
    Mutation(
        "a failure opens the fence",
        _REMOVAL,
        "        if _is_refusal(error):\n            what_became",
        "        if True:\n            what_became",
        "tests/apply/test_removal_failures.py",
    ),
    Mutation(
        "pins are ignored",
        "provider/plan/planner.py",
        "if wanted.revision not in {None, found.revision}:",
        "if False:",
        "tests/plan/test_golden.py",
    ),
    Mutation("refusals are ignored", _STACK, "if planned.plan.refusals:", "if False:", "tests/program/test_stack.py"),
    Mutation(
        "limits are ignored",
        _STACK,
        "if planned.excesses:",
        "if False:",
        "tests/program/test_stack.py",
    ),
    Mutation(
        "the recorded outputs are trusted",
        "provider/plugin/reconcile.py",
        "now = [present.get(version.version, RecordedVersion.absent(version.version)) for version in before]",
        "now = list(before)",
        "tests/plugin/test_hooks.py",
    ),
    Mutation(
        "no generation",
        "provider/state/generation.py",
        "keys.GENERATION: last + 1}",
        "keys.GENERATION: last}",
        "tests/plugin/test_hooks.py",
    ),
    Mutation(
        "what was listed before a restart stays",
        _CLIENT,
        "                    found.clear,\n",
        "",
        "tests/codeartifact/test_page_tokens.py",
    ),
    Mutation(
        "an archived build counts as superseded",
        "provider/plan/snapshots.py",
        "return found is Status.UNLISTED and",
        "return found is not None and",
        "tests/plan/test_snapshots.py",
    ),
    Mutation(
        "it is not said that a deleted version may return",
        "provider/plan/planner.py",
        "back = may_return(changes, desired.origin or observed.origin)",
        "back = ()",
        "tests/observe/test_may_return.py",
    ),
    Mutation(
        "an unguarded write is sent again after a lost answer",
        "provider/codeartifact/attempts.py",
        "    if operation.name not in _UNGUARDED:\n",
        "    if True:\n",
        "tests/codeartifact/test_errors.py",
    ),
    Mutation(
        "a removal acts at an endpoint that no run recorded",
        "provider/plan/removal_refusals.py",
        "    if removal.action is OnRemoval.RETAIN or not moved_settings:\n",
        "    if True:\n",
        "tests/plan/test_removals.py",
    ),
    Mutation(
        "a lost origin configuration is put again without a look",
        "provider/apply/origin.py",
        "        if found not in {change.before, _tightest(change)}:\n",
        "        if not lost and found not in {change.before, _tightest(change)}:\n",
        "tests/apply/test_apply_origin.py",
    ),
    *OF_REMOVALS,
    *OF_LAWS,
    *OF_FLOORS,
    *OF_REVIEWS,
    *OF_RULES,
    *OF_ADVISORIES,
    *OF_HOLDS,
    *OF_RECORDS,
    *OF_LOCKS,
    *OF_READING,
)
"""Every mutation, in the order of a write's way: the call, its answer, the order of calls, the removal, the run."""
