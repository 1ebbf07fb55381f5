"""The generation of what a resource has to do: it tells what is still to be done from what was done long ago. Pure."""

from collections.abc import Mapping
from typing import Any

from packagestate.provider.plan.changes import from_lines
from packagestate.provider.plan.model import Changes
from packagestate.provider.plan.recorded import unreadable_record
from packagestate.provider.state import keys


def generation(properties: Mapping[str, Any]) -> int:
    """The generation that properties name.

    Args:
        properties: Inputs or outputs.

    Returns:
        The generation; 0 where there was never anything to do.

    Raises:
        StateError: It is no number.
    """
    stated = properties.get(keys.GENERATION) or 0
    if isinstance(stated, int | float):
        return int(stated)
    raise unreadable_record(f"{properties.get('package', 'removals')}")


def stamp(previous: Mapping[str, Any], inputs: Mapping[str, Any], key: str = keys.CHANGES) -> dict[str, Any]:
    """The inputs with the generation of their changes.

    A refresh compares with the inputs of the last run, in which changes that were carried out long ago still stand. So
    the generation grows by one whenever there is something to do, create and update copy it to the outputs, and
    changes are pending only where the two differ. The changes are keyed by the generation, so that a preview shows all
    of them also where they equal those of the last run.

    Args:
        previous: The inputs of the last run; empty where there was none.
        inputs: The new inputs, with the plain lines of `provider.plan.changes` under the key, or none.
        key: The input that holds what is to be done.

    Returns:
        The new inputs, stamped.

    Raises:
        StateError: The generation of the last run is not what this project writes.
    """
    last = generation(previous)
    changes = inputs.get(key)
    if not changes:
        return {**inputs, keys.GENERATION: last}
    return {**inputs, key: {f"generation {last + 1}": changes}, keys.GENERATION: last + 1}


def unstamped(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What is to be done, without its generation.

    Args:
        changes: The stamped input; empty where there is nothing to do.
    """
    return {key: value for stamped in changes.values() for key, value in stamped.items()}


def pending_changes(inputs: Mapping[str, Any]) -> Changes | None:
    """The changes that the program planned.

    Args:
        inputs: Stamped inputs.

    Returns:
        The changes, which may be none; None where nobody planned, so that the hook has to.
    """
    planned = inputs.get(keys.CHANGES)
    if planned is None:
        return None
    return from_lines(unstamped(planned))
