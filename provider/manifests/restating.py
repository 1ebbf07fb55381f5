"""Other words in the entries of a manifest that is there: every other byte stays as it is. Pure.

Where the result does not say exactly what the manifest says with the changes, nothing is done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from packagestate.provider.manifests.header import header_of
from packagestate.provider.manifests.line_editor import Page, PageError
from packagestate.provider.manifests.reading import Name, Reading, Said, read_manifest, says
from packagestate.schemas.coordinates import normalised_version
from packagestate.schemas.declarations import read_names
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.nodes import Mapping as YamlMapping
from packagestate.schemas.nodes import Node, Scalar, entry_at, place_of
from packagestate.schemas.status import Status

_EMPTY: Final = YamlMapping(None, {}, {}, {})


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a manifest is to say instead about one package. What it does not say anything about is passed over.

    Attributes:
        versions: The status by the version.
        origin: The origin configuration; None where it stays.
    """

    versions: Mapping[str, Status] = field(default_factory=dict)
    origin: OriginConfiguration | None = None


def restated(text: str, file: str, changes: Mapping[Name, Restatement]) -> str:
    """Change what a manifest says about some packages.

    Args:
        text: The manifest, without faults.
        file: Its name, for places.
        changes: What it is to say, by the package.

    Returns:
        The manifest with other words, and otherwise unchanged.

    Raises:
        ManifestError: The manifest is written in a way that words cannot be replaced in.
    """
    manifest = read_manifest(text, file)
    page = Page(text)
    result = page.with_all(
        page.replacement(node, word) for node, word in _words(manifest, changes) if node.value != word
    )
    if not says(result, file, {name: _with(said, changes.get(name)) for name, said in manifest.said.items()}):
        raise PageError.of(
            "Manifest cannot be edited",
            "The manifest is written in a way that its entries cannot be edited in without changing what it says about "
            "others. No file was written.",
            "write its packages and versions without anchors and aliases",
            place_of(manifest.root),
        )
    return result


def _words(manifest: Reading, changes: Mapping[Name, Restatement]) -> Iterator[tuple[Scalar, str]]:
    """The words to replace, and what with."""
    package_format = header_of(manifest.root).package_format
    for key, name in read_names(manifest.root)[0].items():
        change, package = changes.get(name), entry_at(manifest.packages.value, (key,))
        if change is None or package is None:
            continue
        for entry in _map(package.value, "versions").entries():
            status = change.versions.get(normalised_version(package_format, entry.key.value))
            if status is not None:
                yield _scalar(entry.value, "status"), status
        origin = _map(package.value, "origin")
        if change.origin is not None and origin.keys:
            yield _scalar(origin, "publish"), change.origin.publish
            yield _scalar(origin, "upstream"), change.origin.upstream


def _map(node: Node, key: str) -> YamlMapping:
    entry = entry_at(node, (key,))
    return entry.value if entry is not None and isinstance(entry.value, YamlMapping) else _EMPTY


def _scalar(node: Node, key: str) -> Scalar:
    """A value by itself, or the one under a key of it; a manifest without faults has a text there."""
    return cast("Scalar", node.values[key] if isinstance(node, YamlMapping) else node)


def _with(said: Said, change: Restatement | None) -> Said:
    if change is None:
        return said
    versions = {
        version: (change.versions.get(version, status), revision, reason)
        for version, (status, revision, reason) in said.versions.items()
    }
    return replace(said, versions=versions, origin=said.origin and (change.origin or said.origin))
