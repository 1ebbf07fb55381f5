"""Whether a recorded package is as desired. Pure: no network, no Pulumi.

The engine asks this of every resource in every run, one at a time, so nothing here is slow.
"""

from collections.abc import Callable

from packagestate.provider.plan.snapshots import is_superseded
from packagestate.provider.state import keys, properties
from packagestate.provider.state.properties import Properties
from packagestate.schemas.coordinates import Format
from packagestate.schemas.status import Status

# An owner that was left out is the caller's own account, so naming or leaving it out is not another package.
_NAMED_ALWAYS = tuple(key for key in properties.IDENTITY if key != keys.DOMAIN_OWNER)


def satisfies(package_format: Format, version: str, recorded: Status | None, desired: Status) -> bool:
    """Whether a version needs nothing to be done for being as desired.

    A version that is absent satisfies whatever only takes something away: nothing is there to act on. A build of a
    Maven snapshot that AWS unlisted satisfies `Published`, as it does for the planner.

    Args:
        package_format: The format of its package.
        version: The version.
        recorded: What it is; None where nothing is known.
        desired: What it must be.

    Returns:
        Whether it does.
    """
    if recorded is Status.DELETED:
        return desired in {Status.ARCHIVED, Status.DISPOSED, Status.DELETED}
    return recorded is desired or is_superseded(package_format, version, recorded, desired)


def replaced_identity(recorded: Properties, inputs: Properties) -> list[str]:
    """The identity properties in which the inputs name another package than the recorded one.

    Args:
        recorded: The outputs of the last run.
        inputs: The new inputs, all known.

    Returns:
        The properties' names; empty where it is the same package.
    """
    replaced = [key for key in _NAMED_ALWAYS if recorded.get(key) != inputs.get(key)]
    owners = {recorded.get(keys.DOMAIN_OWNER), inputs.get(keys.DOMAIN_OWNER)} - {None}
    return [*replaced, keys.DOMAIN_OWNER] if len(owners) > 1 else replaced


def needs_update(
    recorded: Properties, inputs: Properties, is_declared: Callable[[Properties], bool] = lambda _inputs: True
) -> bool:
    """Whether anything has to be done, or recorded again.

    Args:
        recorded: The outputs of the last run.
        inputs: The stamped inputs, all known.
        is_declared: Whether a package is declared by this run. A refresh declares none: it asks with what it has just
            read, and with the inputs of the last run.

    Returns:
        Whether changes are pending, or what is recorded is not what is declared.
    """
    if inputs.get(keys.CHANGES) and inputs[keys.GENERATION] != recorded.get(keys.GENERATION):
        return True
    if _settings(recorded) != _settings(inputs) or _is_removed_otherwise(recorded, inputs):
        return True
    # A floor that goes is recorded, so that its end is told once. One that comes and asks for nothing is recorded with
    # the next change: a statement that holds already changes nothing.
    if not set(properties.floors(recorded)) <= set(properties.floors(inputs)):
        return True
    if recorded.get(keys.VERSIONS) == inputs[keys.VERSIONS]:
        return False
    floors = _floors(inputs)
    statuses = properties.unpack_versions(recorded.get(keys.VERSIONS) or {})
    wanted = properties.unpack_versions(inputs[keys.VERSIONS])
    loosened = any(statuses[each].is_looser_than(wanted[each]) for each in floors & statuses.keys() & wanted.keys())
    # A run has looked at it, and plans what there is to do. A refresh has to say that somebody has loosened it.
    if loosened and not is_declared(inputs):
        return True
    package_format = Format(inputs[keys.FORMAT])
    exact = wanted.keys() - floors
    return statuses.keys() - floors != exact or not all(
        satisfies(package_format, version, statuses[version], wanted[version]) for version in exact
    )


def _floors(inputs: Properties) -> frozenset[str]:
    """The versions that the plan of this run has looked at, so that they are not compared with what is recorded.

    They only have to be at least so restrictive. That one vanished, or that somebody made it more restrictive, is
    nothing to do. Nobody has looked at them where nobody has planned.
    """
    is_planned = inputs.get(keys.CHANGES) is not None
    return frozenset(properties.floors(inputs) if is_planned else ())


def _is_removed_otherwise(recorded: Properties, inputs: Properties) -> bool:
    """Whether a version that is recorded and declared would be removed with the package now, and was not, or not now.

    A version that vanished, or that appeared, is nothing to record again.
    """
    other = properties.beyond_removal(recorded) ^ properties.beyond_removal(inputs)
    if not other:
        return False
    both = (properties.unpack_versions(each.get(keys.VERSIONS) or {}) for each in (recorded, inputs))
    return bool(other.intersection(*both))


def _settings(values: Properties) -> tuple[object, ...]:
    return (
        properties.origin(values),
        properties.on_removal(values),
        properties.is_deletion(values),
        values.get(keys.DOMAIN_OWNER),
    )
