"""What is wrong with the inputs of a `Package`, and their normal form. Pure: no network, no Pulumi.

`check` is the only hook whose errors the engine prints tidily, in a preview too. What only AWS knows, the planner says.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from packagestate.provider.plan.changes import ORIGIN_KEY, from_lines
from packagestate.provider.plan.transitions import is_legal
from packagestate.provider.plugin import naming
from packagestate.provider.plugin.single_inputs import CHECKS
from packagestate.provider.state import keys, properties
from packagestate.provider.state.properties import Properties
from packagestate.schemas.coordinates import (
    NAMESPACE_ALLOWED,
    NAMESPACE_REQUIRED,
    Format,
    normalised_namespace,
    normalised_package,
)
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

_REQUIRED: Final = (keys.DOMAIN, keys.REPOSITORY, keys.FORMAT, keys.PACKAGE, keys.VERSIONS)


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One thing that is wrong.

    Attributes:
        key: The input.
        reason: Why, in words that follow the name of the input.
    """

    key: str
    reason: str


def failures(previous: Properties, known: Properties, unknown: Collection[str]) -> tuple[Failure, ...]:
    """Everything that is wrong with the inputs.

    Args:
        previous: The inputs of the last run; empty where there was none.
        known: The new inputs whose values are known.
        unknown: The names of those whose values will only be known in the update; nothing is said about them.

    Returns:
        The failures, sorted; empty where the inputs are good.
    """
    absent = [key for key in _REQUIRED if key not in unknown and known.get(key) is None]
    alone = [
        Failure(key, reason)
        for key, reasons in CHECKS.items()
        if key not in unknown and known.get(key) is not None
        for reason in reasons(known[key])
    ]
    found = [*(Failure(key, "is missing") for key in absent), *alone]
    if not found:
        found = list(_together(previous, known, unknown))
    return tuple(sorted(set(found)))


def normalised(known: Properties) -> dict[str, Any]:
    """The inputs in the one form in which they are compared and recorded.

    Args:
        known: Inputs without failures.

    Returns:
        The inputs: names and versions as the API knows them, the versions sorted, nothing that is empty except changes.
    """
    inputs = {key: value for key, value in known.items() if value is not None and value != ""}
    if {keys.FORMAT, keys.PACKAGE} <= inputs.keys():
        inputs[keys.PACKAGE] = normalised_package(Format(inputs[keys.FORMAT]), inputs[keys.PACKAGE])
    if {keys.FORMAT, keys.NAMESPACE} <= inputs.keys():
        inputs[keys.NAMESPACE] = normalised_namespace(Format(inputs[keys.FORMAT]), inputs[keys.NAMESPACE])
    package_format = Format(inputs[keys.FORMAT]) if keys.FORMAT in inputs else None
    if keys.VERSIONS in inputs:
        statuses = naming.by_normalised(package_format, properties.unpack_versions(inputs[keys.VERSIONS]))
        inputs[keys.VERSIONS] = properties.pack_versions(statuses.items())
    if keys.VERSION_REVISIONS in inputs:
        inputs[keys.VERSION_REVISIONS] = naming.by_normalised(package_format, inputs[keys.VERSION_REVISIONS])
    return inputs


