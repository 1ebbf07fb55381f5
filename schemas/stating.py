"""What one document of a manifest says, or what is wrong with it."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.declarations import Declaration, declarations, read_names
from packagestate.schemas.document import Document
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.files import whole
from packagestate.schemas.manifest import WHICH, Manifest
from packagestate.schemas.nodes import Mapping, Node, Scalar, entry_at, place_of
from packagestate.schemas.rule import Rule
from packagestate.schemas.validation import validate
from packagestate.schemas.wide import wide_versions
from packagestate.schemas.wide_version import WideVersion


class Stated(NamedTuple):
    """What one document says.

    Attributes:
        declarations: Of one repository, in the order of the file.
        wide: Of several.
        rules: Its rules.
        feeds: Its advisories.
    """

    declarations: tuple[Declaration, ...] = ()
    wide: tuple[WideVersion, ...] = ()
    rules: tuple[Rule, ...] = ()
    feeds: tuple[Feed, ...] = ()


def declared_in(document: Document, file: str, faults: list[Fault]) -> tuple[Declaration, ...]:
    """What one document declares of one repository.

    Args:
        document: The document.
        file: The name of its file, for places.
        faults: What is wrong with it joins these.

    Returns:
        The declarations, in the order of the file.
    """
    return stated_in(document, file, faults).declarations


def stated_in(document: Document, file: str, faults: list[Fault]) -> Stated:
    """What one document says.

    Args:
        document: The document.
        file: The name of its file, for places.
        faults: What is wrong with it joins these.

    Returns:
        What it says.
    """
    faults.extend(document.faults)
    if document.root is None or (isinstance(document.root, Scalar) and not document.root.value):
        faults.append(
            Fault("Empty file", "The file holds no manifest.", "write one, or delete the file", Place(file, 1, 1))
        )
        return Stated()
    names, faults_of_names = read_names(document.root)
    manifest, faults_of_fields = validate(document.root)
    faults.extend((*faults_of_names, *faults_of_fields))
    if manifest is None:
        return Stated()
    if (manifest.repository is None) == (manifest.repositories is None):
        faults.extend(_of_which(document.root))
        return Stated()
    rules = _rules(manifest, document.root, faults)
    feeds = _feeds(manifest, document.root, file, faults)
    if manifest.repositories is not None:
        wide, faults_of_versions = wide_versions(manifest, document.root, names)
        faults.extend(faults_of_versions)
        return Stated(wide=wide, rules=rules, feeds=feeds)
    declared, faults_of_versions = declarations(manifest, document.root, names)
    faults.extend(faults_of_versions)
    return Stated(declared, rules=rules)


def _rules(manifest: Manifest, root: Node, faults: list[Fault]) -> tuple[Rule, ...]:
    if not manifest.rules:
        return ()
    # Not at the top: most manifests have no rules, and need no order of versions.
    from packagestate.schemas.rules import rules_of  # noqa: PLC0415

    rules, found = rules_of(manifest, root)
    faults.extend(found)
    return rules


def _feeds(manifest: Manifest, root: Node, file: str, faults: list[Fault]) -> tuple[Feed, ...]:
    if not manifest.advisories:
        return ()
    # Not at the top: most manifests have no advisories.
    from packagestate.schemas.advisories.feeds import feeds_of  # noqa: PLC0415

    feeds, found = feeds_of(manifest, root, PurePath(whole(file)))
    faults.extend(found)
    return feeds


def _of_which(root: Node) -> Iterator[Fault]:
    """That a manifest names both or neither; one that is wrong in itself is a fault already."""
    named = [each for each in (entry_at(root, (key,)) for key in WHICH) if each is not None]
    if len(named) == 1 or (not named and _is_misspelt(root)):
        return
    yield Fault(
        "One repository or several",
        "A manifest is about one `repository`, or about several `repositories`. This one names "
        f"{'both' if named else 'neither'}.",
        "take `repositories` out to speak of one repository, or `repository` to speak of several"
        if named
        else "add `repository` with the name of one, or `repositories: all`",
        place_of(named[1].key if named else root),
    )


def _is_misspelt(root: Node) -> bool:
    """Whether one of the two is there by another name, which is a fault already."""
    # Not at the top: most manifests name one of the two.
    from packagestate.schemas.likeness import nearest  # noqa: PLC0415

    return isinstance(root, Mapping) and any(nearest(key, WHICH) for key in root.keys)
