"""One `Package` resource whose hooks are called in the order in which the engine calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi.dynamic import Config, ConfigureRequest

from packagestate.provider.plan.model import Changes
from packagestate.provider.plugin.process import Plugin
from packagestate.provider.removals import RemovalsProvider
from packagestate.provider.resource import PackageProvider
from packagestate.provider.state.properties import pack_versions
from packagestate.provider.state.removals_property import key_of, to_property
from packagestate.schemas.coordinates import Coordinates


class CheckFailedError(Exception):
    """`check` did not let the inputs pass."""


@dataclass
class Hooks:
    """The plugin's side of one resource, and what the engine would hold of it in the state."""

    endpoint: str
    configuration: dict[str, str] = field(default_factory=dict)
    provider: PackageProvider = field(init=False)
    resource_id: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process of the plugin."""
        self.provider = PackageProvider()
        settings = {"packagestate:endpoint": self.endpoint, "packagestate:region": "eu-west-1"} | self.configuration
        configuration = Config(settings, "packagestate")
        self.provider.configure(ConfigureRequest(configuration))
        # In a test, one process stands for many; each time the plugin is restarted it is another one.
        self.provider._plugin = Plugin(configuration.get)  # noqa: SLF001 - as above

    def check(self, news: dict[str, Any]) -> dict[str, Any]:
        result = self.provider.check(self.inputs, news)
        if result.failures:
            raise CheckFailedError("\n".join(f"{each.property} {each.reason}" for each in result.failures))
        return result.inputs

    def differs(self, news: dict[str, Any]) -> bool:
        return bool(self.provider.diff(self.resource_id, self.outputs, self.check(news)).changes)

    def up(self, news: dict[str, Any]) -> None:
        """What `pulumi up` does to one resource that is not replaced."""
        checked = self.check(news)
        if not self.resource_id:
            created = self.provider.create(checked)
            self.resource_id, self.inputs, self.outputs = created.id, checked, created.outs or {}
            return
        if self.provider.diff(self.resource_id, self.outputs, checked).changes:
            self.outputs = self.provider.update(self.resource_id, self.outputs, checked).outs or {}
        # Where nothing differs, the engine saves the new inputs and keeps the old outputs.
        self.inputs = checked

    def refresh(self) -> None:
        result = self.provider.read(self.resource_id, self.outputs)
        self.resource_id, self.outputs = result.id or "", result.outs or {}

    def delete(self) -> None:
        self.provider.delete(self.resource_id, self.outputs)
        self.resource_id, self.inputs, self.outputs = "", {}, {}


def package(versions: dict[str, str], **others: object) -> dict[str, Any]:
    """Inputs as the constructor of `Package` sends them."""
    return {
        "domain": "acme",
        "repository": "npm-store",
        "format": "npm",
        "package": "chalk",
        "versions": pack_versions(versions.items()),
        "onRemoval": "retain",
        **others,
    }


def hand_over(hooks: Hooks, planned: Mapping[Coordinates, Changes], declared: Iterable[Coordinates] = ()) -> None:
    """What the hooks of `Removals` do in the same process."""
    provider = RemovalsProvider()
    provider._plugin = hooks.provider._plugin  # noqa: SLF001 - the two providers of a process share it
    inputs = {"planned": to_property(planned), "declared": list(map(key_of, declared)), "unfinished": {}}
    checked = provider.check({}, inputs)
    assert not checked.failures
    provider.create(checked.inputs)
