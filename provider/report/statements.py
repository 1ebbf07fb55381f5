"""What happens to one package, a statement for each thing. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from packagestate.provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from packagestate.provider.plan.words import GRAVEST_FIRST, IRREVERSIBLE
from packagestate.provider.report.view import PackageReport, VersionChange
from packagestate.schemas.coordinates import Format
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.status import Status


class Kind(IntEnum):
    """What is said of a package, in the order in which it is read."""

    DELETION = 1
    TRANSITION = 2
    MAY_RETURN = 3
    ORIGIN = 4
    REMOVAL = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that happens to a package, whatever the repository and the version.

    Attributes:
        kind: What it is about.
        format, written: The package; None and empty for any package.
        action, note: What happens to a package that is no longer declared, and why it is only forgotten.
        what: What happens, in words.
        verdict, caution, reason: Whether that can be undone, what is not known of it, and why it happens.
        rank: The place in the order from what is hardest to undo.
        whole: The versions of a package that is deleted as a whole, so that only equal ones are taken together.
    """

    kind: Kind
    format: Format | None
    written: str
    what: str
    action: OnRemoval | None = None
    note: str = ""
    verdict: str = ""
    caution: str = ""
    reason: str | None = None
    rank: int = 0
    whole: tuple[str, ...] = ()

    @property
    def irreversible(self) -> bool:
        """Whether it cannot be undone, or belongs to what cannot be."""
        return self.verdict == IRREVERSIBLE or (self.kind is Kind.MAY_RETURN and bool(self.written))


def statements(package: PackageReport) -> Iterator[tuple[Statement, str]]:
    """Everything that happens to one package.

    Args:
        package: The package.

    Yields:
        A statement, and the version that it is about; empty where it is about none.
    """
    coordinates = package.coordinates
    whole = tuple(each.transition.version for each in package.changes) if package.deletion else ()
    base = Statement(
        Kind.REMOVAL, coordinates.format, coordinates.written, "", package.action, package.note, whole=whole
    )
    if package.deletion is not None:
        reason = package.declared_deletion.reason if package.declared_deletion else None
        line = f"{ORIGIN_KEY}: {deletion_line(package.deletion)}"
        yield replace(base, kind=Kind.DELETION, what=line, verdict=IRREVERSIBLE, reason=reason), ""
    for change in package.changes:
        yield _transition(base, change), change.transition.version
    for version in package.may_return:
        how = "" if package.deletion is None else str(package.action or Status.DELETED)
        yield replace(base, kind=Kind.MAY_RETURN, what=how), version
    if package.origin is not None:
        yield replace(base, kind=Kind.ORIGIN, what=f"{ORIGIN_KEY}: {origin_line(package.origin)}"), ""
    if package.action is not None and package.deletion is None and not package.changes:
        yield base, ""


def _transition(base: Statement, change: VersionChange) -> Statement:
    transition = change.transition
    return replace(
        base,
        kind=Kind.TRANSITION,
        what=f"{transition.before} -> {transition.after}",
        verdict=change.verdict,
        caution=change.caution,
        reason=change.reason or None,
        rank=GRAVEST_FIRST.index(transition.after),
    )
