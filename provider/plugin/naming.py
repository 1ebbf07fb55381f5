"""What is wrong with the names and versions of a `Package`, in words that follow the name of the input. Pure.

In manifests `schemas.declarations` says the same, with a place.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from packagestate.provider.state import keys
from packagestate.schemas.coordinates import Format, has_one_spelling, normalised_version
from packagestate.schemas.errors import printable, shortened
from packagestate.schemas.patterns import is_package_pattern, is_version_pattern

ValueT = TypeVar("ValueT")


def by_normalised(package_format: Format | None, by_version: Mapping[str, ValueT]) -> dict[str, ValueT]:
    """A map by the versions as the API knows them.

    Args:
        package_format: The format; None where it is not known yet, and nothing is normalised.
        by_version: The map by the versions as they were written.

    Returns:
        The map.
    """
    if package_format is None or has_one_spelling(package_format):
        return dict(by_version)
    return {normalised_version(package_format, version): value for version, value in by_version.items()}


def not_packed(version: str) -> Iterator[str]:
    """What is wrong where the constructor could not pack the versions by their status.

    Args:
        version: One of them.

    Yields:
        The reason, if it is this one.
    """
    if version.split() != [version]:
        yield f"names `{_quoted(version)}`, which is empty or holds white space: name each version by itself"


def pattern(version: str) -> str:
    """What is wrong with a version that stands for several.

    Args:
        version: The version.
    """
    return f"names `{_quoted(version)}`, which is a range, a pattern or a tag: name each version by itself"


def with_namespace(package: object) -> Iterator[str]:
    """What is wrong with a package's name that holds its namespace too.

    Args:
        package: The name.

    Yields:
        The reason, if it is this one.
    """
    namespace, _, name = str(package).removeprefix("@").rpartition("/")
    if namespace and name:
        inputs = f'`namespace="{_quoted(namespace)}"` and `package="{_quoted(name)}"`'
        yield f"is `{_quoted(str(package))}`, which holds the namespace too: write {inputs}"


def misspelt(package_format: Format, namespace: str | None, package: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a name that is written as people write it in one, or stands for several packages.

    Args:
        package_format: The format.
        namespace: The namespace, if there is one.
        package: The name.

    Yields:
        The input and the reason.
    """
    for key, value in ((keys.NAMESPACE, namespace or ""), (keys.PACKAGE, package)):
        if is_package_pattern(package_format, value):
            yield key, f"is `{_quoted(value)}`, which is a pattern: name each package by itself"
        if package_format is Format.NPM and value.startswith("@"):
            yield key, f"is `{_quoted(value)}`: write a scope as `namespace`, without `@`"
        if package_format is Format.MAVEN and ":" in value:
            yield key, f"is `{_quoted(value)}`: write the group as `namespace` and the artifact as `package`"


def ambiguous(package_format: Format, versions: Collection[str]) -> Iterator[str]:
    """What is wrong with versions that stand for several, or of which two are the same to AWS.

    Args:
        package_format: The format.
        versions: The versions.

    Yields:
        The reasons.
    """
    yield from (pattern(version) for version in versions if is_version_pattern(package_format, version))
    if has_one_spelling(package_format):
        return
    first: dict[str, str] = {}
    for version in versions:
        same = first.setdefault(normalised_version(package_format, version), version)
        if same != version:
            yield f"names `{_quoted(version)}` more than once: `{_quoted(same)}` is the same {package_format} version"


def _quoted(text: str) -> str:
    return printable(shortened(text))
