"""Limits for one run alone: variables that outrank the stack's configuration, and leave it as it is.

A limit that is raised in the configuration stays raised until somebody thinks of it. A variable ends with its run; the
plan shows it, and a plan file binds it.
"""

import os
import re
from collections.abc import Mapping
from typing import Final

from packagestate.provider.configuration.reader import decimal
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.recorded import SettingChange

#: The keys of the limits, without their namespace.
LIMIT_KEYS: Final = ("irreversibleLimit", "looseningLimit", "changedFractionLimit")

_PREFIX: Final = "PACKAGESTATE_"


def limit_variable(key: str) -> str:
    """The variable that sets a limit for one run.

    Args:
        key: The key, without its namespace.

    Returns:
        Its name, such as `PACKAGESTATE_IRREVERSIBLE_LIMIT`.
    """
    return _PREFIX + re.sub(r"(?=[A-Z])", "_", key).upper()


def limits_of_run() -> dict[str, str]:
    """The limits that the environment sets for this run, by their keys; those that are empty are not set."""
    values = {key: os.environ.get(limit_variable(key), "") for key in LIMIT_KEYS}
    return {key: value for key, value in values.items() if value}


def limit_variables(limits: Mapping[str, str]) -> dict[str, str]:
    """The variables that set limits for one run.

    Args:
        limits: The limits, by their keys.

    Returns:
        A value for each variable; empty for a limit that is not among them, so that nothing is inherited.
    """
    return {limit_variable(key): limits.get(key, "") for key in LIMIT_KEYS}


def limit_settings(limits: Limits) -> dict[str, str]:
    """Limits as settings.

    Args:
        limits: The limits.

    Returns:
        Key, without its namespace, and value.
    """
    return {
        "irreversibleLimit": f"{limits.irreversible_count}",
        "looseningLimit": f"{limits.loosening_count}",
        "changedFractionLimit": decimal(limits.changed_fraction),
    }


def limits_of_this_run(configured: Limits, now: Limits) -> tuple[SettingChange, ...]:
    """The limits that are other ones in this run alone.

    Args:
        configured: What is configured.
        now: What this run has.

    Returns:
        Each with what is configured, and what this run has.
    """
    before, after = limit_settings(configured), limit_settings(now)
    return tuple(SettingChange(key, before[key], after[key]) for key in LIMIT_KEYS if before[key] != after[key])
