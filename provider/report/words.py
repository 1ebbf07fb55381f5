"""The sentences that text and Markdown have in common. Pure."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from packagestate.provider.plan.appeared import Appeared
from packagestate.provider.plan.words import FINISHED, GRAVEST_FIRST, IRREVERSIBLE, LOOSENS, REVERSIBLE, counted
from packagestate.provider.report.precedence import precedence_sentences
from packagestate.provider.report.view import PlanReport
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

#: Where everything is that is taken together or only counted elsewhere.
EVERYTHING = "every transition with its revision: `pulumi preview --diff`, or `packagestate plan --diff`"

# How many copies a sentence names.
_NAMED_COUNT = 3

_REMOVALS = {OnRemoval.DELETE: "deleted", OnRemoval.DISPOSE: "disposed", OnRemoval.RETAIN: "forgotten"}


def headline(report: PlanReport) -> str:
    """How much changes of what was looked at.

    Args:
        report: The plan.
    """
    totals = report.totals
    packages = counted(totals.package_count, "package")
    if totals.repository_count > 1:
        packages = f"{packages} of {counted(totals.repository_count, 'repository', 'repositories')}"
    seen = packages, counted(totals.observed_version_count, "observed version")
    if not totals.changed_package_count:
        return f"nothing to change in {seen[0]} with {seen[1]}"
    count = sum(totals.transitions.values())
    return f"{count:,} of {seen[1]} to change, in {totals.changed_package_count:,} of {seen[0]}"


def figures(report: PlanReport) -> Iterator[str]:
    """A line for each number that is not zero.

    Args:
        report: The plan.
    """
    totals = report.totals
    where = ""
    if totals.repository_count > 1 and totals.irreversible_repository_count:
        where = f", in {totals.irreversible_repository_count} of {totals.repository_count} repositories"
    for verdict in (IRREVERSIBLE, REVERSIBLE, FINISHED):
        numbers = ((totals.transitions.get((verdict, status), 0), status) for status in GRAVEST_FIRST)
        if parts := [f"{count:,} to {status}" for count, status in numbers if count]:
            yield f"{verdict}: {', '.join(parts)}{where if verdict == IRREVERSIBLE else ''}"
    if parts := [f"{totals.loosening[status]:,} to {status}" for status in GRAVEST_FIRST if totals.loosening[status]]:
        yield f"{LOOSENS} (can be seen or installed again): {', '.join(parts)}"
    if totals.origin_count:
        yield f"{counted(totals.origin_count, 'origin configuration')} to change"
    if totals.may_return_count:
        yield f"{counted(totals.may_return_count, 'deleted version')} may return from upstream"
    if totals.waiting_count:
        waiting = counted(totals.waiting_count, "declared version")
        yield f"{waiting} not present yet, unchanged until then (`packagestate plan --diff`)"
    yield from _removal_figures(report)
    if report.appeared:
        yield _appeared_sentence(report.appeared)
    yield from precedence_sentences(report)
    if refusal_count := len(report.refusals):
        yield f"{counted(refusal_count, 'refusal')}: this plan will not be carried out"


def _removal_figures(report: PlanReport) -> Iterator[str]:
    totals = report.totals
    if totals.deletion_count:
        yield f"{counted(totals.deletion_count, 'package')} to delete as a whole, with the origin configuration"
    if count := sum(totals.removals.values()):
        numbers = ((totals.removals.get(action, 0), words) for action, words in _REMOVALS.items())
        parts = ", ".join(f"{number} {words}" for number, words in numbers if number)
        yield f"{counted(count, 'package')} no longer declared: {parts}"
    if count := sum(totals.unmanaged.values()):
        statuses = (*GRAVEST_FIRST, Status.UNFINISHED)
        numbers_by_status = ((totals.unmanaged.get(status, 0), status) for status in statuses)
        parts = ", ".join(f"{number} {status}" for number, status in numbers_by_status if number)
        yield f"{counted(count, 'version')} no longer managed, left unchanged: {parts}"


def _appeared_sentence(appeared: Sequence[Appeared]) -> str:
    """That copies are left for the next run, and where the first of them are."""
    count = sum(len(each.versions) for each in appeared)
    named = [
        f"{each.coordinates.written} {version} ({each.coordinates.format}) in {each.coordinates.repository}"
        for each in appeared[:_NAMED_COUNT]
        for version in each.versions[:_NAMED_COUNT]
    ][:_NAMED_COUNT]
    more = f", and {count - len(named):,} more" if count > len(named) else ""
    words = "copy" if count == 1 else "copies"
    return printable(
        f"{count:,} more {words} appeared since the review, left for the next run: {', '.join(named)}{more}"
    )


def setting_sentences(report: PlanReport) -> Iterator[str]:
    """That settings are not what they were, or not what they are in every run, in words.

    Args:
        report: The plan.
    """
    for change in report.of_this_run:
        yield f"in this run alone, packagestate:{change.key} is {change.after} instead of {change.before}"
    for change in report.settings:
        before, after = (printable(value) if value else "not set" for value in (change.before, change.after))
        yield f"since the last run, packagestate:{change.key} changed from {before} to {after}"


def removal_sentence(action: OnRemoval, count: int | None, note: str) -> str:
    """What happens to a package that is no longer declared.

    Args:
        action: What happens in AWS.
        count: To how many versions of it; None where that differs.
        note: Why it is only forgotten, where that is not what its manifest asked for; else empty.
    """
    match action:
        case OnRemoval.RETAIN:
            return f"forgotten, {note}" if note else "no longer declared, forgotten; AWS is left as it is"
        case OnRemoval.DISPOSE:
            return f"no longer declared, disposes {_versions(count)}"
        case OnRemoval.DELETE:
            return f"no longer declared, deletes the package with {_versions(count)}"
        case unexpected:
            assert_never(unexpected)


def _versions(count: int | None) -> str:
    return "versions" if count is None else counted(count, "version")


def may_return_sentence(how: str, versions: str) -> str:
    """That what is deleted may come back from upstream, and how to keep it away.

    Args:
        how: Empty where versions are deleted; else how the package is deleted as a whole.
        versions: The versions, printable.
    """
    if not how:
        return (
            f"may return: the next request may fetch {versions} from upstream again; declare `{Status.DISPOSED}`, a "
            "tombstone that stays, or `origin: {publish: ALLOW, upstream: BLOCK}`"
        )
    advice = (
        "declare `origin: {publish: BLOCK, upstream: BLOCK}` beside `status: Deleted`"
        if how == Status.DELETED
        else "declare `status: Deleted` with `origin: {publish: BLOCK, upstream: BLOCK}` instead of taking the package "
        "out of the manifests"
    )
    return (
        "may return: the deletion drops the origin configuration, so the package may be fetched from upstream "
        f"again; {advice}"
    )
