"""The settings that decide what a run may do and where: what the stack records of them, and what differs.

A pull request can change them too, so that a report says where they are not those of the last run. What was said for
one run alone is told apart: it is not recorded.
"""

from collections.abc import Mapping

from packagestate.provider.configuration.one_run import limit_settings
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.recorded import SettingChange


def settings_in_force(configuration: StackConfiguration) -> dict[str, str]:
    """The settings that decide what a run may do and where, as the stack records them and a plan file binds them.

    Args:
        configuration: The configuration of the run.

    Returns:
        Key, without its namespace, and value; without those that AWS's own chain decides, and without what was said
        for this run alone.
    """
    connection = configuration.connection
    settings = {
        **limit_settings(configuration.limits),
        **{change.key: change.before for change in configuration.of_this_run},
        "endpoint": connection.endpoint,
        "region": connection.region,
        "profile": connection.profile,
    }
    return {key: value for key, value in settings.items() if value}


def changed_settings(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[SettingChange, ...]:
    """The settings that are not what they were.

    Args:
        before: What the stack records of the last run; empty where it records nothing, so that nothing is known to
            differ.
        now: The settings of this run.

    Returns:
        The changes.
    """
    if not before:
        return ()
    changes = (SettingChange(key, before.get(key, ""), now.get(key, "")) for key in {**now, **before})
    return tuple(change for change in changes if change.before != change.after)
