"""A repository that carries out plans: the smallest thing that a plan can be tried on."""

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, PackagePlan
from packagestate.schemas.status import Status


def carry_out(plan: PackagePlan, observed: ObservedPackage) -> ObservedPackage:
    """The package as it is once every change of its plan was applied."""
    versions = {version.version: version for version in observed.versions}
    for transition in plan.changes.transitions:
        present = versions.pop(transition.version)
        assert (present.status, present.revision) == (transition.before, transition.revision)
        if transition.after is not Status.DELETED:
            versions[transition.version] = ObservedVersion(transition.version, transition.after, present.revision)
    origin = plan.changes.origin.after if plan.changes.origin else observed.origin
    return ObservedPackage(observed.coordinates, tuple(sorted(versions.values())), origin)
