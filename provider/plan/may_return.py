"""Whether what a run deletes may come back from upstream. Pure."""

from packagestate.provider.plan.model import Changes
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status


def may_return(changes: Changes, origin: OriginConfiguration | None) -> tuple[str, ...]:
    """The versions that are deleted while, after the run, the way from upstream is open.

    A version that was absent before is none: nothing is done to it, and what was said of it once is not said in every
    run. Whether the repository has an upstream at all is not asked: one may be added any day.

    Args:
        changes: What a run does to the package.
        origin: The origin configuration that is in force after the run, if the package is not deleted as a whole; that
            which is put again, where it is. None where nobody knows, or none is put.

    Returns:
        The versions, in the order of the transitions.

    Source: AWS CodeArtifact User Guide, "Upstream repository behavior": what a repository does not hold is looked for
    upstream, and retained. That this also holds for what was deleted is inferred from it.

    Undocumented (Q1): an Archived or Disposed version does not come back, whatever its format.
    Undocumented (Q13): the package's own origin configuration decides, whatever the package groups of its domain say.
    """
    is_dropped = changes.deletion is not None and origin is None  # DeletePackage drops it, so nothing blocks any more
    if not is_dropped and (origin is None or origin.upstream is Restriction.BLOCK):
        return ()
    return tuple(each.version for each in changes.transitions if each.after is Status.DELETED)
