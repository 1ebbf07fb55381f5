"""The Pulumi edge: the `Package` resource and the dynamic provider whose hooks the engine calls.

Thin on purpose: what the hooks do is in `provider.plugin`, and what properties mean in `provider.state.properties`.

The state of every stack names `packagestate.PackageProvider`, so that path is a file format: never rename it.

Source: Pulumi documentation, "Dynamic resource providers".
"""

from collections.abc import Collection, Mapping
from typing import Any

import pulumi
from pulumi import dynamic
from pulumi.output import Unknown

from packagestate.provider.apply.removal import remove
from packagestate.provider.configuration.stack import connection_settings
from packagestate.provider.plugin import checking, difference, reconcile
from packagestate.provider.plugin.hook_errors import keep_tracebacks_out, plainly
from packagestate.provider.plugin.process import Plugin, of_this_process
from packagestate.provider.runtime import prepare_plugin
from packagestate.provider.state import keys, properties
from packagestate.provider.state.generation import stamp


def _is_unknown(value: object) -> bool:
    """Whether a value, or a part of it at any depth, is not known before the update."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, Unknown) or any(map(_is_unknown, parts))


class PackageProvider(dynamic.ResourceProvider):
    """The hooks that the engine calls, each in the plugin's process.

    An instance that is pickled into the state has no attributes; `configure` gives it some.
    """

    # What a state says: the public path, so that this file can move. A class is recorded by its module and its name.
    __module__ = "packagestate"
    # There is no secret in two names: plain text keeps the state small.
    serialize_as_secret_always = False

    _plugin: Plugin

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Remember how to reach AWS; nothing is connected before a hook needs it.

        Args:
            req: The configuration of the stack.
        """
        keep_tracebacks_out()
        prepare_plugin()
        self._plugin = of_this_process(req.config.get)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Validate the inputs, normalise them, and stamp the generation of their changes.

        Args:
            _olds: The inputs of the last run.
            news: The new inputs; in a preview some may be unknown, and are accepted.

        Returns:
            The inputs to go on with, and what is wrong with them.
        """
        with plainly():
            unknown = {key for key, value in news.items() if _is_unknown(value)}
            known = {key: value for key, value in news.items() if key not in unknown}
            failures = checking.failures(_olds, known, unknown)
            if failures:
                return dynamic.CheckResult(news, [dynamic.CheckFailure(each.key, each.reason) for each in failures])
            inputs = checking.normalised(known)
            if not unknown & set(properties.IDENTITY):
                self._plugin.handover.declare(properties.coordinates(inputs))
            return dynamic.CheckResult({**news, **stamp(_olds, inputs)}, [])

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Say whether the package has to be updated or replaced.

        Args:
            _id: The id of the resource.
            _olds: The recorded outputs.
            _news: The inputs as `check` returned them.

        Returns:
            Whether there is a difference, and the identity properties that make it another package.
        """
        with plainly():
            if _is_unknown(_news):
                return dynamic.DiffResult(changes=True)
            replaces = difference.replaced_identity(_olds, _news)
            changes = bool(replaces) or difference.needs_update(_olds, _news, self._plugin.handover.declares)
            return dynamic.DiffResult(changes=changes, replaces=replaces)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Bring the package to its desired state, and record it.

        Args:
            props: The inputs as `check` returned them.

        Returns:
            The id, which is the tail of the package's ARN, and the outputs.
        """
        with plainly():
            outputs = self._reconcile(props, {})
            return dynamic.CreateResult(properties.coordinates(props).resource_name, outputs)

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Observe the package.

        Args:
            id_: The id of the resource.
            props: The recorded outputs.

        Returns:
            The recorded versions as they are now; a blank id where the package is gone.
        """
        with plainly():
            properties.recorded_package(id_, props)
            outputs = reconcile.refresh(self._plugin.gateway, props)
            # `ReadResult(None, None)` crashes the plugin; this is what drops a resource from the state.
            return dynamic.ReadResult("", {}) if outputs is None else dynamic.ReadResult(id_, outputs)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Bring the package to its new desired state, and record it.

        Args:
            _id: The id of the resource.
            _olds: The recorded outputs.
            _news: The inputs as `check` returned them.
        """
        with plainly():
            properties.recorded_package(_id, _olds)
            return dynamic.UpdateResult(self._reconcile(_news, _olds))

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Do what this run's plan says about the removal, which may be nothing: see `provider.plugin.handover`.

        Args:
            _id: The id of the resource.
            _props: The recorded outputs.
        """
        with plainly():
            recorded = properties.recorded_package(_id, _props)
            if changes := self._plugin.handover.take(recorded.coordinates, recorded.on_removal):
                remove(self._plugin.gateway, recorded.coordinates, changes)

    def _reconcile(self, inputs: dict[str, Any], recorded: dict[str, Any]) -> dict[str, object]:
        self._plugin.handover.require_recorded(inputs)
        return reconcile.reconcile(self._plugin.gateway, inputs, recorded)


