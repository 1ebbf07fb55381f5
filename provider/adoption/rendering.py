"""What came of an adoption, as text. Names are somebody else's words: what could act on a terminal is escaped. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from shlex import quote
from typing import Final

from packagestate.provider.adoption.adoption import Report, Request
from packagestate.provider.adoption.drift import Difference
from packagestate.provider.configuration.advice import command_here
from packagestate.provider.plan.words import counted
from packagestate.schemas.errors import printable
from packagestate.schemas.files import shown

# Of many remarks, and of many packages that differ, so many are printed.
_SHOWN_COUNT: Final = 20
_INDENT: Final = "  "


def render(report: Report, request: Request) -> Iterator[str]:
    """What was read, what differs, what is odd, what was written, and what to do next.

    Args:
        report: What was read and written.
        request: What was to be adopted.

    Yields:
        The lines.
    """
    repositories = counted(report.repository_count, "repository", "repositories")
    packages, versions = counted(report.package_count, "package"), counted(report.version_count, "version")
    yield f"read {repositories}, {packages}, {versions}"
    named = counted(report.named_version_count, "version")
    yield f"named {named} of {counted(report.named_package_count, 'package')}"
    if report.version_count and not report.named_version_count and not report.remarks:
        yield (
            "note: no version has a status that was asked for. By default that is every status but Published; "
            "`--all` names every version, `--status` those of one status"
        )
    yield from _drift(report.differences, is_accepted=request.is_drift_accepted)
    yield from (f"note: {remark}" for remark in report.remarks[:_SHOWN_COUNT])
    if len(report.remarks) > _SHOWN_COUNT:
        yield f"note: and {len(report.remarks) - _SHOWN_COUNT:,} more like these"
    yield from (printable(f"wrote {shown(file)}") for file in report.files)
    if report.named_package_count:
        yield "next:"
        file = quote(shown(request.import_file))
        yield f"{_INDENT}{command_here(f'import --file {file} --generate-code=false --protect=false --yes')}"
        yield f"{_INDENT}{command_here('preview --expect-no-changes')}"


def _drift(differences: Iterable[Difference], *, is_accepted: bool) -> Iterator[str]:
    taken = [each for each in differences if each.value is not None]
    left = [each for each in differences if each.value is None]
    if is_accepted:
        yield from _listed("the manifests now say what AWS has:", taken)
        yield from _listed("left as declared, though AWS has something else:", left)
    else:
        heading = "declared as something else than AWS has, and left so; `--accept-drift` writes what AWS has:"
        yield from _listed(heading, taken)
        yield from _listed("declared as something else than AWS has, and left so:", left)


def _listed(heading: str, differences: Iterable[Difference]) -> Iterator[str]:
    packages = [(package, list(found)) for package, found in groupby(differences, key=lambda each: each.coordinates)]
    if packages:
        yield heading
    for package, found in packages[:_SHOWN_COUNT]:
        yield f"{_INDENT}{printable(str(package))}"
        yield from (f"{_INDENT * 2}{printable(line)}" for line in _lines(found))
    if len(packages) > _SHOWN_COUNT:
        yield f"{_INDENT}and {counted(len(packages) - _SHOWN_COUNT, 'package')} more; `--json` names them all"


def _lines(differences: Iterable[Difference]) -> Iterator[str]:
    subjects: dict[tuple[str, str], list[str]] = {}
    for each in differences:
        # What is left as it is is looked for in the manifests.
        place = f" ({each.place})" if each.reason and each.place else ""
        key = (f"{each.declared} -> {each.found}", f"  {each.reason}" if each.reason else "")
        subjects.setdefault(key, []).append(f"{each.subject}{place}")
    yield from (f"{change}  {' '.join(names)}{reason}" for (change, reason), names in subjects.items())
