"""The options that several commands have in common, and what they mean."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from packagestate.provider.configuration.advice import option_advice
from packagestate.provider.configuration.one_run import LIMIT_KEYS, limits_of_run
from packagestate.provider.configuration.reader import NAMESPACE
from packagestate.provider.configuration.stack import StackConfiguration, stack_configuration
from packagestate.schemas.text import shortened

_LONGEST_NUMBER: Final = 15

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_CONNECTION: Final = (
    click.option("--region", help="The AWS region."),
    click.option("--profile", help="The profile of AWS's configuration."),
    click.option("--endpoint", metavar="URL", help="The URL of the API."),
)
_LIMITS: Final = (
    click.option("--irreversible-limit", metavar="COUNT", help="Most disposals and deletions in one run.  [10]"),
    click.option("--loosening-limit", metavar="COUNT", help="Most versions that become less restrictive.  [10]"),
    click.option(
        "--changed-fraction-limit",
        metavar="FRACTION",
        help="Largest part of a package's versions that one run may change, from 0 to 1.  [0.3]",
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


def whole(_context: click.Context, _option: click.Parameter, text: str | None) -> int | None:
    """The whole number that an option gives, in the digits 0 to 9: click would take those of every script, and `1_0`.

    Args:
        text: What is given; None where the option is not.

    Returns:
        The number; None where there is none.

    Raises:
        click.BadParameter: It is something else.
    """
    if text is None or (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        return None if text is None else int(text)
    raise click.BadParameter(f"{shortened(text)!r} is no whole number. Write it with the digits 0 to 9.")


def configuration(
    manifests: Path | None, options: dict[str, str | None], stack: str | None = None
) -> StackConfiguration:
    """What the options mean, checked as the same keys of a stack are.

    Args:
        manifests: A manifest, or a folder of manifests; the stack's where it is left out.
        options: The options above by their names; what is missing is as in the stack.
        stack: The stack whose file in this folder is read; without one, what is missing has the default of the key.

    Returns:
        The configuration.

    Raises:
        ConfigurationError: One or more of them are wrong, or the stack has no file here.
        ManifestError: The stack's file cannot be read.
    """
    of_run = limits_given(options)
    named = {_camel_case(name): value for name, value in options.items() if value is not None}
    others = {key: value for key, value in named.items() if key not in LIMIT_KEYS}
    keys = {} if stack is None else _keys_of(stack)
    keys |= {f"{NAMESPACE}:{key}": value for key, value in others.items()}
    if manifests is not None:
        keys[f"{NAMESPACE}:manifests"] = str(manifests)
    advice = option_advice(frozenset(map(_camel_case, options)), stack)
    return stack_configuration(keys.get, advice, {**limits_of_run(), **of_run}, advice)


def limits_given(options: Mapping[str, str | None]) -> dict[str, str]:
    """The limits among the options, by their keys.

    Args:
        options: The options by their names.

    Returns:
        Those that were given.
    """
    return {
        key: value
        for key, value in ((_camel_case(name), value) for name, value in options.items())
        if value is not None and key in LIMIT_KEYS
    }


def _keys_of(stack: str) -> dict[str, str]:
    # Not at the top: it imports PyYAML, and the help needs none.
    from packagestate.schemas.stack_file import read_stack_file, stack_file  # noqa: PLC0415

    return read_stack_file(stack_file(Path(), stack), NAMESPACE)


def _with(options: Iterable[Callable[[CommandT], CommandT]], command: CommandT) -> CommandT:
    # From the last to the first, as decorators are applied.
    return reduce(lambda decorated, option: option(decorated), reversed(tuple(options)), command)


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
