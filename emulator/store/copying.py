"""Copying versions between repositories of a domain.

Source: UG copy-package: when one version cannot be copied, none is; a version that is there with the same content is
in neither map of the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from emulator.store.errors import InvalidRequestError
from emulator.store.ingestion import find
from emulator.store.lifecycle import BatchResult, Failure, FailureCode, Success
from emulator.store.model import PackageKey, RepositoryKey, Status, VersionRecord
from emulator.store.origin import default_restrictions
from emulator.store.public import PublicRegistry
from emulator.store.tree import Package, Tree

COPIED = frozenset({Status.PUBLISHED, Status.UNLISTED})
"""What can be copied.

Undocumented (Q9): that the others answer NOT_ALLOWED, and that a publish restriction of BLOCK does not stop a copy.
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A call that copies versions of a package; `versions` or `revisions` is given."""

    source: RepositoryKey
    destination: RepositoryKey
    package: PackageKey
    versions: tuple[str, ...] = ()
    revisions: Mapping[str, str] | None = None
    allow_overwrite: bool = False
    include_from_upstream: bool = False

    def check(self) -> None:
        """Hold the call against itself. Source: botocore's model, CopyPackageVersions ("cannot specify both").

        Raises:
            InvalidRequestError: Both or neither of `versions` and `revisions` are there, or the repositories are one.
        """
        if bool(self.versions) == bool(self.revisions):
            raise InvalidRequestError("You must specify versions or versionRevisions. You cannot specify both.")
        if self.source == self.destination:
            raise InvalidRequestError("The source and destination repositories must not be the same.")


def copy_versions(tree: Tree, public: PublicRegistry, copy: Copy) -> BatchResult:
    """Carry out a copy.

    Returns:
        What was copied and what was not.

    Raises:
        NotFoundError: A repository, or the package in the source repository, is not there.
    """
    destination = tree.repository(copy.destination)
    if not copy.include_from_upstream:
        tree.package(copy.source, copy.package)
    present = destination.packages.get(copy.package)
    versions = copy.versions or tuple(copy.revisions or ())
    failures: dict[str, Failure] = {}
    copied: dict[str, VersionRecord] = {}
    for version in versions:
        record = source_record(tree, public, copy, version)
        there = present.versions.get(version) if present else None
        if record and there and there.assets == record.assets and there.status is not Status.DISPOSED:
            continue
        failure = judge(copy, record, there, version)
        if failure:
            failures[version] = failure
        elif record:
            copied[version] = record
    if failures:
        skipped = {version: Failure(FailureCode.SKIPPED, f"Version {version} was skipped") for version in copied}
        return BatchResult({}, failures | skipped)
    for record in copied.values():
        present = present or destination.add_package(Package(copy.package, default_restrictions(record.origin_type)))
        present.versions[record.version] = record
    return BatchResult({version: Success(record.status, record.revision) for version, record in copied.items()}, {})


def source_record(tree: Tree, public: PublicRegistry, copy: Copy, version: str) -> VersionRecord | None:
    """The record to copy, from the source repository or, when wanted, from its upstreams."""
    if copy.include_from_upstream:
        found = find(tree, public, copy.source, copy.package, version)
        return found.record if found else None
    return tree.repository(copy.source).record(copy.package, version)


def judge(copy: Copy, record: VersionRecord | None, there: VersionRecord | None, version: str) -> Failure | None:
    """Why a version cannot be copied, or None when it can. Source: the words, UG copy-package."""
    if record is None:
        return Failure(FailureCode.NOT_FOUND, f"Could not find version {version}")
    expected_revision = copy.revisions[version] if copy.revisions else record.revision
    if record.revision != expected_revision:
        return Failure(
            FailureCode.MISMATCHED_REVISION,
            f"current revision: {record.revision}, expected revision: {expected_revision}",
        )
    if record.status not in COPIED:
        return Failure(FailureCode.NOT_ALLOWED, f"version {version} cannot be copied from status {record.status}")
    if there and (not copy.allow_overwrite or there.status is Status.DISPOSED):
        return Failure(FailureCode.ALREADY_EXISTS, f"Version {version} already exists")
    return None
