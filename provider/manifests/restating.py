"""Other words in the entries of a manifest that is there: every other byte stays as it is. Pure.

Where the result does not say exactly what the manifest says with the changes, nothing is done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from packagestate.provider.manifests.header import header_of
from packagestate.provider.manifests.line_editor import Addition, Insertion, Page, PageError
from packagestate.provider.manifests.reading import Name, Reading, Said, SaidVersion, read_manifest, says
from packagestate.provider.manifests.yaml_writer import in_quotes, overriding, quoted, reason_for
from packagestate.schemas.coordinates import normalised_version
from packagestate.schemas.declarations import read_names
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.nodes import Entry, Node, Scalar, entry_at, map_at, place_of
from packagestate.schemas.nodes import Mapping as YamlMapping
from packagestate.schemas.status import Status

# The order in which the fields of a version are written.
_FIELDS: Final = ("status", "over", "revision", "reason")


@dataclass(frozen=True, slots=True)
class Restatement:
    """What a manifest is to say instead about one package. What it does not say anything about is passed over.

    Attributes:
        versions: The status by the version.
        origin: The origin configuration; None where it stays.
        over: Of those versions that are to override a manifest for several repositories, what their `over` is to say.
            They get a reason too, where they have none.
    """

    versions: Mapping[str, Status] = field(default_factory=dict)
    origin: OriginConfiguration | None = None
    over: Mapping[str, str] = field(default_factory=dict)


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
    result = page.with_all(_edits(page, manifest, changes))
    if not says(result, file, {name: _with(said, changes.get(name)) for name, said in manifest.said.items()}):
        raise PageError.of(
            "Manifest cannot be edited",
            "The manifest is written in a way that its entries cannot be edited in without changing what it says about "
            "others. No file was written.",
            "write its packages and versions without anchors and aliases",
            place_of(manifest.root),
        )
    return result


def _edits(page: Page, manifest: Reading, changes: Mapping[Name, Restatement]) -> Iterator[Insertion]:
    package_format = header_of(manifest.root).package_format
    for key, name in read_names(manifest.root)[0].items():
        change, package = changes.get(name), entry_at(manifest.packages.value, (key,))
        if change is None or package is None:
            continue
        for entry in map_at(package.value, "versions").entries():
            version = normalised_version(package_format, entry.key.value)
            if version in change.over:
                yield from _overridden(page, entry, change.versions[version], change.over[version])
            elif version in change.versions:
                yield from _reworded(page, _scalar(entry.value, "status"), change.versions[version])
        origin = map_at(package.value, "origin")
        if change.origin is not None and origin.keys:
            yield from _reworded(page, _scalar(origin, "publish"), change.origin.publish)
            yield from _reworded(page, _scalar(origin, "upstream"), change.origin.upstream)


def _reworded(page: Page, node: Scalar, word: str) -> Iterator[Insertion]:
    if node.value != word:
        yield page.replacement(node, word)


def _overridden(page: Page, entry: Entry, status: Status, over: str) -> Iterator[Insertion]:
    """What gives an entry another status, an `over`, and a reason where it has none."""
    if not isinstance(entry.value, YamlMapping):
        yield page.exchange(_scalar(entry.value, "status"), overriding(status, over))
        return
    fields = {"over": quoted(over)}
    if "reason" not in entry.value.keys:
        fields["reason"] = in_quotes(reason_for(status))
    lines = {key: f"{key}: {value}" for key, value in fields.items()}
    node = _scalar(entry.value, "status")
    if page.is_flow(entry.value):
        yield page.exchange(node, ", ".join((status, *lines.values())))
    else:
        yield from _reworded(page, node, status)
        yield from page.additions(entry, [Addition(key, (line,), line) for key, line in lines.items()], _FIELDS.index)


def _scalar(node: Node, key: str) -> Scalar:
    """A value by itself, or the one under a key of it; a manifest without faults has a text there."""
    return cast("Scalar", node.values[key] if isinstance(node, YamlMapping) else node)


def _with(said: Said, change: Restatement | None) -> Said:
    if change is None:
        return said
    versions = {version: _changed(before, version, change) for version, before in said.versions.items()}
    return replace(said, versions=versions, origin=said.origin and (change.origin or said.origin))


def _changed(before: SaidVersion, version: str, change: Restatement) -> SaidVersion:
    status = change.versions.get(version, before.status)
    over = change.over.get(version)
    if over is None:
        return before._replace(status=status)
    reason = reason_for(status) if before.reason is None else before.reason
    return before._replace(status=status, over=over, reason=reason)
