"""A file of the lock as text: sorted, one version a line, so that a diff shows what the lock decided. Pure."""

from collections.abc import Iterator
from typing import Final

from packagestate.provider.manifests.yaml_writer import INDENTATION, in_quotes, quoted
from packagestate.schemas.lock_file import LOCK_VERSION
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order

_HEADER: Final = "# Made by `packagestate lock` from the rules. Review it, and do not edit it."


def render(lock: Lock) -> str:
    """Write a file of the lock.

    Args:
        lock: What it says.

    Returns:
        YAML: equal locks give equal texts.
    """
    return "\n".join([*_lines(lock), ""])


def _lines(lock: Lock) -> Iterator[str]:
    yield _HEADER
    yield f"lockVersion: {LOCK_VERSION}"
    yield f"domain: {quoted(lock.repository.domain)}"
    yield f"repository: {quoted(lock.repository.name)}"
    yield f"format: {lock.package_format}"
    yield "rules:" if lock.rules else "rules: {}"
    yield from (f"{INDENTATION}{quoted(name)}: {in_quotes(lock.rules[name])}" for name in sorted(lock.rules))
    yield "packages:" if lock.packages else "packages: {}"
    for package in sorted(lock.packages, key=lambda each: natural(each.coordinates.written)):
        yield f"{INDENTATION}{quoted(package.coordinates.written)}:"
        yield f"{INDENTATION * 2}versions:"
        for line in sorted(package.lines, key=lambda each: version_order(each.version, lock.package_format)):
            yield f"{INDENTATION * 3}{in_quotes(line.version)}: {_said(line)}"


def _said(line: Line) -> str:
    parts = [f"status: {line.status}", f"via: [{', '.join(map(quoted, line.via))}]"]
    parts += [f"since: {in_quotes(line.since.isoformat())}", f"was: {line.was}"]
    if line.revision is not None:
        parts.append(f"revision: {in_quotes(line.revision)}")
    return f"{{{', '.join(parts)}}}"
