"""What the engine says for programs: whether it stopped because the run would have done something else than its plan.

The text that the engine prints is no evidence, since it holds other people's words too: a reason in a manifest, what
AWS answered. The log of events has each message by itself, with its severity. An error of the engine about a plan
begins with fixed words, and no other error does: those of the program and of the plugin begin with words of their own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

#: The flag `--event-log` is there only with this variable. Pulumi's Automation API uses both for the same purpose.
LOG_VARIABLES: Final[Mapping[str, str]] = {"PULUMI_DEBUG_COMMANDS": "true"}

# Source: the engine 3.259.0, `pkg/resource/deploy`: step_generator.go, step_executor.go and deployment_executor.go.
_VIOLATION: Final = re.compile(
    r"""resource\ (?:\S+\ )?violates\ plan:\ |
        [a-z-]+\ is\ not\ allowed\ by\ the\ plan:\ |
        no\ plan\ for\ resource\ |
        expected\ resource\ operations\ for\ \S+\ but\ none\ were\ seen""",
    re.VERBOSE,
)

# Source: pulumi/pulumi, sdk/go/common/diag/colors.
_COLOUR: Final = re.compile(r"<\{%[a-z0-9 ]+%\}>")


def is_plan_violated(log: Path) -> bool:
    """Whether the engine refused a change that is not in the plan.

    Args:
        log: What the engine wrote with `--event-log`; a file that is not there holds nothing.
    """
    return any(
        event.get("severity") == "error" and _VIOLATION.match(event.get("message", "")) for event in _diagnostics(log)
    )


def errors_in(log: Path) -> tuple[str, ...]:
    """What went wrong, in the words of the program, the plugin and the engine.

    Args:
        log: What the engine wrote with `--event-log`; a file that is not there holds nothing.

    Returns:
        Each error once, in the order of the log, without the engine's colours.
    """
    errors = (event for event in _diagnostics(log) if event.get("severity") == "error")
    messages = (_COLOUR.sub("", event.get("message", "")).strip() for event in errors)
    return tuple(dict.fromkeys(message for message in messages if message))


def _diagnostics(log: Path) -> Iterator[dict[str, Any]]:
    if log.is_file():
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            # The last line is cut off where the engine was killed.
            with suppress(ValueError):
                yield json.loads(line).get("diagnosticEvent", {})
