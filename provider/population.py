"""One package of one repository with all that rules ask about it, as AWS lists it. Pure values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from packagestate.provider.gateway import Gateway, ListedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status


class AskedDomain(NamedTuple):
    """What AWS says of a domain.

    Attributes:
        account: The account that owns it.
        region: The region that it is in.
        now: The time that it is for AWS.
    """

    account: str
    region: str
    now: datetime


class Candidate(NamedTuple):
    """One version as AWS lists it.

    Attributes:
        version: The version.
        status: Its status.
        revision: Its revision; empty where AWS names none.
        origin: How it entered the domain.
    """

    version: str
    status: Status
    revision: str
    origin: OriginType = OriginType.UNKNOWN


@dataclass(frozen=True, slots=True)
class Population:
    """One package of one repository as AWS lists it.

    Attributes:
        coordinates: The package.
        versions: Every version of every status but `Deleted`, sorted by version.
        default_version: The version that AWS shows by default; None where there is none.
        published: When versions were published, as far as it was asked.
        asked: What others than rules ask of versions, by the version: each will be at least as restrictive.
    """

    coordinates: Coordinates
    versions: tuple[Candidate, ...]
    default_version: str | None = None
    published: Mapping[str, datetime] = field(default_factory=dict)
    asked: Mapping[str, Status] = field(default_factory=dict)


class RuleGateway(Protocol):
    """The calls that only rules need. See `provider.gateway` for what each guarantees."""

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        """Ask whose a domain is, and what time it is.

        Args:
            domain: The domain.
            domain_owner: The account that owns it; None means the caller's own.

        Raises:
            GatewayError: AWS did not answer, or said no.
        """

    def list_population(self, coordinates: Coordinates) -> Population | None:
        """List every version of a package with its origin, 1,000 a call.

        Args:
            coordinates: The package.

        Returns:
            The package; None where AWS says that there is none.

        Raises:
            GatewayError: See `Gateway.list_versions`.
        """

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        """Ask when a version was published.

        Args:
            coordinates: The package.
            version: The version.

        Returns:
            The time; None where AWS names none, or has no such version any more.

        Raises:
            GatewayError: AWS did not answer, or said no.
        """


class LockGateway(RuleGateway, Protocol):
    """The calls that the lock is made with: they read, and never write."""

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        """See `Gateway.list_repositories`.

        Args:
            domain: The domain.
            domain_owner: The account that owns it; None means the caller's own.
        """

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        """See `Gateway.list_packages`.

        Args:
            repository: The repository.
            package_format: The format; None means all.
        """


class FullGateway(Gateway, RuleGateway, Protocol):
    """All calls."""
