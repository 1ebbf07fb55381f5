"""Mutations of what a review binds, where copies come and go and limits are raised."""

from typing import Final

from tools.mutations.mutation import Mutation

OF_REVIEWS: Final = (
    Mutation(
        "what becomes less restrictive has no limit",
        "provider/plan/limits.py",
        "    if count > limits.loosening_count:\n",
        "    if False:\n",
        "tests/plan/test_limits.py",
    ),
    Mutation(
        "a copy that appeared after the review is carried out",
        "provider/plan/appeared.py",
        "for place, versions in new if versions)",
        "for place, versions in new if not versions)",
        "tests/plan/test_appeared.py",
    ),
    Mutation(
        "a changed statement for several repositories fits the reviewed plan",
        "provider/program/moved.py",
        '    several = tuple(_several(reviewed["several"], now["several"]))\n',
        "    several = ()\n",
        "tests/program/test_reviewed_copies.py",
    ),
    Mutation(
        "a limit for one run is bound by no plan",
        "provider/program/moved.py",
        '    yield from _settings(reviewed["limitsOfThisRun"],',
        '    yield from _settings(now["limitsOfThisRun"],',
        "tests/program/test_reviewed_copies.py",
    ),
    Mutation(
        "a limit for one run is recorded for the next",
        "provider/configuration/in_force.py",
        "        **{change.key: change.before for change in configuration.of_this_run},\n",
        "",
        "tests/configuration/test_one_run.py",
    ),
    Mutation(
        "a version is not looked at since a statement for several repositories may be about it",
        "provider/plugin/difference.py",
        "    return statuses.keys() - floors != exact or",
        "    return statuses.keys() - floors - exact != exact - exact or",
        "tests/plugin/test_difference.py",
    ),
)
