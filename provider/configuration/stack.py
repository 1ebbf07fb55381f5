"""The configuration of a stack, read and checked as a whole; the same for the program and the plugin.

The keys, their types, defaults and descriptions stand in the `config:` block of Pulumi.yaml, where the engine checks
what it can. A program of one's own, in whose Pulumi.yaml they are not declared, sets the same keys.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from packagestate.provider.codeartifact import ConnectionSettings
from packagestate.provider.configuration.advice import engine_advice, one_run_advice
from packagestate.provider.configuration.one_run import limits_of_run, limits_of_this_run
from packagestate.provider.configuration.reader import NAMESPACE, Lookup, Reader
from packagestate.provider.plan.limits import CHECKPOINTS_VARIABLE, Advice, Limits
from packagestate.provider.plan.recorded import SettingChange
from packagestate.schemas.errors import ConfigurationError

ValueT = TypeVar("ValueT")

# What the engine takes for true. Source: Pulumi engine 3.259, `cmdutil.IsTruthy`.
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class StackConfiguration:
    """What the program needs to know.

    Attributes:
        manifests: The folder of manifests, or one manifest.
        connection: How AWS is reached.
        limits: What this run may do at most: what is configured, where nothing else was said for this run.
        of_this_run: The limits that are other ones in this run alone.
    """

    manifests: Path
    connection: ConnectionSettings
    limits: Limits
    of_this_run: tuple[SettingChange, ...] = ()


def connection_settings(lookup: Lookup) -> ConnectionSettings:
    """How AWS is reached.

    Args:
        lookup: Looks up one key with its namespace.

    Returns:
        The settings, with defaults for what is not set.

    Raises:
        ConfigurationError: One or more keys are wrong.
    """
    return _checked(lookup, engine_advice(), _connection)


def stack_configuration(
    lookup: Lookup,
    advice: Advice | None = None,
    of_run: Mapping[str, str] | None = None,
    raising: Advice | None = None,
) -> StackConfiguration:
    """Everything that the program needs to know.

    Args:
        lookup: Looks up one key with its namespace.
        advice: Says how a key is set; by a command of the engine where it is left out.
        of_run: The limits of this run alone, by their keys without namespace; what the environment says where it is
            left out.
        raising: Says how a limit is raised for a run; by a variable where it is left out.

    Returns:
        The configuration, with defaults for what is not set.

    Raises:
        ConfigurationError: One or more keys are wrong.
    """
    for_run = {f"{NAMESPACE}:{key}": value for key, value in (limits_of_run() if of_run is None else of_run).items()}
    run_reader = Reader(for_run.get, raising or one_run_advice(), " for this run")

    def read(reader: Reader) -> StackConfiguration:
        manifests, connection = reader.manifests(), _connection(reader)
        configured = _limits(reader, Limits(advice=raising or one_run_advice()))
        limits = _limits(run_reader, configured)
        reader.faults += run_reader.faults
        return StackConfiguration(manifests, connection, limits, limits_of_this_run(configured, limits))

    return _checked(lookup, advice or engine_advice(), read)


def _checked(lookup: Lookup, advice: Advice, read: Callable[[Reader], ValueT]) -> ValueT:
    """What is read, if no key was found wrong on the way."""
    reader = Reader(lookup, advice)
    value = read(reader)
    if reader.faults:
        raise ConfigurationError(reader.faults)
    return value


def _limits(reader: Reader, defaults: Limits) -> Limits:
    return Limits(
        irreversible_count=reader.count("irreversibleLimit", defaults.irreversible_count),
        loosening_count=reader.count("looseningLimit", defaults.loosening_count),
        changed_fraction=reader.number("changedFractionLimit", defaults.changed_fraction, least=0, most=1),
        may_delete_packages=os.environ.get(CHECKPOINTS_VARIABLE, "").lower() not in _TRUE,
        advice=defaults.advice,
    )


def _connection(reader: Reader) -> ConnectionSettings:
    defaults = ConnectionSettings()
    # A rate of zero would never end, so it is at least one call in ten seconds.
    least = 0.1
    return ConnectionSettings(
        region=reader.text("region"),
        profile=reader.text("profile"),
        endpoint=reader.endpoint(),
        writes_per_second=reader.number("writesPerSecond", defaults.writes_per_second, least),
        reads_per_second=reader.number("readsPerSecond", defaults.reads_per_second, least),
        lists_per_second=reader.number("listsPerSecond", defaults.lists_per_second, least),
    )
