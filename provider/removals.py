"""The Pulumi edge of removals: one resource of a stack that says what the removals and deletions of a run do.

A plan file binds that a resource is deleted, and not what its deletion does in AWS. The input of this resource says it,
so the plan file binds that too; and its hooks hand it to the plugin before the engine deletes anything. What it records
says which packages a run began to delete, so that a deletion that was interrupted is noticed.

The state of a stack names `packagestate.RemovalsProvider`, so that path is a file format.
"""

from collections.abc import Iterable
from typing import Any, Final

import pulumi
from pulumi import dynamic

from packagestate.provider.observe.interrupted import find_interrupted
from packagestate.provider.plugin.hook_errors import keep_tracebacks_out, plainly
from packagestate.provider.plugin.process import Plugin, of_this_process
from packagestate.provider.state import keys
from packagestate.provider.state.generation import stamp, unstamped
from packagestate.provider.state.properties import Properties
from packagestate.provider.state.removals_property import (
    Planned,
    from_property,
    key_of,
    recorded_removals,
    to_property,
)
from packagestate.schemas.coordinates import Coordinates

#: The name of the one resource.
NAME: Final = "removals"


class RemovalsProvider(dynamic.ResourceProvider):
    """The hooks that the engine calls, each in the plugin's process."""

    # As in `provider.resource`.
    __module__ = "packagestate"
    serialize_as_secret_always = False

    _plugin: Plugin

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Join what the hooks of this process share.

        Args:
            req: The configuration of the stack.
        """
        keep_tracebacks_out()
        self._plugin = of_this_process(req.config.get)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Stamp the generation of what is planned.

        Args:
            _olds: The inputs of the last run.
            news: The new inputs.
        """
        with plainly():
            try:
                from_property(news[keys.PLANNED])
            except ValueError as error:
                return dynamic.CheckResult(
                    news, [dynamic.CheckFailure(keys.PLANNED, f"cannot be carried out: {error}")]
                )
            return dynamic.CheckResult({**news, **stamp(_olds, news, keys.PLANNED)}, [])

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Say whether anything is to be removed in this run, or forgotten from the record.

        Args:
            _id: The id of the resource.
            _olds: The recorded outputs.
            _news: The inputs as `check` returned them.
        """
        pending = bool(_news[keys.PLANNED]) and _news[keys.GENERATION] != _olds.get(keys.GENERATION)
        forgets = any(each in _olds[keys.PLANNED] for each in _accepted(_news))
        # What a refresh found is a difference, also to a refresh, which asks this too.
        return dynamic.DiffResult(changes=pending or forgets or bool(_olds.get(keys.FENCED)))

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Hand over what is planned, and record it.

        Args:
            props: The inputs as `check` returned them.
        """
        with plainly():
            return dynamic.CreateResult(NAME, self._hand_over(props, {}))

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Hand over what is planned, and record it.

        Args:
            _id: The id of the resource.
            _olds: The recorded outputs.
            _news: The inputs as `check` returned them.
        """
        with plainly():
            recorded_removals(NAME, _olds)
            return dynamic.UpdateResult(self._hand_over(_news, _olds))

    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Look whether a deletion was interrupted and left its package fenced.

        Args:
            id_: The id of the resource.
            props: The recorded outputs.

        Returns:
            The outputs, with `fenced` where a package is.
        """
        with plainly():
            recorded = recorded_removals(NAME, props)
            kept = {key: value for key, value in props.items() if key != keys.FENCED}
            found = find_interrupted(self._plugin.gateway, recorded.planned)
            # Where AWS cannot be asked, the next run warns: a refresh has no way to.
            unanswered = recorded.fenced.intersection(map(key_of, found.unanswered))
            fenced = sorted({*map(key_of, found.fenced), *unanswered})
            return dynamic.ReadResult(id_, {**kept, keys.FENCED: fenced} if fenced else kept)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Do nothing: this resource stands for nothing in AWS.

        Args:
            _id: The id of the resource.
            _props: The recorded outputs.
        """

    def _hand_over(self, inputs: Properties, recorded: Properties) -> dict[str, Any]:
        generation = int(inputs[keys.GENERATION])
        is_done = generation == recorded.get(keys.GENERATION)
        remembered = recorded[keys.PLANNED] if is_done else self._begin(inputs)
        over = _accepted(inputs)
        kept = {key: lines for key, lines in remembered.items() if key not in over}
        return {keys.PLANNED: kept, keys.GENERATION: generation}

    def _begin(self, inputs: Properties) -> dict[str, Any]:
        """Let the plugin do what is planned. What has to be remembered of this run and of earlier ones."""
        lines = unstamped(inputs[keys.PLANNED])
        handover, planned = self._plugin.handover, from_property(lines)
        handover.allow(planned)
        for each in planned:
            if key_of(each) in inputs[keys.DECLARED]:
                handover.declare(each)
        # What an earlier deletion found is kept for as long as its package is fenced: the present one finds the fence.
        return {**lines, **inputs[keys.UNFINISHED]}


def _accepted(inputs: Properties) -> frozenset[str]:
    """The packages whose earlier deletion is over; none in the inputs of a version that did not know of this."""
    return frozenset(inputs.get(keys.ACCEPTED) or ())


class Removals(dynamic.Resource, module="codeartifact", name="Removals"):
    """What the removals and deletions of this run do; one for each stack that has any."""

    def __init__(
        self,
        planned: Planned,
        declared: Iterable[Coordinates],
        unfinished: Planned,
        accepted: Iterable[Coordinates] = (),
    ) -> None:
        """Declare what the run removes.

        Args:
            planned: The changes of each package that goes, or that is deleted as a whole.
            declared: Those of them that are declared. Their own resources delete them, and no other resource of the
                same package does, also where `--target` leaves their own out.
            unfinished: What earlier runs were to delete and have not; it is only remembered.
            accepted: Those whose earlier deletion is over although AWS shows its fence; it is forgotten.
        """
        options = pulumi.ResourceOptions(hide_diffs=[keys.GENERATION, keys.DECLARED, keys.UNFINISHED])
        inputs = {
            keys.PLANNED: to_property(planned),
            keys.DECLARED: sorted(map(key_of, declared)),
            keys.UNFINISHED: to_property(unfinished),
            keys.ACCEPTED: sorted(map(key_of, accepted)),
        }
        super().__init__(RemovalsProvider(), NAME, inputs, options)
