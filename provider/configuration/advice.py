"""How to set a key of a stack's configuration, in words that work where they are read.

A key can be set by a command of the engine, by an option, or in the stack's file. Which of them somebody has depends on
what they ran: the engine, `packagestate pulumi` in a folder without a program, a pipeline, or `packagestate plan`.
"""

import os
from pathlib import Path
from shlex import quote
from typing import Final

from packagestate.provider.configuration.one_run import limit_variable
from packagestate.provider.plan.limits import Advice

#: Names the command that runs the engine, where it is another one than `pulumi`.
ENGINE_VARIABLE: Final = "PACKAGESTATE_ENGINE_COMMAND"

#: Names the stack that this command was run for, where it was named.
STACK_VARIABLE: Final = "PACKAGESTATE_ENGINE_STACK"

_ENGINE: Final = "pulumi"
_UNKNOWN_STACK: Final = "STACK"


def engine_advice(stack: str | None = None) -> Advice:
    """Advice for who runs the engine.

    Args:
        stack: The stack; the one that the engine was run for where it is left out, and a placeholder where nobody knows
            it.

    Returns:
        Words with the command that set the key. A pipeline has nobody to run it, so there the file is named too.
    """
    command = os.environ.get(ENGINE_VARIABLE, _ENGINE)
    named = stack or os.environ.get(STACK_VARIABLE, _UNKNOWN_STACK)

    def advise(key: str, value: str) -> str:
        advice = f"run `{command} config set {key} {value} --stack {quote(named)}`"
        return advice if command == _ENGINE else f"{advice}, or {_in_file(key, value, named)}"

    return advise


def one_run_advice() -> Advice:
    """Advice for who wants a limit to be another one in this run alone.

    Returns:
        Words with the variable that sets it. A pipeline's run may have nobody to set one, so there the file is named
        too, in which the change is reviewed.
    """
    command, stack = os.environ.get(ENGINE_VARIABLE, _ENGINE), os.environ.get(STACK_VARIABLE, _UNKNOWN_STACK)

    def advise(key: str, value: str) -> str:
        variable = limit_variable(key.partition(":")[2])
        advice = f"run it again with `{variable}={value}`, which holds for that run alone"
        return advice if command == _ENGINE else f"{advice}, or {_in_file(key, value, stack)}"

    return advise


def engine_command(verb: str) -> str:
    """A command of the engine, as it works where the engine was run.

    Args:
        verb: The engine's verb, such as `up`.
    """
    command = os.environ.get(ENGINE_VARIABLE, _ENGINE)
    # A folder without a project has no stack selected.
    stack = "" if command == _ENGINE else f" --stack {quote(os.environ.get(STACK_VARIABLE, _UNKNOWN_STACK))}"
    return f"`{command} {verb}{stack}`"


def command_here(verb: str) -> str:
    """A command of the engine as it works in the present folder: without a project, packagestate brings its own.

    Args:
        verb: The engine's verb, with its arguments.

    Returns:
        The command; with a placeholder where the folder does not say which stack is meant.
    """
    if Path("Pulumi.yaml").exists():
        return f"{_ENGINE} {verb}"
    stacks = [file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in Path().glob("Pulumi.*.yaml")]
    stack = stacks[0] if len(stacks) == 1 else _UNKNOWN_STACK
    return f"packagestate {_ENGINE} {verb} --stack {quote(stack)}"


def option_advice(options: frozenset[str], stack: str | None) -> Advice:
    """Advice for who runs a command of `packagestate`, which has options.

    Args:
        options: The keys that the command has an option for, without their namespace.
        stack: The stack whose file the command reads; None where it reads none.

    Returns:
        Words with the option, the stack's file, or both.
    """

    def advise(key: str, value: str) -> str:
        name = key.partition(":")[2]
        ways = [f"pass `{_option(name)} {value}`"] if name in options else []
        if stack is not None:
            ways.append(_in_file(key, value, stack))
        return ", or ".join(ways)

    return advise


def _in_file(key: str, value: str, stack: str) -> str:
    return f"write `{key}: {value}` into `Pulumi.{stack.rpartition('/')[2]}.yaml`"


def _option(name: str) -> str:
    return "--" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