def _together(previous: Properties, known: Properties, unknown: Collection[str]) -> Iterator[Failure]:
    """What is wrong with inputs that are each good alone."""
    if not {keys.FORMAT, keys.NAMESPACE} & set(unknown):
        yield from _namespace(Format(known[keys.FORMAT]), known.get(keys.NAMESPACE))
    if not {keys.FORMAT, keys.NAMESPACE, keys.PACKAGE} & set(unknown):
        for key, reason in naming.misspelt(Format(known[keys.FORMAT]), known.get(keys.NAMESPACE), known[keys.PACKAGE]):
            yield Failure(key, reason)
    if {keys.FORMAT, keys.VERSIONS} & set(unknown):
        return
    package_format = Format(known[keys.FORMAT])
    versions = properties.unpack_versions(known[keys.VERSIONS])
    for reason in naming.ambiguous(package_format, versions):
        yield Failure(keys.VERSIONS, reason)
    statuses = naming.by_normalised(package_format, versions)
    pins = naming.by_normalised(package_format, known.get(keys.VERSION_REVISIONS) or {})
    for version in pins.keys() - statuses.keys():
        yield Failure(keys.VERSION_REVISIONS, f"pins `{printable(version)}`, which `versions` does not name")
    if properties.is_deletion(known) and statuses:
        yield Failure(keys.VERSIONS, "name versions of a package that is to be deleted as a whole")
    if known.get(keys.CHANGES) is not None:
        yield from _changes(known, statuses, pins)
    elif keys.CHANGES not in unknown:
        yield from _restored(previous, package_format, statuses)
        yield from _needs_a_plan(known)


def _namespace(package_format: Format, namespace: str | None) -> Iterator[Failure]:
    if package_format in NAMESPACE_REQUIRED and not namespace:
        yield Failure(keys.NAMESPACE, f"is missing, and every {package_format} package has one")
    if package_format not in NAMESPACE_ALLOWED and namespace:
        yield Failure(keys.NAMESPACE, f"is `{printable(namespace)}`, and a {package_format} package has none")


def _changes(known: Properties, statuses: Mapping[str, Status], pins: Mapping[str, str]) -> Iterator[Failure]:
    """Changes that cannot be read, or that lead to what is not declared."""
    try:
        changes = from_lines(known[keys.CHANGES])
    except ValueError as error:
        yield Failure(keys.CHANGES, f"cannot be carried out: {error}")
        return
    deletes = changes.deletion is not None
    if (deletes or changes.transitions) and properties.is_deletion(known) != deletes:
        yield Failure(keys.CHANGES, "delete the package as a whole, or do not, and `status` says the opposite")
        return
    if changes.deletion is not None:
        if changes.deletion.after != properties.origin(known):
            yield Failure(keys.CHANGES, f"put an {ORIGIN_KEY} that `origin` does not declare")
        return
    for transition in changes.transitions:
        version = printable(transition.version)
        if statuses.get(transition.version) is not transition.after:
            yield Failure(keys.CHANGES, f"lead `{version}` to {transition.after}, which `versions` does not declare")
        if pins.get(transition.version, transition.revision) != transition.revision:
            yield Failure(keys.CHANGES, f"were planned for another revision of `{version}` than the pinned one")
    if changes.origin is not None and changes.origin.after != properties.origin(known):
        yield Failure(keys.CHANGES, f"lead the {ORIGIN_KEY} to what `origin` does not declare")


def _needs_a_plan(known: Properties) -> Iterator[Failure]:
    """What only the program does, since it shows and limits beforehand what will be deleted."""
    if properties.is_deletion(known):
        yield Failure(keys.STATUS, "needs a manifest: a package is deleted as a whole only as the program planned it")
    if (choice := properties.on_removal(known)) is not OnRemoval.RETAIN:
        yield Failure(
            keys.ON_REMOVAL,
            f"is `{choice}`, which needs a manifest: a removal changes AWS only as the program planned it. Leave "
            "`on_removal` out, and declare the versions as `Disposed` or `Deleted` before the resource goes",
        )


def _restored(previous: Properties, package_format: Format, statuses: Mapping[str, Status]) -> Iterator[Failure]:
    """Versions that were declared Disposed and now are to be something else.

    Where the program planned, it saw what the version is; where nobody did, what was declared last has to do.

    Source: AWS CodeArtifact User Guide, "Package version status": a disposed version can only be deleted.
    """
    declared = naming.by_normalised(package_format, properties.unpack_versions(previous.get(keys.VERSIONS) or {}))
    for version, status in statuses.items():
        before = declared.get(version)
        if before is Status.DISPOSED and status is not before and not is_legal(before, status):
            yield Failure(
                keys.VERSIONS, f"declare `{printable(version)}` as {status}, but a disposed version can only be deleted"
            )
