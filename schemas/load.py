"""From a folder of manifests to the desired state of packages, or to everything that is wrong with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from packagestate.schemas.advisories.feed import Advisories, Feed, feeds_named_twice
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.choices import Choices
from packagestate.schemas.coordinates import Format
from packagestate.schemas.declarations import Declaration
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.document import Document, compose
from packagestate.schemas.errors import Fault, ManifestError
from packagestate.schemas.files import find, read, shown, whole
from packagestate.schemas.locked import LOCK_FOLDER, Lock, is_of_lock
from packagestate.schemas.merge import merge
from packagestate.schemas.over import Overriding
from packagestate.schemas.quoting import warnings_of
from packagestate.schemas.rule import Rule, named_twice
from packagestate.schemas.stating import stated_in
from packagestate.schemas.wide_faults import contradicting_scopes
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Manifests:
    """What all manifests say together.

    Attributes:
        packages: The packages, sorted, each once.
        warnings: What is right, and easily misunderstood.
        file_count: How many files were read.
        wide: The statements for several repositories, in the order of the files.
        rules: The rules, in the order of the files. They take effect through the lock alone.
        locks: What the files of the lock say of one repository each, in their order.
        advisories: The feeds with their records, in the order of the files. They take effect through the lock alone.
        feed_locks: What the files of the lock say for feeds, in their order.
        record_faults: What is wrong with records of advisories: these count as if they were not there.
    """

    packages: tuple[DesiredPackage, ...]
    warnings: tuple[Fault, ...]
    file_count: int
    wide: tuple[WideVersion, ...] = ()
    rules: tuple[Rule, ...] = ()
    locks: tuple[Lock, ...] = ()
    advisories: tuple[Advisories, ...] = ()
    feed_locks: tuple[FeedLock, ...] = ()
    record_faults: tuple[Fault, ...] = ()

    @property
    def package_count(self) -> int:
        """How many packages they name, each once for one repository and once for the same several."""
        wide = {(each.scope, each.package_format, each.namespace, each.package) for each in self.wide}
        return len(self.packages) + len(wide)

    @property
    def formats(self) -> frozenset[tuple[str, Format]]:
        """The domain and the format of every package that they name, or that a rule or a feed is about."""
        literal = ((each.coordinates.repository.domain, each.coordinates.format) for each in self.packages)
        wide = ((each.scope.domain, each.package_format) for each in self.wide)
        ruled = ((each.scope.domain, each.package_format) for each in self.rules)
        fed = ((each.scope.domain, each.package_format) for each in self.feeds)
        return frozenset((*literal, *wide, *ruled, *fed))

    @property
    def choices(self) -> Choices:
        """What rules and advisories chose."""
        return Choices(self.rules, self.locks, self.advisories, self.feed_locks)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds."""
        return self.choices.feeds

    def owner_of(self, domain: str) -> str | None:
        """The account that owns a domain, where they say which one that is.

        Args:
            domain: The domain.
        """
        literal = (each.coordinates.repository for each in self.packages)
        owners = {each.domain: each.domain_owner for each in literal}
        scopes = [each.scope for each in chain[WideVersion | Rule | Feed](self.wide, self.rules, self.feeds)]
        owners |= {each.domain: each.domain_owner for each in scopes}
        return owners.get(domain)


def load(path: Path) -> Manifests:
    """Read manifests.

    Args:
        path: A file, or a folder that is searched with all its folders.

    Returns:
        What the manifests say.

    Raises:
        ManifestError: Something is wrong; it carries every fault of every file.
    """
    files, found = find(path)
    faults = list(found)
    warnings: list[Fault] = []
    declared: list[Declaration] = []
    wide: list[WideVersion] = []
    rules: list[Rule] = []
    locks: list[Lock | FeedLock] = []
    feeds: list[Feed] = []
    for file in files:
        name = shown(file)
        try:
            document = compose(read(file), name)
            if LOCK_FOLDER in file.parts and is_of_lock(file, path):
                locks.append(_lock(document, file, path))
                continue
        except ManifestError as error:
            faults.extend(error.faults)
            continue
        warnings.extend(warnings_of(document.unquoted, document.root))
        stated = stated_in(document, name, faults)
        declared.extend(stated.declarations)
        wide.extend(stated.wide)
        rules.extend(stated.rules)
        feeds.extend(stated.feeds)
    faults.extend((*named_twice(rules), *feeds_named_twice(feeds, rules)))
    packages, contradictions = together(declared, wide, (rules, feeds), faults)
    faults.extend(contradictions)
    advisories, record_faults = _advisories(feeds, path, faults)
    if faults:
        raise ManifestError(faults)
    return Manifests(
        packages,
        tuple(warnings),
        len(files),
        tuple(wide),
        tuple(rules),
        tuple([each for each in locks if isinstance(each, Lock)]),
        advisories,
        tuple([each for each in locks if isinstance(each, FeedLock)]),
        record_faults,
    )


def together(
    declared: Iterable[Declaration],
    wide: Collection[WideVersion],
    resolved: tuple[Collection[Rule], Collection[Feed]],
    faults: Iterable[Fault],
) -> tuple[tuple[DesiredPackage, ...], tuple[Fault, ...]]:
    """Bring together what all manifests say.

    Args:
        declared: What they say of one repository each, in the order of the files.
        wide: What they say of several.
        resolved: Their rules and their feeds.
        faults: What is wrong with single files: what these say is not known.

    Returns:
        The packages, sorted, each once, and a fault for each contradiction.
    """
    rules, feeds = resolved
    packages, contradictions = merge(declared)
    doubtful = {fault.place.file for fault in faults if fault.place is not None}
    packages, unmatched = Overriding(wide, rules, feeds, doubtful, whole).settled(packages)
    scopes = [*(each.scope for each in rules), *(each.scope for each in feeds)]
    return packages, (*contradictions, *unmatched, *contradicting_scopes(packages, wide, scopes))


def _lock(document: Document, file: Path, folder: Path) -> Lock | FeedLock:
    # Not at the top: most folders have no lock.
    from packagestate.schemas.advisories.lock_file import is_of_feed, read_feed_lock  # noqa: PLC0415
    from packagestate.schemas.lock_file import read_lock  # noqa: PLC0415

    return read_feed_lock(document, file, folder) if is_of_feed(file) else read_lock(document, file, folder)


def _advisories(
    feeds: Collection[Feed], path: Path, faults: list[Fault]
) -> tuple[tuple[Advisories, ...], tuple[Fault, ...]]:
    """The records of feeds, and what is wrong with single ones; what is wrong with a folder joins the faults."""
    if not feeds:
        return (), ()
    # Not at the top: most folders have no advisories.
    from packagestate.schemas.advisories.folder import read_advisories  # noqa: PLC0415

    found = read_advisories(feeds, path if path.is_dir() else path.parent)
    faults.extend(found.faults)
    return found.advisories, found.record_faults
