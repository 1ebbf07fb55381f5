"""A gateway to one package that is held in memory, with AWS's guards, and everything that can go wrong on the way.

Every call is numbered from 1, the reads as well, and logged. A call can fail before or after it was carried out, and
another writer can act right before any call.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn, TypeVar

from packagestate.provider.gateway import AbsentError, BatchAnswer, FailedVersion, ListedPackage
from packagestate.provider.plan.model import Batch, Call, ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status

Answer = TypeVar("Answer")

OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)


@dataclass(frozen=True, slots=True)
class Failure:
    """What happens to one call.

    Attributes:
        error: What the caller gets.
        committed: Whether the call is carried out all the same.
    """

    error: Exception
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One version that a call changed, and the origin configuration that was in force then."""

    call: Call
    before: ObservedVersion
    after: Status
    origin: OriginConfiguration


@dataclass
class ModelGateway:
    """One package, and the calls that can be made to it.

    Attributes:
        coordinates: The package.
        versions: Its versions; None where it is absent.
        origin: Its origin configuration, while it is there.
        partial_success: Whether a call changes the versions that it can although others fail.
        failures: The number of a call, and what happens to it.
        failures_of: The name of a call, and what happens to it every time.
        refusals: Versions that no call changes, and the code that AWS gives.
        unmentioned: Versions of which no answer says anything, though they are changed.
        ignores_writes: Whether a write does nothing, and its answer says nothing.
        claims: The status that answers give to what was changed, if it is not the one that it has.
        renews_revisions: Whether a change of status gives a version another revision; no document says either.
        before_call: Somebody else, who gets the number of the call that is about to be made.
        calls: The names of the calls that were made.
        batches: The batches that were sent.
        changes: The versions that were changed.
        origins: The origin configurations that were put.
    """

    coordinates: Coordinates
    versions: dict[str, ObservedVersion] | None
    origin: OriginConfiguration = OPEN
    partial_success: bool = False
    failures: Mapping[int, Failure] = field(default_factory=dict)
    failures_of: Mapping[str, Failure] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    unmentioned: frozenset[str] = frozenset()
    ignores_writes: bool = False
    claims: Status | None = None
    renews_revisions: bool = False
    before_call: Callable[[int], None] = lambda _: None
    calls: list[str] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    origins: list[OriginConfiguration] = field(default_factory=list)

    @classmethod
    def of(cls, observed: ObservedPackage) -> "ModelGateway":
        """A gateway to a package as it was observed."""
        return cls(
            observed.coordinates, {version.version: version for version in observed.versions}, observed.origin or OPEN
        )

    def observe(self) -> ObservedPackage:
        """The package as it is, without a call."""
        if self.versions is None:
            return ObservedPackage(self.coordinates)
        return ObservedPackage(self.coordinates, tuple(sorted(self.versions.values())), self.origin)

    def set(self, version: str, status: Status, revision: str = "r1") -> None:
        """Somebody else gives a version a status, or publishes it."""
        assert self.versions is not None
        self.versions[version] = ObservedVersion(version, status, revision)

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        raise NotImplementedError(domain, domain_owner)

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        raise NotImplementedError(repository, package_format)

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        return self._call("list_versions", coordinates, self._listed)

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        return self._call("read_origin", coordinates, lambda: None if self.versions is None else self.origin)

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        self.batches.append(batch)
        return self._call(batch.call, coordinates, lambda: self._written(batch))

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        def put() -> None:
            self.origins.append(origin)
            self.versions, self.origin = self.versions or {}, origin

        self._call("put_origin", coordinates, put)

    def delete_package(self, coordinates: Coordinates) -> None:
        def delete() -> None:
            if self.versions is None:
                _absent()
            self.versions, self.origin = None, OPEN

        self._call("delete_package", coordinates, delete)

    def _call(self, name: str, coordinates: Coordinates, carry_out: Callable[[], Answer]) -> Answer:
        assert coordinates == self.coordinates
        self.calls.append(name)
        number = len(self.calls)
        self.before_call(number)
        failure = self.failures.get(number, self.failures_of.get(name))
        if failure is None:
            return carry_out()
        if failure.committed:
            carry_out()
        raise failure.error

    def _listed(self) -> tuple[ObservedVersion, ...] | None:
        return None if self.versions is None else tuple(sorted(self.versions.values()))

    def _written(self, batch: Batch) -> BatchAnswer:
        """All or nothing, unless `partial_success` says otherwise."""
        if self.versions is None:
            _absent()
        if self.ignores_writes:
            return BatchAnswer((), ())
        failed = [failure for each in batch.revisions if (failure := self._failure(batch, *each)) is not None]
        broken = {failure.version for failure in failed}
        whole = {version for version, _ in batch.revisions} - broken
        if failed and not self.partial_success:
            failed += [FailedVersion(version, "SKIPPED", f"version {version} is skipped") for version in whole]
            whole = set()
        succeeded = tuple(self._change(batch, version) for version in sorted(whole))
        return BatchAnswer(
            tuple(version for version in succeeded if version.version not in self.unmentioned),
            tuple(sorted(failed, key=lambda failure: failure.version)),
        )

    def _failure(self, batch: Batch, version: str, revision: str) -> FailedVersion | None:
        """What AWS has against changing one version."""
        assert self.versions is not None
        present = self.versions.get(version)
        if present is None:
            return FailedVersion(version, "NOT_FOUND", f"Could not find version {version}")
        if present.status is not batch.before:
            message = f"current status: {present.status}, expected status: {batch.before}"
            return FailedVersion(version, "MISMATCHED_STATUS", message)
        if present.revision != revision and batch.call is not Call.DELETE:
            message = f"current revision: {present.revision}, expected revision: {revision}"
            return FailedVersion(version, "MISMATCHED_REVISION", message)
        code = self.refusals.get(version)
        return None if code is None else FailedVersion(version, code, "not allowed")

    def _change(self, batch: Batch, version: str) -> ObservedVersion:
        assert self.versions is not None
        before = self.versions.pop(version)
        revision = f"{before.revision}'" if self.renews_revisions else before.revision
        after = replace(before, status=batch.after, revision=revision)
        self.changes.append(Change(batch.call, before, batch.after, self.origin))
        if batch.after is not Status.DELETED:
            self.versions[version] = after
        return replace(after, status=self.claims or batch.after)


def _absent() -> NoReturn:
    raise AbsentError(Fault("Package is absent", "There is no such package.", "publish it"), "package")
