"""What may happen while a package is deleted as a whole, because the plan says so: only inside of the fence."""

from collections.abc import Iterator

from provider.plan.model import ObservedVersion, PackageDeletion
from schemas.desired import OriginConfiguration
from schemas.status import Status
from tests.schedules.expectation import FENCE, Expectation
from tests.schedules.findings import Finding, Kind


def judge_version(expectation: Expectation, was: ObservedVersion, target: Status) -> Iterator[Finding]:
    """One version was changed: it may be disposed only, from what the plan names."""
    what, move = f"{expectation.package} {was.version}", expectation.moves.get(was.version)
    if move is None or target is not Status.DISPOSED:
        yield Finding(Kind.UNDECLARED, f"{what} became {target}, which no plan said; planned was {move}")
        return
    if (was.status, was.revision) != (move.before, move.revision):
        yield Finding(
            Kind.LOST,
            f"{what} became {target} from {was.status} at {was.revision}, planned from {move.before} at "
            f"{move.revision}",
        )
    if expectation.known_origin != FENCE:
        yield Finding(Kind.UNDECLARED, f"{what} was disposed outside of the fence")


def judge_package(expectation: Expectation) -> Iterator[Finding]:
    """The package was deleted: what is left of it must have been looked at, and planned for."""
    name = expectation.package
    if expectation.deletion is None:
        yield Finding(Kind.UNDECLARED, f"{name} was deleted as a whole")
        return
    if expectation.known_origin != FENCE:
        yield Finding(Kind.UNDECLARED, f"{name} was deleted without a fence")
    if not expectation.listed_since_change:
        yield Finding(Kind.LOST, f"{name} was deleted without a look at what is left of it")
    planned = {(each.version, each.revision) for each in expectation.moves.values()}
    for each in (expectation.listed or {}).values():
        if (each.version, each.revision) not in planned or each.status is not Status.DISPOSED:
            yield Finding(Kind.LOST, f"{name} was deleted with {each}, which was not to be deleted")


def judge_origin(expectation: Expectation, deletion: PackageDeletion, after: OriginConfiguration) -> Iterator[Finding]:
    """The origin configuration was put: the fence, what it was before, or what is declared for afterwards."""
    what, known = f"{expectation.package}: `{after}` was put", expectation.known_origin
    is_gone = expectation.is_deleted or (expectation.listed is not None and not expectation.listed)
    if is_gone and after == deletion.after:
        return
    if after not in {FENCE, deletion.before}:
        yield Finding(Kind.UNDECLARED, f"{what} in the deletion `{deletion}`")
    # botocore itself puts again what was put, where the answer was lost.
    elif known not in {after, deletion.before if after == FENCE else FENCE}:
        yield Finding(Kind.LOST, f"{what} over `{known}`, in the deletion `{deletion}`")
