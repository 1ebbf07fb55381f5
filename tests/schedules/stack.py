"""One stack: what the program plans and what the hooks do, as `pulumi up` has them do it, watched at every call."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provider import properties
from provider.gateway import Gateway, GatewayError
from provider.observe import observe
from provider.plan.changes import to_lines
from provider.plan.limits import IRREVERSIBLE_KEY
from provider.plan.model import PackagePlan
from provider.plan.planner import plan
from provider.plugin import Plugin
from schemas.errors import OutcomeError, PackageStateError, RefusalError
from tests.provider.hooks import CheckFailedError, Hooks
from tests.schedules.expectation import Expectation
from tests.schedules.manifests import Declared, Manifest
from tests.schedules.watch import Kind, Watch

# What is tested here is what happens within the limits.
_CONFIGURATION = {IRREVERSIBLE_KEY: "1000000"}


@dataclass
class PackageHooks(Hooks):
    """The hooks of one package, in the plugin that all packages of a run share."""

    plugin: Plugin | None = None

    def restart(self) -> None:
        super().restart()
        if self.plugin is not None:
            self.provider._plugin = self.plugin  # noqa: SLF001 - else each package would make a client of its own


@dataclass
class Stack:
    """What a stack has in its state, and what became of its runs.

    Attributes:
        watch: Who watches.
        counts: What happened.
        resources: The packages in the state, by their written names.
    """

    watch: Watch
    counts: Counter[str]
    resources: dict[str, PackageHooks] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.watch.world.domain

    def run(self, manifest: Manifest, gateway: Gateway, *, is_planned: bool, refreshes: bool) -> dict[str, Exception]:
        """One `pulumi up`.

        Args:
            manifest: What is declared.
            gateway: Where calls are made.
            is_planned: Whether the program observes and plans; else each hook does.
            refreshes: Whether the state is refreshed first.

        Returns:
            What went wrong, by package; under "" where the run went no further.
        """
        self.watch.expect(None)
        self.counts["runs"] += 1
        plugin = Plugin(_CONFIGURATION.get, gateway)
        for resource in self.resources.values():
            resource.plugin = plugin
            resource.restart()
        try:
            if refreshes:
                self.refresh()
            plans = self._planned(manifest, gateway) if is_planned else {}
        except PackageStateError as error:
            self.watch.say(f"the program: {error}")
            self.counts["runs that ended before a hook"] += 1
            return {"": error}
        errors: dict[str, Exception] = {}
        for name, declared in manifest.items():
            if name not in self.resources:
                self.resources[name] = PackageHooks(self.watch.world.endpoint.url, plugin=plugin)
            self._note(errors, name, self._up(name, self.resources[name], declared, plans.get(name)))
        for name in [name for name in self.resources if name not in manifest]:
            self._note(errors, name, self._remove(name))
        return errors

    def refresh(self) -> None:
        for resource in self.resources.values():
            if resource.resource_id:
                resource.refresh()
            if not resource.resource_id:
                resource.inputs = {}

    def _note(self, errors: dict[str, Exception], name: str, error: Exception | None) -> None:
        self.watch.expect(None)
        if error is not None:
            errors[name] = error
            self.watch.say(f"{name}: {error}")
            summaries = [fault.summary for fault in getattr(error, "faults", ())] or ["Input is refused"]
            self.counts.update(f"error: {summary}" for summary in summaries)

    def _planned(self, manifest: Manifest, gateway: Gateway) -> dict[str, PackagePlan]:
        desired = {name: declared.desired(self.domain, name) for name, declared in manifest.items()}
        planned = plan(desired.values(), observe(gateway, desired.values(), 1, lambda _done, _total: None))
        if planned.refusals:
            raise RefusalError(planned.refusals)
        by_place = {each.coordinates: each for each in planned.packages}
        return {name: by_place[package.coordinates] for name, package in desired.items()}

    def _up(
        self, name: str, resource: PackageHooks, declared: Declared, planned: PackagePlan | None
    ) -> Exception | None:
        """Create or update one package, and hold what the hook says against what was seen."""
        watch, lines = self.watch, to_lines(planned.changes) if planned else None
        expectation = (
            Expectation.of_plan(name, declared, planned.changes)
            if planned
            else Expectation(name, declared, is_planned=False)
        )
        watch.say(f"up {name}: {declared} {lines}")
        watch.expect(expectation)
        before, inputs = watch.change_count, declared.inputs(self.domain, name, lines)
        try:
            resource.up(inputs)
        except (CheckFailedError, RefusalError) as error:
            if watch.change_count != before:
                watch.report(Kind.UNDECLARED, f"{name} was refused, and changed all the same: {error}")
            return error
        except OutcomeError as error:
            missing = [version for version in watch.unreached(expectation) if version not in str(error)]
            if missing:
                watch.report(Kind.LOST, f"{name}: the error is silent about {', '.join(missing)}: {error}")
            return error
        except GatewayError as error:
            return error
        if missing := watch.unreached(expectation):
            watch.report(Kind.LOST, f"{name}: said to be done, but never was: {', '.join(missing)}")
        if expectation.origin is not None and expectation.origin.after not in watch.origins:
            watch.report(Kind.LOST, f"{name}: the origin configuration was said to be put, but never was")
        return None

    def _remove(self, name: str) -> Exception | None:
        """Do with a package that is no longer declared what was chosen when it was."""
        resource, watch = self.resources[name], self.watch
        if not resource.resource_id:
            del self.resources[name]
            return None
        watch.say(f"remove {name}: {resource.outputs}")
        self.counts["removals"] += 1
        watch.expect(expected_removal(name, resource.outputs))
        try:
            resource.delete()
        except PackageStateError as error:
            return error
        if name not in watch.world.snapshot():
            self.counts["removals after which the package is gone"] += 1
        del self.resources[name]
        return None


def expected_removal(name: str, recorded: Mapping[str, Any]) -> Expectation:
    return Expectation(name, removal=properties.on_removal(recorded), recorded=properties.recorded(recorded))
