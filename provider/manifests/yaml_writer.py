"""A manifest as YAML text that people want to keep. Pure.

PyYAML's own writer is not used: it leaves versions such as `1e3` without quotes, and knows no comments.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Format, Repository
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status
from packagestate.schemas.versions.natural import natural

INDENTATION: Final = "  "

# A text that every YAML tool reads as this very text, also without quotes: see YAML 1.1, the types `bool` and `null`.
_PLAIN: Final = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._-]*", re.IGNORECASE)


def manuscript(repository: Repository, package_format: Format, items: Iterable[StatedPackage]) -> str:
    """Write a manifest.

    Args:
        repository: The repository of all its packages.
        package_format: Their format.
        items: What is declared, in any order; those that are empty give only their remarks.

    Returns:
        The text.
    """
    given = sorted(items, key=lambda item: natural(item.coordinates.written))
    unnamed = (item for item in given if item.is_empty)
    lines = [f"# {printable(item.coordinates.written)}: {remark}" for item in unnamed for remark in item.remarks]
    lines.append(f"domain: {quoted(repository.domain)}")
    if repository.domain_owner is not None:
        lines.append(f'domainOwner: "{repository.domain_owner}"')
    lines += [f"repository: {quoted(repository.name)}", f"format: {package_format}", "packages:"]
    for item in given:
        if not item.is_empty:
            lines += (f"{INDENTATION}{line}" for line in package_lines(item, INDENTATION))
    return "\n".join([*lines, ""])


def package_lines(item: StatedPackage, indentation: str) -> Iterator[str]:
    """The entry of one package.

    Args:
        item: What is declared of it.
        indentation: What each level stands in from the one above it.

    Yields:
        The lines, the first of them without indentation.
    """
    yield f"{quoted(item.coordinates.written)}:"
    yield from (f"{indentation}# {remark}" for remark in item.remarks)
    if item.origin is not None:
        yield f"{indentation}origin: {origin_value(item.origin)}"
    if item.versions:
        yield f"{indentation}versions:"
        yield from (
            f"{indentation * 2}{version_entry(version, item.over.get(version.version))}" for version in item.versions
        )


def version_entry(version: ObservedVersion, over: str | None) -> str:
    """The entry of one version.

    Letters of another script look like those of ours, so where there are some a comment says which.

    Args:
        version: The version.
        over: The file of a manifest for several repositories that the entry overrides, if it does.

    Returns:
        The key, always in double quotes, and the status, alone or in a map.
    """
    foreign = sorted({character for character in version.version if not character.isascii()})
    comment = f"  # holds {', '.join(f'U+{ord(character):04X}' for character in foreign)}" if foreign else ""
    return f"{plain_entry(version, over)}{comment}"


def plain_entry(version: ObservedVersion, over: str | None) -> str:
    """The entry of one version, without a comment, so that others can follow on its line.

    Args:
        version: The version.
        over: As above.

    Returns:
        The key and the value.
    """
    value = version.status if over is None else overriding(version.status, over)
    return f"{in_quotes(version.version)}: {value}"


def overriding(status: Status, over: str) -> str:
    """An entry that overrides a manifest for several repositories, as a value.

    Args:
        status: The status of the version.
        over: The file of the manifest.

    Returns:
        A map on one line, with a reason, since people will ask for one.
    """
    return f"{{status: {status}, over: {quoted(over)}, reason: {in_quotes(reason_for(status))}}}"


def reason_for(status: Status) -> str:
    """The reason of an entry that overrides a manifest for several repositories.

    Args:
        status: The status of its version.
    """
    return f"back to {status} by packagestate revert"


def origin_value(origin: OriginConfiguration) -> str:
    """An origin configuration as a value.

    Args:
        origin: The configuration.

    Returns:
        A map on one line.
    """
    return f"{{publish: {origin.publish}, upstream: {origin.upstream}}}"


def quoted(name: str) -> str:
    """A name as it is written.

    Args:
        name: The name; every character of it can be printed.

    Returns:
        The name, in double quotes where some YAML tool would read something else without.
    """
    return name if _PLAIN.fullmatch(name) else in_quotes(name)


def in_quotes(text: str) -> str:
    """A text in double quotes.

    Args:
        text: The text; every character of it can be printed.

    Returns:
        The text as JSON has it, which is YAML too.
    """
    return json.dumps(text, ensure_ascii=False)
