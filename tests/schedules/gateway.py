"""The real gateway over HTTP, which waits for nothing, tells what it was told, and dies on demand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from botocore.retries import quota, standard

from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.codeartifact.client import ClientGateway
from packagestate.provider.gateway import BatchAnswer, ListedPackage
from packagestate.provider.plan.model import Batch, ObservedVersion
from packagestate.provider.population import AskedDomain, FullGateway, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration
from tests.schedules.expectation import Expectation
from tests.schedules.watch import Watch

Answer = TypeVar("Answer")

ATTEMPT_COUNT = 3
_UNPACED = 1e6


class KilledError(BaseException):
    """The process ends here: nobody catches it."""


def gateway_without_waiting(url: str) -> ClientGateway:
    """The gateway of `connect`, which follows botocore's own rules of what is sent again, but at once."""
    gateway = connect(
        ConnectionSettings(
            region="eu-west-1",
            endpoint=url,
            writes_per_second=_UNPACED,
            reads_per_second=_UNPACED,
            lists_per_second=_UNPACED,
            worker_count=1,
        )
    )
    assert isinstance(gateway, ClientGateway)
    retry_at_once(gateway)
    return gateway


def retry_at_once(gateway: ClientGateway) -> None:
    """Give the client a full budget of retries, none of which waits; so equal schedules go alike."""
    events = gateway._client.meta.events  # noqa: SLF001 - the client is the gateway's own, and has no other door
    adapter = standard.RetryEventAdapter()
    handler = standard.RetryHandler(
        retry_policy=standard.RetryPolicy(standard.StandardRetryConditions(ATTEMPT_COUNT), _NoBackoff()),
        retry_event_adapter=adapter,
        retry_quota=standard.RetryQuotaChecker(quota.RetryQuota()),
    )
    events.unregister("needs-retry.codeartifact", unique_id="retry-config-codeartifact")
    events.register("needs-retry.codeartifact", handler.needs_retry, unique_id="retry-config-codeartifact")


class _NoBackoff:
    def delay_amount(self, _context: object) -> float:
        return 0.0


@dataclass
class ToldGateway:
    """A gateway whose answers to reads are told to who watches.

    Attributes:
        inner: What makes the calls.
        watch: Who watches.
        killed_at: The number of the call, from 1, at which the process ends; 0 for never.
        after: Whether it ends after that call, and not before.
        in_hooks: Whether only the calls of hooks are counted, and not those of the program.
        meanwhile: Is called before each call: what another stack does then.
    """

    inner: FullGateway
    watch: Watch
    killed_at: int = 0
    after: bool = False
    in_hooks: bool = False
    meanwhile: Callable[[], None] | None = None
    call_count: int = field(default=0, init=False)

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        return iter(self._call(lambda: tuple(self.inner.list_repositories(domain, domain_owner))))

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        return iter(self._call(lambda: tuple(self.inner.list_packages(repository, package_format))))

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        return self._call(lambda: self.inner.describe_domain(domain, domain_owner))

    def list_population(self, coordinates: Coordinates) -> Population | None:
        return self._call(lambda: self.inner.list_population(coordinates))

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        return self._call(lambda: self.inner.read_published(coordinates, version))

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        found = self._call(lambda: self.inner.list_versions(coordinates))
        if (expectation := self._expectation(coordinates)) is not None:
            expectation.told_versions(found or ())
        return found

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        found = self._call(lambda: self.inner.read_origin(coordinates))
        if (expectation := self._expectation(coordinates)) is not None:
            expectation.told_origin(found)
        return found

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        return self._call(lambda: self.inner.write(coordinates, batch))

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        self._call(lambda: self.inner.put_origin(coordinates, origin))
        if (expectation := self._expectation(coordinates)) is not None:
            expectation.origins.append(origin)

    def delete_package(self, coordinates: Coordinates) -> None:
        self._call(lambda: self.inner.delete_package(coordinates))

    def _expectation(self, coordinates: Coordinates) -> Expectation | None:
        """What is expected of a package: a thread of a process that was killed may still ask for another one."""
        found = self.watch.expectation
        return found if found is not None and found.package == coordinates else None

    def _call(self, carry_out: Callable[[], Answer]) -> Answer:
        counts = not self.in_hooks or self.watch.expectation is not None
        self.call_count += counts
        is_last = counts and self.call_count == self.killed_at
        if self.meanwhile is not None:
            self.meanwhile()
        if is_last and not self.after:
            raise KilledError
        answer = carry_out()
        if is_last:
            raise KilledError
        return answer
