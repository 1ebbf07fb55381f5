"""Which transitions of a version's status there are, and which API calls carry each: the table, as data.

A transition that the table does not hold is illegal: no call of the API leads there. `Deleted` stands for absence, so
nothing starts from it; only publishing, or fetching from upstream, creates a version. Nothing leads to `Unfinished`.
"""

from dataclasses import dataclass
from enum import StrEnum

from packagestate.provider.plan.model import Call, Transition
from packagestate.schemas.status import Status


class Evidence(StrEnum):
    """How it is known that a transition works."""

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    UNDOCUMENTED = "undocumented"


@dataclass(frozen=True, slots=True)
class Rule:
    """One legal transition.

    Attributes:
        calls: The API calls that carry it, in order.
        evidence: How it is known that AWS carries it out.
        source: Where it is known from.
    """

    calls: tuple[Call, ...]
    evidence: Evidence
    source: str


# UpdatePackageVersionsStatus takes Archived, Published and Unlisted as its target and no other. Disposed has a call and
# an IAM action of its own because it is irreversible. Source: AWS CodeArtifact API reference.
_UPDATE = (Call.UPDATE,)
_DISPOSE = (Call.DISPOSE,)
# DeletePackageVersions has no `versionRevisions`, so the guarded Dispose goes first and carries the revision.
_DISPOSE_THEN_DELETE = (Call.DISPOSE, Call.DELETE)
_DELETE = (Call.DELETE,)

_OVERVIEW = 'AWS CodeArtifact User Guide, "Package version status"'
_UPDATE_STATUS = 'AWS CodeArtifact User Guide, "Update package version status"'
_DISPOSING = 'AWS CodeArtifact User Guide, "Disposing of package versions"'
_DELETING = 'AWS CodeArtifact User Guide, "Delete a package or package version"'
_SNAPSHOTS = 'AWS CodeArtifact User Guide, "Use Maven snapshots"'
# Undocumented (Q8): every rule with this source.
_NOWHERE = "no document says what AWS does"

_RULES: dict[tuple[Status, Status], Rule] = {
    (Status.UNFINISHED, Status.PUBLISHED): Rule(_UPDATE, Evidence.DOCUMENTED, _OVERVIEW),
    (Status.UNFINISHED, Status.UNLISTED): Rule(_UPDATE, Evidence.UNDOCUMENTED, _NOWHERE),
    (Status.UNFINISHED, Status.ARCHIVED): Rule(_UPDATE, Evidence.UNDOCUMENTED, _NOWHERE),
    (Status.UNFINISHED, Status.DISPOSED): Rule(_DISPOSE, Evidence.UNDOCUMENTED, _NOWHERE),
    (Status.UNFINISHED, Status.DELETED): Rule(_DISPOSE_THEN_DELETE, Evidence.UNDOCUMENTED, _NOWHERE),
    (Status.PUBLISHED, Status.UNLISTED): Rule(_UPDATE, Evidence.DOCUMENTED, _UPDATE_STATUS),
    (Status.PUBLISHED, Status.ARCHIVED): Rule(_UPDATE, Evidence.DOCUMENTED, _UPDATE_STATUS),
    (Status.PUBLISHED, Status.DISPOSED): Rule(_DISPOSE, Evidence.DOCUMENTED, _DISPOSING),
    (Status.PUBLISHED, Status.DELETED): Rule(_DISPOSE_THEN_DELETE, Evidence.DOCUMENTED, _DELETING),
    (Status.UNLISTED, Status.PUBLISHED): Rule(_UPDATE, Evidence.DOCUMENTED, _UPDATE_STATUS),
    (Status.UNLISTED, Status.ARCHIVED): Rule(_UPDATE, Evidence.INFERRED, _UPDATE_STATUS),
    (Status.UNLISTED, Status.DISPOSED): Rule(_DISPOSE, Evidence.INFERRED, _DISPOSING),
    (Status.UNLISTED, Status.DELETED): Rule(_DISPOSE_THEN_DELETE, Evidence.INFERRED, _SNAPSHOTS),
    (Status.ARCHIVED, Status.PUBLISHED): Rule(_UPDATE, Evidence.DOCUMENTED, _UPDATE_STATUS),
    (Status.ARCHIVED, Status.UNLISTED): Rule(_UPDATE, Evidence.DOCUMENTED, _UPDATE_STATUS),
    (Status.ARCHIVED, Status.DISPOSED): Rule(_DISPOSE, Evidence.INFERRED, _DISPOSING),
    (Status.ARCHIVED, Status.DELETED): Rule(_DISPOSE_THEN_DELETE, Evidence.INFERRED, _DELETING),
    (Status.DISPOSED, Status.DELETED): Rule(_DELETE, Evidence.DOCUMENTED, _OVERVIEW),
}


def is_legal(before: Status, after: Status) -> bool:
    """Whether the API can bring a version from one status to another.

    Args:
        before: The status that the version has.
        after: The status that it would get.

    Returns:
        True where the table holds the transition; False where nothing would change, too.
    """
    return (before, after) in _RULES


def rule(transition: Transition) -> Rule:
    """What is known of a legal transition.

    Args:
        transition: The transition.

    Returns:
        Its row of the table.

    Raises:
        KeyError: The transition is illegal. The planner makes none, and the parser of `changes` takes none.
    """
    return _RULES[transition.before, transition.after]


def first_call(transition: Transition) -> Call:
    """The API call that carries a transition, or its first step.

    Args:
        transition: The transition.

    Returns:
        `UPDATE` to Published, Unlisted and Archived; `DISPOSE` to Disposed, and to Deleted where the version is not
        yet Disposed; `DELETE` to Deleted where it is.

    Raises:
        KeyError: The transition is illegal.
    """
    return rule(transition).calls[0]
