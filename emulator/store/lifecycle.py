r"""Which status may follow which, and how one call changes many versions. Pure.

    from \ to     Published  Unlisted  Archived  Disposed  Deleted
    Unfinished    yes        yes (u)   yes (u)   yes (u)   yes (i)
    Published     same (u)   yes       yes       yes       yes
    Unlisted      yes        same (u)  yes (i)   yes (i)   yes
    Archived      yes        yes       same (u)  yes (i)   yes (i)
    Disposed      no         no        no        no (u)    yes

    (i) follows from the documents without standing there; (u) does not, and nothing may rely on it.

Undocumented (Q2): a version that has the status already is changed, but for a Disposed one.
Undocumented (Q8): an Unfinished version can become Unlisted, Archived and Disposed.

Source: UG packages-overview ("Package version status") and update-package-version-status.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from emulator.store.errors import InvalidRequestError
from emulator.store.model import Status, VersionRecord

VERSION_COUNT_LIMIT = 100
"""Most versions in one call. Source: botocore's model, `PackageVersionList`."""

STORED = frozenset({Status.UNFINISHED, Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED})
WITH_ASSETS = STORED - {Status.DISPOSED}

SOURCES: Mapping[Status, frozenset[Status]] = {
    Status.PUBLISHED: WITH_ASSETS,
    Status.UNLISTED: WITH_ASSETS,
    Status.ARCHIVED: WITH_ASSETS,
    Status.DISPOSED: WITH_ASSETS,
    Status.DELETED: STORED,
}
"""Target status to the statuses from which it can be reached."""


class FailureCode(StrEnum):
    """Why a version was left alone. Source: botocore's model, `PackageVersionErrorCode`."""

    ALREADY_EXISTS = "ALREADY_EXISTS"
    MISMATCHED_REVISION = "MISMATCHED_REVISION"
    MISMATCHED_STATUS = "MISMATCHED_STATUS"
    NOT_ALLOWED = "NOT_ALLOWED"
    NOT_FOUND = "NOT_FOUND"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class Failure:
    """One version's failure in a call that was answered."""

    code: FailureCode
    message: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A call that brings versions of one package to a status.

    `revisions` and `expected_status` guard it: AWS leaves a version alone that is not as they say.
    """

    versions: tuple[str, ...]
    target: Status
    revisions: Mapping[str, str] | None = None
    expected_status: Status | None = None

    def check(self) -> None:
        """Hold the call against itself.

        Source: UG update-package-version-status ("must be the same as the versions passed to --versions").

        Undocumented (Q7): which error follows.

        Raises:
            InvalidRequestError: `versions` is empty, or the keys of `revisions` are others than `versions`.
        """
        if not self.versions:
            raise InvalidRequestError("At least one package version must be specified.")
        if self.revisions is not None and set(self.revisions) != set(self.versions):
            raise InvalidRequestError("The versions in versionRevisions must be the same as those in versions.")


@dataclass(frozen=True, slots=True)
class Success:
    """One version's new state, as the answer tells it."""

    status: Status
    revision: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a call did: version to success, and version to failure. A version may be in neither."""

    successes: Mapping[str, Success]
    failures: Mapping[str, Failure]


def change_statuses(records: dict[str, VersionRecord], change: StatusChange, *, partial_success: bool) -> BatchResult:
    """Carry out a status change in a package's records.

    Source: UG update-package-version-status: "In the current implementation … either all versions are updated
    successfully or no versions are updated. This behavior is not guaranteed".

    Undocumented (Q4): that DeletePackageVersions behaves the same.
    Undocumented (Q6): that every reader sees the change as soon as the call was answered.

    Args:
        records: The package's versions; changed in place.
        change: What is asked.
        partial_success: Whether the versions that can change do so although others fail.

    Returns:
        Every asked version in exactly one of the two maps.
    """
    judged = {version: judge(records.get(version), version, change) for version in change.versions}
    failures = {version: failure for version, failure in judged.items() if failure}
    passed = [version for version, failure in judged.items() if not failure]
    if failures and not partial_success:
        skipped = {version: Failure(FailureCode.SKIPPED, f"version {version} is skipped") for version in passed}
        return BatchResult({}, failures | skipped)
    successes = {version: Success(change.target, records[version].revision) for version in passed}
    for version in passed:
        if change.target is Status.DELETED:
            del records[version]
        else:
            records[version] = moved(records[version], change.target)
    return BatchResult(successes, failures)


def judge(record: VersionRecord | None, version: str, change: StatusChange) -> Failure | None:
    """Why a version cannot change as asked, or None when it can.

    Source: the words of the two mismatches, UG update-package-version-status; of NOT_FOUND, UG copy-package.

    Undocumented (Q3): when AWS answers NOT_ALLOWED, and in which words; which mismatch comes first.
    Undocumented (Q4): that an absent version is NOT_FOUND where it is to be deleted.
    """
    if record is None:
        return Failure(FailureCode.NOT_FOUND, f"Could not find version {version}")
    if change.expected_status is not None and record.status is not change.expected_status:
        return Failure(
            FailureCode.MISMATCHED_STATUS,
            f"current status: {record.status}, expected status: {change.expected_status}",
        )
    expected_revision = change.revisions[version] if change.revisions is not None else record.revision
    if record.revision != expected_revision:
        return Failure(
            FailureCode.MISMATCHED_REVISION,
            f"current revision: {record.revision}, expected revision: {expected_revision}",
        )
    if record.status not in SOURCES[change.target]:
        return Failure(
            FailureCode.NOT_ALLOWED, f"version {version} cannot change from {record.status} to {change.target}"
        )
    return None


def moved(record: VersionRecord, status: Status) -> VersionRecord:
    """The record in another status; disposing takes the assets away.

    Undocumented (Q5): that the revision stays, as the samples of UG update-package-version-status show.
    Undocumented (Q12): that the time of publication stays.
    """
    if status is Status.DISPOSED:
        return replace(record, status=status, assets=())
    return replace(record, status=status)
