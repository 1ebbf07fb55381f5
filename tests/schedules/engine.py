"""A model of the engine: what it holds in a stack's state, and how it calls the real hooks.

Source: Pulumi engine 3.259, `deploy/step_generator.go`: a resource that is replaced is checked again without its old
inputs, and created before what it replaces is deleted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from packagestate.provider.gateway import Gateway
from packagestate.provider.plugin.process import Plugin
from packagestate.provider.removals import NAME, RemovalsProvider
from packagestate.provider.resource import PackageProvider
from packagestate.provider.state import properties
from packagestate.provider.state.record import Record, ResourceType, parse_record
from packagestate.schemas.coordinates import Coordinates
from tests.support.hooks import CheckFailedError

Properties = dict[str, Any]

_SETTINGS: Mapping[str, str] = {}
_URN = "urn:pulumi:soak::packagestate::{type}::{name}"


class PlanViolatedError(Exception):
    """A resource is not what the plan file says."""


class UntargetedError(Exception):
    """A resource depends on one that does not exist yet and is not targeted."""


class Recorded(NamedTuple):
    """A resource in the state."""

    id: str
    inputs: Properties
    outputs: Properties

    @property
    def coordinates(self) -> Coordinates:
        """The package that it stands for, whatever the name of the resource."""
        return properties.coordinates(self.outputs)


@dataclass(slots=True)
class State:
    """What the backend holds of one stack.

    Attributes:
        packages: The packages by the names of their resources.
        pending: What interrupted replacements have left to be deleted, with the names of the resources.
        removals: The resource that says what is removed.
    """

    packages: dict[str, Recorded] = field(default_factory=dict)
    pending: list[tuple[str, Recorded]] = field(default_factory=list)
    removals: Recorded | None = None

    def copied(self) -> "State":
        """As it is now, for whoever restores it later."""
        return State(dict(self.packages), list(self.pending), self.removals)

    def record(self) -> Record:
        """What the engine tells the program: nothing of what is pending."""
        told = {
            _URN.format(type=ResourceType.PACKAGE, name=name): {"type": ResourceType.PACKAGE, "outputs": each.outputs}
            for name, each in self.packages.items()
        }
        if self.removals is not None:
            urn = _URN.format(type=ResourceType.REMOVALS, name=NAME)
            told[urn] = {"type": ResourceType.REMOVALS, "outputs": self.removals.outputs}
        return parse_record(told)

    def refresh(self, process: "Process") -> None:
        """`pulumi refresh`: what is gone is dropped."""
        for name, each in list(self.packages.items()):
            now = process.read(process.package, each)
            if now is None:
                del self.packages[name]
            else:
                self.packages[name] = now
        if self.removals is not None:
            self.removals = process.read(process.removals, self.removals)


class Process:
    """One process of the plugin, which lives as long as one run."""

    def __init__(self, gateway: Gateway) -> None:
        """Start it.

        Args:
            gateway: Where its calls are made.
        """
        self.package, self.removals = PackageProvider(), RemovalsProvider()
        self.package._plugin = self.removals._plugin = Plugin(_SETTINGS.get, gateway)  # noqa: SLF001 - no `configure`

    def register(
        self,
        provider: PackageProvider | RemovalsProvider,
        old: Recorded | None,
        news: Properties,
        *,
        is_replaced: bool,
    ) -> tuple[Recorded, bool]:
        """Check, and then create, update, replace or keep one resource.

        Args:
            provider: Its hooks.
            old: What the state holds of it.
            news: Its inputs, as the program sends them.
            is_replaced: Whether it is to be replaced, whatever the difference.

        Returns:
            What the state holds then, and whether it was replaced: it is for the caller to delete what was there.
        """
        checked = check(provider, {} if old is None else old.inputs, news)
        if old is None:
            return _create(provider, checked), False
        diff = provider.diff(old.id, old.outputs, checked)
        if is_replaced or diff.replaces:
            return _create(provider, check(provider, {}, news)), True
        if not diff.changes:
            # The engine saves the new inputs and keeps the old outputs.
            return Recorded(old.id, checked, old.outputs), False
        updated = provider.update(old.id, old.outputs, checked)
        return Recorded(old.id, checked, through_engine(updated.outs or {})), False

    def check(self, provider: PackageProvider | RemovalsProvider, old: Recorded | None, news: Properties) -> None:
        """Check one resource that goes no further.

        Raises:
            CheckFailedError: Its inputs are refused.
        """
        check(provider, {} if old is None else old.inputs, news)

    def read(self, provider: PackageProvider | RemovalsProvider, old: Recorded) -> Recorded | None:
        """What a refresh records; None where the resource is gone."""
        found = provider.read(old.id, old.outputs)
        return Recorded(found.id, old.inputs, through_engine(found.outs or {})) if found.id else None


def check(provider: PackageProvider | RemovalsProvider, olds: Properties, news: Properties) -> Properties:
    """The inputs to go on with.

    Raises:
        CheckFailedError: They are refused.
    """
    result = provider.check(olds, through_engine(news))
    if result.failures:
        raise CheckFailedError("\n".join(f"{each.property} {each.reason}" for each in result.failures))
    return through_engine(result.inputs)


def _create(provider: PackageProvider | RemovalsProvider, checked: Properties) -> Recorded:
    created = provider.create(checked)
    return Recorded(created.id or "", checked, through_engine(created.outs or {}))


def through_engine(values: Properties) -> Properties:
    """The values as the other side gets them: every number is a float."""
    return dict(json.loads(json.dumps(values), parse_int=float))
