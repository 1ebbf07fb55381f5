"""Mutations of what happens by absence, and of what a run is held against."""

from typing import Final

from tools.mutations.mutation import Mutation

OF_REMOVALS: Final = (
    Mutation(
        "removals have no limit",
        "provider/plan/limits.py",
        "for coordinates, changes in plan.all_changes]",
        "for coordinates, changes in plan.all_changes[: len(plan.packages)]]",
        "tests/plan/test_limits.py",
    ),
    Mutation(
        "an unplanned removal is carried out as nothing",
        "provider/plugin/handover.py",
        "        raise UnplannedRemovalError.of(",
        "        return _NOTHING\n        raise UnplannedRemovalError.of(",
        "tests/plugin/test_hooks.py",
    ),
    Mutation(
        "a removal touches what the run declares",
        "provider/plugin/handover.py",
        "if name in self._declared or on_removal is OnRemoval.RETAIN:",
        "if on_removal is OnRemoval.RETAIN:",
        "tests/plugin/test_hooks.py",
    ),
    Mutation(
        "what is retained takes what is planned for its package",
        "provider/plugin/handover.py",
        "if name in self._declared or on_removal is OnRemoval.RETAIN:",
        "if name in self._declared or (on_removal is OnRemoval.RETAIN and coordinates not in self._planned):",
        "tests/plugin/test_deletion_hooks.py",
    ),
    Mutation(
        "a removal is planned whatever moved since it was recorded",
        "provider/plan/removal_refusals.py",
        "if before is None or (version.revision and _is_as_recorded(before, version)):",
        "if True:",
        "tests/plan/test_removals.py",
    ),
    Mutation(
        "it is not said that a removed version may return",
        "provider/plan/removals.py",
        "        may_return=may_return(changes, None),\n",
        "",
        "tests/plan/test_removals.py",
    ),
    Mutation(
        "a removal deletes what no run recorded",
        "provider/plan/removal_refusals.py",
        "for version in found if version.version not in known]",
        "for version in () if version.version not in known]",
        "tests/plan/test_removals.py",
    ),
    Mutation(
        "a removal disposes what only statements for several repositories named",
        "provider/plan/removals.py",
        "for version in recorded.versions if version.version not in recorded.several}",
        "for version in recorded.versions}",
        "tests/plan/test_removals_beside_floors.py",
    ),
    Mutation(
        "which versions a removal is about is never recorded anew",
        "provider/plugin/difference.py",
        " or _is_removed_otherwise(recorded, inputs)",
        "",
        "tests/plugin/test_difference.py",
    ),
    Mutation(
        "a version is said to be left in a repository that vanished",
        "provider/plan/removals.py",
        "        if each.coordinates.repository in missing:\n            continue\n",
        "",
        "tests/program/test_vanished_repositories.py",
    ),
    Mutation(
        "a refresh says nothing of a copy that was loosened",
        "provider/plugin/difference.py",
        "    if loosened and not is_declared(inputs):",
        "    if loosened and False:",
        "tests/plugin/test_difference.py",
    ),
    Mutation(
        "a deletion that finished counts as interrupted",
        "provider/observe/interrupted.py",
        "each.status is Status.DISPOSED or each.revision == planned[each.version]",
        "True",
        "tests/observe/test_interrupted.py",
    ),
    Mutation(
        "a fence is forgotten once each version is deleted",
        "provider/observe/interrupted.py",
        "return earlier.how.after != FENCE",
        "return False",
        "tests/observe/test_interrupted.py",
    ),
    Mutation(
        "a deletion ignores an origin configuration that moved",
        "provider/apply/removal.py",
        "    if before != deletion.before:",
        "    if False:",
        "tests/apply/test_removal.py",
    ),
    Mutation(
        "a reviewed plan is not held against the run",
        "provider/program/reviewed.py",
        "    if lines:",
        "    if False:",
        "tests/program/test_reviewed.py",
    ),
    Mutation(
        "another artefact than the recorded one is disposed by hand",
        "provider/plugin/reconcile.py",
        'recorded[transition.version].revision not in {"", transition.revision}',
        "False",
        "tests/plugin/test_by_hand_expectations.py",
    ),
)
