"""A file of the lock for advisories as text: sorted, one version a line, so that a diff shows the decisions. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from packagestate.provider.manifests.yaml_writer import INDENTATION, in_quotes, quoted
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.lock_file import LOCK_VERSION
from packagestate.schemas.scope import ALL
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order
from packagestate.schemas.versions.protocol import VersionKey

_HEADER: Final = "# Made by `packagestate lock` from the advisories. Review it, and do not edit it."
_HEADER_OF_HOLDS: Final = "# Made by `packagestate lock --holds`. Nobody has reviewed it: all of it can be undone."


def render(lock: FeedLock) -> str:
    """The text of a file; as `lock.rendering` has it for rules."""
    return "\n".join([*_lines(lock), ""])


def _lines(lock: FeedLock) -> Iterator[str]:
    yield _HEADER_OF_HOLDS if lock.is_hold else _HEADER
    yield f"lockVersion: {LOCK_VERSION}"
    yield f"domain: {quoted(lock.domain)}"
    yield f"feed: {quoted(lock.feed)}"
    yield f"format: {lock.package_format}"
    yield f"digest: {in_quotes(lock.digest)}"
    yield f"repositories: {_listed(lock.repositories) if lock.repositories else ALL}"
    yield f"origin: {_listed(sorted(lock.origins))}"
    yield "advisories:" if lock.advisories else "advisories: {}"
    yield from (f"{INDENTATION}{quoted(each)}: {in_quotes(lock.advisories[each])}" for each in sorted(lock.advisories))
    yield "packages:" if lock.packages else "packages: {}"
    for package in sorted(lock.packages, key=lambda each: natural(lock.written(each))):
        yield f"{INDENTATION}{quoted(lock.written(package))}:"
        yield from _package(lock, package)


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, names))}]"


def _package(lock: FeedLock, package: FeedPackage) -> Iterator[str]:
    yield f"{INDENTATION * 2}versions:"
    for line in sorted(package.lines, key=lambda each: version_order(each.version, lock.package_format)):
        yield f"{INDENTATION * 3}{in_quotes(line.version)}: {_said(line)}"
    if package.disposals:
        yield f"{INDENTATION * 2}disposals:"

    def order(disposal: Disposal) -> tuple[str, VersionKey]:
        return disposal.repository, version_order(disposal.version, lock.package_format)

    for repository, found in groupby(sorted(package.disposals, key=order), key=lambda each: each.repository):
        yield f"{INDENTATION * 3}{quoted(repository)}:"
        for each in found:
            said = f"since: {in_quotes(each.since.isoformat())}, revision: {in_quotes(each.revision)}"
            yield f"{INDENTATION * 4}{in_quotes(each.version)}: {{{said}}}"


def _said(line: FeedLine) -> str:
    parts = [f"status: {line.status}", f"via: [{', '.join(map(quoted, line.via))}]"]
    parts.append(f"since: {in_quotes(line.since.isoformat())}")
    if line.was:
        parts.append(f"was: {{{', '.join(f'{quoted(name)}: {status}' for name, status in line.was)}}}")
    if line.earlier is not None:
        parts.append(f"earlier: {line.earlier}")
    if line.is_released:
        parts.append("released: true")
    return f"{{{', '.join(parts)}}}"
