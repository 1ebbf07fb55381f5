"""New packages and versions in a manifest that is there, by inserting lines: whatever people wrote stays as it is.

The places come from the parsed document, so a manifest in whatever style is understood. Where the result does not say
exactly what the manifest and the additions say together, nothing is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packagestate.provider.manifests.header import header_of
from packagestate.provider.manifests.line_editor import Addition, Insertion, Page, PageError, step_of
from packagestate.provider.manifests.reading import Name, Reading, Said, SaidVersion, read_manifest, says
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import (
    origin_value,
    package_lines,
    plain_entry,
    quoted,
    reason_for,
    version_entry,
)
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.declarations import read_names
from packagestate.schemas.nodes import Entry, entry_at, place_of
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order


def merged(text: str, file: str, items: Iterable[StatedPackage]) -> str:
    """Add packages and versions to a manifest.

    Args:
        text: The manifest, without faults.
        file: Its name, for places.
        items: What is new; none is empty, and nothing of them stands in the manifest.

    Returns:
        The manifest with more lines, and otherwise unchanged.

    Raises:
        ManifestError: The manifest is written in a way that cannot be added to.
    """
    added = tuple(items)
    manifest = read_manifest(text, file)
    page = Page(text)
    result = page.with_all(_insertions(manifest, page, added))
    if not says(result, file, _together(manifest, added)):
        raise PageError.of(
            "Manifest cannot be added to",
            "The manifest is written in a way that lines cannot be added to without changing what it says. No file was "
            "written.",
            "write its packages and versions with a line for each, without anchors and aliases",
            place_of(manifest.root),
        )
    return result


def _insertions(manifest: Reading, page: Page, items: Iterable[StatedPackage]) -> Iterator[Insertion]:
    step = step_of(manifest.root)
    keys = {name: key for key, name in read_names(manifest.root)[0].items()}
    fresh: list[Addition] = []
    for item in items:
        key = keys.get(_name(item))
        package = None if key is None else entry_at(manifest.root, ("packages", key))
        if package is None:
            written = quoted(item.coordinates.written)
            fresh.append(
                Addition(item.coordinates.written, tuple(package_lines(item, step)), f"{written}: {_flow(item)}")
            )
        else:
            yield from _into_package(page, package, item, step)
    yield from page.additions(manifest.packages, sorted(fresh, key=lambda each: natural(each.key)))


def _into_package(page: Page, package: Entry, item: StatedPackage, step: str) -> Iterator[Insertion]:
    """What adds to a package that stands there already."""
    fields: list[Addition] = []
    if item.origin is not None:
        origin = f"origin: {origin_value(item.origin)}"
        fields.append(Addition("origin", (origin,), origin))
    lines = tuple(version_entry(each, item.over.get(each.version)) for each in item.versions)
    versions = entry_at(package.value, ("versions",))
    if versions is not None:
        added = [
            Addition(version.version, (line,), plain_entry(version, item.over.get(version.version)))
            for version, line in zip(item.versions, lines, strict=True)
        ]
        yield from page.additions(versions, added, lambda key: version_order(key, item.coordinates.format))
    elif lines:
        nested = ("versions:", *(f"{step}{line}" for line in lines))
        fields.append(Addition("versions", nested, _flow_versions(item)))
    yield from page.additions(package, fields)


def _flow(item: StatedPackage) -> str:
    fields = [] if item.origin is None else [f"origin: {origin_value(item.origin)}"]
    if item.versions:
        fields.append(_flow_versions(item))
    return f"{{{', '.join(fields)}}}"


def _flow_versions(item: StatedPackage) -> str:
    entries = (plain_entry(each, item.over.get(each.version)) for each in item.versions)
    return f"versions: {{{', '.join(entries)}}}"


def _name(item: StatedPackage) -> Name:
    return item.coordinates.namespace, item.coordinates.package


def _together(manifest: Reading, items: Iterable[StatedPackage]) -> dict[Name, Said]:
    """What the manifest and the additions say together."""
    unsaid = Said({}, None, header_of(manifest.root).on_removal)
    said = dict(manifest.said)
    for item in items:
        before = said.get(_name(item), unsaid)
        added = {each.version: _added(each, item.over.get(each.version)) for each in item.versions}
        versions, origin = {**before.versions, **added}, item.origin or before.origin
        said[_name(item)] = replace(before, versions=versions, origin=origin)
    return said


def _added(version: ObservedVersion, over: str | None) -> SaidVersion:
    return (
        SaidVersion(version.status)
        if over is None
        else SaidVersion(version.status, None, reason_for(version.status), over)
    )
