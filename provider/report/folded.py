"""What cannot be undone, in the fewest words: its names alone; and where even these do not fit, its numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from packagestate.provider.plan.words import GRAVEST_FIRST, IRREVERSIBLE, counted
from packagestate.provider.report.comment import LONGEST_COMMENT, code, escaped, mark
from packagestate.provider.report.groups import Group, where
from packagestate.provider.report.statements import Kind
from packagestate.provider.report.view import PlanReport
from packagestate.provider.report.words import figures, headline, setting_sentences
from packagestate.schemas.errors import shortened
from packagestate.schemas.versions.natural import natural

# What the last lines take at most.
_LAST_LINES: Final = 400
# A setting's value, and the note, are somebody else's words.
_LONGEST_SENTENCE: Final = 200


def names_only(losses: Iterable[Group]) -> Iterator[str]:
    """A line for all packages to which the same happens in the same repositories, or in as many of them.

    Args:
        losses: What cannot be undone.

    Yields:
        The lines: each package with its versions, without reasons.
    """

    def heading(group: Group) -> tuple[str, str, str]:
        what = "the whole package -> Deleted" if group.statement.kind is Kind.DELETION else group.statement.what
        return what, str(group.statement.format), where(group.repositories)

    for (what, package_format, place), alike in groupby(sorted(losses, key=heading), key=heading):
        names = (f"{group.statement.written} {', '.join(group.version_names)}".rstrip() for group in alike)
        yield f"- {escaped(what)} ({package_format}) in {escaped(place)}: {code('; '.join(names))}"


def folded(report: PlanReport, stack: str | None) -> str:
    """The totals, what is wrong in as few words as there are, and for each package how much of it is lost for good.

    Args:
        report: The plan.
        stack: Its stack, for the mark.

    Returns:
        Markdown that fits in a comment; what is left out is counted.
    """
    lines = [mark(stack), f"### packagestate: {escaped(headline(report))}", ""]
    lines += (f"**\u26a0\ufe0f {escaped(each[:_LONGEST_SENTENCE])}**\n" for each in setting_sentences(report))
    lines += (f"- {escaped(line)}" for line in figures(report))
    if report.note is not None:
        lines.append(f"- note: {escaped(report.note[:_LONGEST_SENTENCE])}")
    for kind, faults in (("", (*report.refusals, *report.excesses)), ("Warning: ", report.warnings)):
        counts = Counter(fault.summary for fault in faults)
        lines += (f"- **{kind}{escaped(summary)}**, {counted(count, 'time')}" for summary, count in counts.items())
    lines += ("", f"#### {IRREVERSIBLE}: too many versions to name", "")
    left = LONGEST_COMMENT - _LAST_LINES - sum(len(line) + 1 for line in lines)
    packages = list(_packages(report))
    shown_count = 0
    for line in packages:
        left -= len(line) + 1
        if left < 0:
            break
        shown_count += 1
    lines += packages[:shown_count]
    if more := len(packages) - shown_count:
        lines.append(f"- and {counted(more, 'more package')}")
    lines += ("", escaped("`packagestate plan --diff` and `packagestate plan --json` name every version."))
    return "\n".join(lines) + "\n"


def _packages(report: PlanReport) -> Iterator[str]:
    """A line for each package that loses something, with the number of its versions and of its repositories."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    repositories: dict[tuple[str, str], set[str]] = {}
    for package in report.parts:
        lost = Counter[str](each.transition.after for each in package.changes if each.transition.irreversible)
        if lost:
            name = package.coordinates.written, str(package.coordinates.format)
            counts.setdefault(name, Counter()).update(lost)
            repositories.setdefault(name, set()).add(str(package.coordinates.repository))
    for name in sorted(counts, key=lambda each: (-counts[each].total(), natural(each[0]), each[1])):
        parts = ", ".join(f"{counts[name][status]:,} to {status}" for status in GRAVEST_FIRST if counts[name][status])
        places = counted(len(repositories[name]), "repository", "repositories")
        yield f"- {code(shortened(name[0]))} ({name[1]}): {parts}, in {places}"
