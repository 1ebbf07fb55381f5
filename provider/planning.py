"""What a run would do: load, observe, plan; the same for the engine's program and for the command."""

from collections.abc import Mapping
from dataclasses import dataclass

from provider.codeartifact import connect
from provider.configuration import StackConfiguration
from provider.observe import Progress, observe
from provider.plan.limits import exceeded
from provider.plan.model import ObservedPackage, PackagePlan, Plan
from provider.plan.planner import plan
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage
from schemas.errors import Fault
from schemas.load import Manifests


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what it was made from.

    Attributes:
        desired: What is declared, by package.
        observed: What AWS answered, in the same order.
        plan: What a run does.
        excesses: The limits that the plan goes over.
    """

    desired: Mapping[Coordinates, DesiredPackage]
    observed: tuple[ObservedPackage, ...]
    plan: Plan
    excesses: tuple[Fault, ...]

    @property
    def changing(self) -> tuple[PackagePlan, ...]:
        """The packages that there is something to say about: they change, or a declared version is absent."""
        return tuple(package for package in self.plan.packages if package.changes or package.waiting)


def plan_manifests(manifests: Manifests, configuration: StackConfiguration, progress: Progress) -> Planned:
    """Plan what brings AWS to what the manifests say.

    Args:
        manifests: What is declared.
        configuration: How AWS is reached, and what a run may do.
        progress: Told how many packages have been read, and of how many.

    Returns:
        The plan. One with refusals, or that goes over a limit, is never carried out.

    Raises:
        GatewayError: There are no credentials.
        ObservationError: AWS could not be asked.
    """
    gateway = connect(configuration.connection)
    observed = observe(gateway, manifests.packages, configuration.connection.worker_count, progress)
    planned = plan(manifests.packages, observed)
    desired = {package.coordinates: package for package in manifests.packages}
    return Planned(desired, observed, planned, exceeded(planned, configuration.limits))
