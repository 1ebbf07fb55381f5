"""A plan as text with nothing taken together: each package of each repository, each version with its revision."""

from collections.abc import Iterator

from packagestate.provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from packagestate.provider.plan.model import PackageDeletion
from packagestate.provider.plan.words import IRREVERSIBLE, counted, quoted
from packagestate.provider.report.text import INDENT, Paint, Row, block, plain, remarks, summary
from packagestate.provider.report.view import PackageReport, PlanReport
from packagestate.provider.report.words import may_return_sentence, removal_sentence
from packagestate.schemas.desired import DesiredVersion, OnRemoval
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status


def render_diff(report: PlanReport, paint: Paint = plain) -> str:
    """What a run does, in full.

    Args:
        report: The plan.
        paint: What gives a piece of text its colour.

    Returns:
        A block for each package with every transition and its revision, and every declared version that is absent; the
        versions that are no longer managed; then what the short text ends with.
    """
    packages = (line for package in report.parts for line in block(_heading(package), _rows(package), paint))
    unmanaged = (
        line
        for each in report.unmanaged
        for line in block(
            f"{printable(str(each.coordinates))}: no longer managed, left as it is",
            (Row(printable(version.version), str(version.status), "") for version in each.versions),
            paint,
        )
    )
    return "\n".join((*packages, *unmanaged, *summary(report, paint)))


def _heading(package: PackageReport) -> str:
    name = printable(str(package.coordinates))
    if package.action is None:
        return name
    return f"{name}: {printable(removal_sentence(package.action, len(package.changes), package.note))}"


def _rows(package: PackageReport) -> Iterator[Row | str]:
    if package.deletion is not None:
        yield _deletion(package, package.deletion)
    for change in package.changes:
        transition = change.transition
        yield Row(
            printable(transition.version),
            f"{transition.before} -> {transition.after}",
            change.verdict,
            remarks(
                change.caution,
                quoted(change.reason),
                _places(change.declared),
                f"revision {printable(transition.revision)}",
            ),
        )
    if package.origin is not None:
        yield f"{ORIGIN_KEY}: {origin_line(package.origin)}"
    if package.may_return:
        how = "" if package.deletion is None else str(package.action or Status.DELETED)
        yield may_return_sentence(how, ", ".join(map(printable, package.may_return)))
    if package.waiting:
        yield "not present yet, unchanged until then:"
        width = max(len(printable(each.version)) for each in package.waiting)
        for each in package.waiting:
            words = (printable(each.version).ljust(width), f"to {each.status}", quoted(each.reason))
            yield INDENT + INDENT.join(words).rstrip()


def _places(declared: DesiredVersion | None) -> str:
    """Where both statements stand, where one overrides the other."""
    if declared is None or declared.outranks is None or declared.outranks.place is None:
        return ""
    return printable(f"{declared.place} overrides {declared.outranks.place}")


def _deletion(package: PackageReport, deletion: PackageDeletion) -> str:
    """That the package is deleted as a whole; a heading says so already of one that is no longer declared."""
    line = f"{ORIGIN_KEY}: {deletion_line(deletion)}"
    if package.action is OnRemoval.DELETE:
        return line
    reason = package.declared_deletion.reason if package.declared_deletion else None
    count = counted(len(package.changes), "version")
    return remarks(f"deletes the package with {count}", IRREVERSIBLE, quoted(reason), line)
