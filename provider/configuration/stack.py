"""The configuration of a stack, read and checked as a whole; the same for the program and the plugin.

The keys, their types, defaults and descriptions stand in the `config:` block of Pulumi.yaml, where the engine checks
what it can. A program of one's own, in whose Pulumi.yaml they are not declared, sets the same keys.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from packagestate.provider.codeartifact import ConnectionSettings
from packagestate.provider.configuration.advice import engine_advice
from packagestate.provider.plan.limits import CHECKPOINTS_VARIABLE, Advice, Limits
from packagestate.schemas.errors import ConfigurationError, Fault, shortened
from packagestate.schemas.files import FOLDER_VARIABLE, is_visible_within
from packagestate.schemas.text import FORBIDDEN

#: The namespace of every key, also in a project that is called otherwise.
NAMESPACE = "packagestate"

#: Looks up one key with its namespace; None where it is not set.
Lookup = Callable[[str], object]

ValueT = TypeVar("ValueT")

# What the engine takes for true. Source: Pulumi engine 3.259, `cmdutil.IsTruthy`.
_TRUE = frozenset({"1", "true"})

# What terminals and the engine take for a mark; a space is seen.
_HIDDEN = re.compile(rf"[{FORBIDDEN}]")

# A URL of an API has these letters only where a user, a password or a token is in it.
_SECRETIVE = frozenset("@?")


@dataclass(frozen=True, slots=True)
class StackConfiguration:
    """What the program needs to know.

    Attributes:
        manifests: The folder of manifests, or one manifest.
        connection: How AWS is reached.
        limits: What a run may do at most.
    """

    manifests: Path
    connection: ConnectionSettings
    limits: Limits


class _Reader:
    """Reads keys, and remembers every fault."""

    def __init__(self, lookup: Lookup, advice: Advice) -> None:
        self._lookup = lookup
        self.advice = advice
        self.faults: list[Fault] = []

    def text(self, key: str) -> str | None:
        """A text; None where the key is not set, or holds what the engine would print as something else."""
        value = self._lookup(f"{NAMESPACE}:{key}")
        if value is None or value == "":
            return None
        if _HIDDEN.search(str(value)) is None:
            return str(value)
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"`{NAMESPACE}:{key}` is `{shortened(str(value))}`, which holds a character that is not seen, or `<`. "
                "The engine would print it as something else. Nothing was read or changed.",
                self.advice(f"{NAMESPACE}:{key}", "VALUE"),
            )
        )
        return None

    def manifests(self) -> Path:
        """Where the manifests are. In a run on a team's folder that is inside it: a proposal may change the key."""
        stated = Path(self.text("manifests") or "packages")
        folder = os.environ.get(FOLDER_VARIABLE)
        if not folder:
            return stated
        path = Path(folder, stated)
        if not is_visible_within(path, Path(folder)):
            self.faults.append(
                Fault(
                    "Configuration is wrong",
                    f"`{NAMESPACE}:manifests` is `{shortened(str(stated))}`, which leads out of the folder that the "
                    "run is on, or to a hidden file. Nothing was read or changed.",
                    "name a folder or a file inside, and put no link in its place",
                )
            )
        return path

    def number(self, key: str, default: float, least: float, most: float = float("inf")) -> float:
        """A number from `least` to `most`; the default where the key is not set, or is wrong."""
        text = self.text(key)
        if text is None:
            return default
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if least <= number <= most and number != float("inf"):
            return number
        bounds = f"at least {least:g}" if most == float("inf") else f"from {least:g} to {most:g}"
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"`{NAMESPACE}:{key}` is `{text}`, and not a number {bounds}. Nothing was read or changed.",
                self.advice(f"{NAMESPACE}:{key}", f"{default:g}"),
            )
        )
        return default

    def count(self, key: str, default: int) -> int:
        """A whole number, at least 0."""
        number = self.number(key, default, least=0)
        if number == int(number):
            return int(number)
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"`{NAMESPACE}:{key}` is `{number:g}`, and not a whole number. Nothing was read or changed.",
                self.advice(f"{NAMESPACE}:{key}", str(default)),
            )
        )
        return default

    def endpoint(self) -> str | None:
        """The URL of the API, which must hold no secret: the engine writes the plugin's configuration into the state.

        Source: Pulumi documentation, "Dynamic resource providers": "Configuration".
        """
        text = self.text("endpoint")
        if text is None or not _SECRETIVE & set(text):
            return text
        self.faults.append(
            Fault(
                "Configuration is wrong",
                f"`{NAMESPACE}:endpoint` holds a user, a password or a query. It would be written into files that are "
                "no place for secrets, so it is not repeated here either. Nothing was read or changed.",
                f"{self.advice(f'{NAMESPACE}:endpoint', 'https://HOST')}; give credentials as to every AWS tool, and "
                "renew the secret",
            )
        )
        return None


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


def stack_configuration(lookup: Lookup, advice: Advice | None = None) -> StackConfiguration:
    """Everything that the program needs to know.

    Args:
        lookup: Looks up one key with its namespace.
        advice: Says how a key is set; by a command of the engine where it is left out.

    Returns:
        The configuration, with defaults for what is not set.

    Raises:
        ConfigurationError: One or more keys are wrong.
    """
    return _checked(
        lookup,
        advice or engine_advice(),
        lambda reader: StackConfiguration(
            manifests=reader.manifests(),
            connection=_connection(reader),
            limits=_limits(reader),
        ),
    )


def _checked(lookup: Lookup, advice: Advice, read: Callable[[_Reader], ValueT]) -> ValueT:
    """What is read, if no key was found wrong on the way."""
    reader = _Reader(lookup, advice)
    value = read(reader)
    if reader.faults:
        raise ConfigurationError(reader.faults)
    return value


def _limits(reader: _Reader) -> Limits:
    defaults = Limits()
    return Limits(
        irreversible_count=reader.count("irreversibleLimit", defaults.irreversible_count),
        changed_fraction=reader.number("changedFractionLimit", defaults.changed_fraction, least=0, most=1),
        may_delete_packages=os.environ.get(CHECKPOINTS_VARIABLE, "").lower() not in _TRUE,
        advice=reader.advice,
    )


def _connection(reader: _Reader) -> ConnectionSettings:
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
