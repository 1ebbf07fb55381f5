"""What the program registers: the packages with their planned changes, and the removals that it planned."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pulumi
from pulumi import dynamic

from packagestate.provider.choices.reading import read_locked
from packagestate.provider.codeartifact import ConnectionSettings
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.model import Changes
from packagestate.provider.plan.planned import Planned
from packagestate.provider.population import FullGateway
from packagestate.provider.program import run as stack
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.removals import NAME
from packagestate.provider.state import properties
from packagestate.provider.state.record import Record
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import RefusalError
from packagestate.schemas.load import Manifests
from tests.schedules.engine import Properties
from tests.schedules.statements import Manifest

# What is tested here is what happens within the limits.
_CONFIGURATION = StackConfiguration(Path(), ConnectionSettings(worker_count=1), Limits(1_000_000, 1_000_000, 1.0))


class Registered(NamedTuple):
    """One resource as the program sends it to the engine.

    Attributes:
        inputs: Its inputs.
        needs_removals: Whether it depends on the resource of the removals.
    """

    inputs: Properties
    needs_removals: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """What one run of the program registers, and the plan that it shows.

    Attributes:
        manifest: What is declared.
        packages: What is registered for each package, by the name of the resource.
        removals: What is registered of the removals; None where nothing is.
        planned: The plan; None where the program is one by hand, which plans nothing.
    """

    manifest: Manifest = field(default_factory=Manifest)
    packages: Mapping[str, Registered] = field(default_factory=dict)
    removals: Registered | None = None
    planned: Planned | None = None

    def changes(self, name: str) -> Changes | None:
        """What the plan says of a declared package.

        Args:
            name: The name of its resource.
        """
        if self.planned is None:
            return None
        plans = (each for each in self.planned.plan.packages if each.coordinates.resource_name == name)
        return next((each.changes for each in plans), None)

    def places(self) -> set[Coordinates]:
        """The packages that it registers."""
        return {properties.coordinates(each.inputs) for each in self.packages.values()}

    def removed(self) -> dict[str, Changes]:
        """What the plan says of each package that goes, by the name that its resource should have."""
        removals = () if self.planned is None else self.planned.plan.removals
        return {each.coordinates.resource_name: each.changes for each in removals if each.changes}


def run_program(manifest: Manifest, gateway: FullGateway, read_record: Callable[[], Record]) -> Program:
    """Run the program of `packagestate` from its plan on.

    Raises:
        RefusalError: The plan has refusals.
    """
    packages = (declared.desired(place) for place, declared in manifest.packages.items())
    in_order = tuple(sorted(packages, key=lambda each: each.coordinates.resource_name))
    manifests = Manifests(in_order, (), 1, manifest.wide(), manifest.rules, manifest.locks)
    planned = plan_manifests(
        gateway,
        manifests,
        _CONFIGURATION,
        lambda _done, _total: None,
        read_record,
        locked=read_locked(gateway, manifests.choices, manifests.owner_of),
    )
    if planned.plan.refusals:
        raise RefusalError(planned.plan.refusals)
    assert not planned.excesses
    registered = _registered(planned)
    removals = registered.pop(NAME, None)
    return Program(manifest, registered, removals, planned)


def run_by_hand(manifest: Manifest) -> Program:
    """Run a program by hand, whose hooks plan for themselves."""
    return Program(
        manifest,
        {place.resource_name: Registered(declared.inputs(place)) for place, declared in manifest.packages.items()},
    )


def _registered(planned: Planned) -> dict[str, Registered]:
    """What the program declares, caught on its way to the engine."""
    caught: dict[str, Registered] = {}

    def catch(
        _resource: dynamic.Resource,
        _provider: dynamic.ResourceProvider,
        name: str,
        props: dict[str, Any],
        opts: pulumi.ResourceOptions,
    ) -> None:
        inputs = {key: value for key, value in props.items() if value is not None}
        caught[name] = Registered(inputs, needs_removals=bool(opts.depends_on))

    with patch.object(dynamic.Resource, "__init__", catch):
        declaring = stack._declare_all(planned)  # noqa: SLF001 - as the program does it, without an engine
        with suppress(StopIteration):
            while True:
                declaring.send(None)
    return caught