class Package(dynamic.Resource, module="codeartifact", name="Package"):
    """The desired state of the named versions of one package.

    Versions that are not named are left alone. Preview shows what would change; each write is guarded by the status
    and the revision that the version had when that was found out.

    Attributes:
        versions: Status and the versions that have it, in one string, separated by spaces.
        revisions: Version and its revision, as one JSON text.
    """

    versions: pulumi.Output[Mapping[str, str]]
    revisions: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        domain: pulumi.Input[str],
        repository: pulumi.Input[str],
        format: pulumi.Input[str],  # noqa: A002 - AWS calls it so, and so does the manifest
        package: pulumi.Input[str],
        versions: pulumi.Input[Mapping[str, pulumi.Input[str]]],
        namespace: pulumi.Input[str] | None = None,
        domain_owner: pulumi.Input[str] | None = None,
        version_revisions: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        origin: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        on_removal: pulumi.Input[str] = "retain",
        status: pulumi.Input[str] | None = None,
        floors: Collection[str] = (),
        several: Collection[str] = (),
        changes: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare the state of a package.

        Args:
            resource_name: The name in the stack.
            domain: The domain.
            repository: The repository.
            format: The package format, such as `npm`.
            package: The package's name, without its namespace.
            versions: Version and the status that it must have.
            namespace: The npm scope without `@`, the Maven group, the Swift scope, the generic namespace.
            domain_owner: The account that owns the domain; the caller's own where it is left out.
            version_revisions: Version and the revision that it must have for anything to be done to it.
            origin: `publish` and `upstream`, each `ALLOW` or `BLOCK`; left alone where it is left out.
            on_removal: What becomes of the versions with the resource: `retain`, or what packagestate's program says.
            status: `Deleted` where the package must be gone as a whole, which only the program may ask for.
            floors: The versions that only have to be at least as restrictive as `versions` says, for a caller that has
                planned: whether they are is looked at when the run is planned, and not compared with the state.
            several: Those of `versions` that `on_removal` is not about.
            changes: The lines of `provider.plan.changes` where the caller has planned, which are then carried out and
                nothing else; where it is left out, the hooks plan from an observation of their own.
            opts: Options of the resource.

        Raises:
            ConfigurationError: The plugin's configuration is wrong: said before the engine writes it into the state.
        """
        connection_settings(pulumi.runtime.get_config)
        # The bare number of the generation says nothing to people who read a preview.
        options = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(hide_diffs=[keys.GENERATION]), opts)
        inputs = {
            keys.DOMAIN: domain,
            keys.DOMAIN_OWNER: domain_owner,
            keys.REPOSITORY: repository,
            keys.FORMAT: format,
            keys.NAMESPACE: namespace,
            keys.PACKAGE: package,
            keys.STATUS: status,
            keys.VERSIONS: _packed(versions),
            keys.VERSION_REVISIONS: version_revisions,
            keys.ORIGIN: origin,
            keys.ON_REMOVAL: on_removal,
            keys.FLOORS: " ".join(sorted(floors)) or None,
            keys.SEVERAL: " ".join(sorted(several)) or None,
            keys.CHANGES: changes,
        }
        stated = {key: value for key, value in inputs.items() if value is not None}
        # The one output that is no input has to be named as well.
        super().__init__(PackageProvider(), resource_name, {**stated, keys.REVISIONS: None}, options)


def _packed(versions: pulumi.Input[Mapping[str, pulumi.Input[str]]]) -> pulumi.Input[Mapping[str, str]]:
    """The versions by their status, at once where all are known, since an output costs more than the packing."""
    if isinstance(versions, Mapping):
        known = {version: status for version, status in versions.items() if isinstance(status, str)}
        if len(known) == len(versions):
            return _packed_or_refused(known)
    resolved: pulumi.Output[Any] = pulumi.Output.from_input(versions)
    return resolved.apply(_packed_or_refused)


def _packed_or_refused(versions: Mapping[str, str]) -> Mapping[str, str]:
    """The versions by their status; as they are where one holds white space, for `check` to refuse."""
    if all(version.split() == [version] for version in versions):
        return properties.pack_versions(versions.items())
    return {**versions}
