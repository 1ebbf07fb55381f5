"""The options that several commands have in common, and what they mean."""

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from provider.configuration import NAMESPACE, StackConfiguration, stack_configuration

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_CONNECTION: Final = (
    click.option("--region", help="The AWS region."),
    click.option("--profile", help="The profile of AWS's configuration."),
    click.option("--endpoint", metavar="URL", help="The URL of the API."),
)
_LIMITS: Final = (
    click.option("--irreversible-limit", metavar="COUNT", help="Most disposals and deletions in one run.  [10]"),
    click.option(
        "--changed-fraction-limit",
        metavar="FRACTION",
        help="Most of the observed versions that one run may change, from 0 to 1.  [0.3]",
    ),
)


def connection_options(command: CommandT) -> CommandT:
    """Give a command the options that say how AWS is reached.

    Args:
        command: The command.

    Returns:
        The same command.
    """
    return _with(_CONNECTION, command)


def limit_options(command: CommandT) -> CommandT:
    """Give a command the options that say what a run may do.

    Args:
        command: The command.

    Returns:
        The same command.
    """
    return _with(_LIMITS, command)


def configuration(manifests: Path, options: dict[str, str | None]) -> StackConfiguration:
    """What the options mean, checked as the same keys of a stack are.

    Args:
        manifests: A manifest, or a folder of manifests.
        options: The options above by their names; what is missing has the default of the key.

    Returns:
        The configuration.

    Raises:
        ConfigurationError: One or more of them are wrong.
    """
    keys = {f"{NAMESPACE}:{_camel_case(name)}": value for name, value in options.items()}
    keys[f"{NAMESPACE}:manifests"] = str(manifests)
    return stack_configuration(keys.get)


def _with(options: Iterable[Callable[[CommandT], CommandT]], command: CommandT) -> CommandT:
    # From the last to the first, as decorators are applied.
    return reduce(lambda decorated, option: option(decorated), reversed(tuple(options)), command)


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
