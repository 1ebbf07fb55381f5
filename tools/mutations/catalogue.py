"""The mutations: each breaks one promise of the contract in the smallest way, and a test has to notice."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of the code that breaks a promise.

    Attributes:
        name: The broken promise, in a few words.
        file: The file, relative to the project.
        old: The text that goes; it stands in the file exactly once.
        new: The text that comes in its place.
    """

    name: str
    file: str
    old: str
    new: str

    def applied(self, text: str) -> str:
        """The mutated text of the file.

        Args:
            text: The file's text.

        Raises:
            LookupError: The old text does not stand in it exactly once.
        """
        if (count := text.count(self.old)) != 1:
            raise LookupError(f"the old text stands {count} times in {PurePosixPath(self.file)}")
        return text.replace(self.old, self.new)


_CLIENT: Final = "provider/codeartifact/client.py"
_ROUNDS: Final = "provider/rounds.py"
_APPLY: Final = "provider/apply.py"
_REMOVAL: Final = "provider/removal.py"
_STACK: Final = "provider/stack.py"

_DONE: Final = "ObservedVersion({version}, batch.after, dict(batch.revisions)[{version}])"

MUTATIONS: Final = (
    Mutation("no versionRevisions", _CLIENT, 'guard = {"versionRevisions": dict(batch.revisions)}', "guard = {}"),
    Mutation("no expectedStatus", _CLIENT, 'arguments["expectedStatus"] = str(batch.before)', "pass"),
    Mutation("no namespace", _CLIENT, "if coordinates.namespace is not None:", "if False:"),
    Mutation("only the first page is read", _CLIENT, "token = page_token(page)", "token = None"),
    Mutation("calls of more than 100 versions", "provider/plan/batches.py", "BATCH_LIMIT = 100", "BATCH_LIMIT = 1000"),
    Mutation(
        "failedVersions is taken for success",
        _ROUNDS,
        "told.replies |= {failed.version: failed for failed in answer.failed}",
        f"told.replies |= {{failed.version: {_DONE.format(version='failed.version')} for failed in answer.failed}}",
    ),
    Mutation(
        "a version that AWS does not mention is taken for done",
        _ROUNDS,
        "told.replies |= dict.fromkeys(versions)\n",
        f"told.replies |= {{version: {_DONE.format(version='version')} for version in versions}}\n",
    ),
    Mutation(
        "SKIPPED is taken for done",
        _ROUNDS,
        "            return refused(transition, failed, found)\n",
        "            return refused(transition, failed, found)\n"
        "        case FailedVersion():\n            return _applied(transition, found)\n",
    ),
    Mutation(
        "a version read back counts as ours at any revision",
        _ROUNDS,
        "if (found.status, found.revision) == (_goal(transition), transition.revision):",
        "if found.status is _goal(transition):",
    ),
    Mutation(
        "a lost answer is taken for a refusal",
        "provider/gateway.py",
        '    """No answer came, after every retry."""\n\n    uncertain = True',
        '    """No answer came, after every retry."""\n\n    uncertain = False',
    ),
    Mutation(
        "delete before dispose",
        "provider/plan/batches.py",
        "first_call(transition)) for transition in transitions)\n"
        "    return _batches((_guarded_group(transition, call), transition) for transition, call in steps "
        "if call != Call.DELETE)",
        "Call.DELETE if transition.after is Status.DELETED else first_call(transition)) for transition in transitions)\n"
        "    return _batches((_guarded_group(transition, call), transition) for transition, call in steps)",
    ),
    Mutation("loosen first", _APPLY, "tightening = tighten(gateway", "tightening = loosen(gateway"),
    Mutation(
        "loosen although a version failed",
        _APPLY,
        "if all(outcome.result is Result.APPLIED for outcome in outcomes):",
        "if outcomes is not None:",
    ),
    Mutation(
        "somebody else's origin configuration is overwritten",
        "provider/origin.py",
        "if found not in {change.before, _tightest(change)}:",
        "if False:",
    ),
    Mutation("no fence", _REMOVAL, "            gateway.put_origin(coordinates, _FENCE)\n", "            pass\n"),
    Mutation(
        "no first listing",
        _REMOVAL,
        "_require_none(coordinates, (each for each in found if (each.version, each.revision) not in known))",
        "pass",
    ),
    Mutation(
        "no second listing",
        _REMOVAL,
        "(each for each in gateway.list_versions(coordinates) or () if each not in disposed)",
        "(each for each in () if each not in disposed)",
    ),
    Mutation(
        "a failure opens the fence",
        _REMOVAL,
        "end = _unfence if _is_refusal(error) else _leave_fenced",
        "end = _unfence",
    ),
    Mutation(
        "pins are ignored", "provider/plan/planner.py", "if wanted.revision not in {None, found.revision}:", "if False:"
    ),
    Mutation("refusals are ignored", _STACK, "if planned.refusals:", "if False:"),
    Mutation(
        "limits are ignored",
        _STACK,
        "if excesses := exceeded(planned, configuration.limits):",
        "if excesses := ():",
    ),
    Mutation("removals have no limit", "provider/plugin.py", "if version_count and total_count > limit:", "if False:"),
    Mutation(
        "the recorded outputs are trusted",
        "provider/reconcile.py",
        "now = [present.get(version.version, _absent(version.version)) for version in before]",
        "now = list(before)",
    ),
    Mutation("no generation", "provider/properties.py", '"generation": generation + 1}', '"generation": generation}'),
)
"""Every mutation, in the order of a write's way: the call, its answer, the order of calls, the removal, the run."""
