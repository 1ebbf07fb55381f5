"""The port to CodeArtifact: what the rest may ask of it, and what an implementer must guarantee.

An implementer guarantees:

- only a `GatewayError` leaves, from calls and from iterating over their answers alike;
- a read is the whole answer: all pages, all statuses, whatever the order AWS gave it in;
- a write sends exactly its batch, with `expectedStatus` and, where the API has it, `versionRevisions`, once; what the
  SDK sends again after a lost answer is guarded by the same expectations;
- a write's answer accounts for what AWS said and for nothing else: a version in neither map is in neither tuple;
- an error says whether the call may have been carried out all the same.

The errors, below `schemas.errors.PackageStateError`:

    GatewayError
    ├── AbsentError               ResourceNotFoundException, with the kind of what is absent
    ├── AccessDeniedError         AccessDeniedException, with the IAM action
    ├── ThrottledError            ThrottlingException, after every retry
    ├── ConcurrentChangeError     ConflictException
    ├── InvalidRequestError       ValidationException, and botocore's own
    ├── CredentialsError          none found, or expired
    ├── UnreachableError          no connection, or it broke; after every retry
    └── ServiceError              InternalServerException and any other answer that is none
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from packagestate.provider.plan.model import Batch, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.errors import Fault, PackageStateError


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """One row of ListPackages.

    Attributes:
        coordinates: The package.
        origin: Its origin configuration.
    """

    coordinates: Coordinates
    origin: OriginConfiguration | None


@dataclass(frozen=True, slots=True)
class FailedVersion:
    """One entry of `failedVersions`.

    Attributes:
        version: The version.
        code: AWS's error code, such as `MISMATCHED_REVISION`; whatever AWS said, also a code that no document names.
        message: AWS's message. Untrusted text.
    """

    version: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What AWS answered to a write. A version may be in neither tuple.

    Attributes:
        succeeded: The entries of `successfulVersions`, sorted, with the status and revision that AWS gave.
        failed: The entries of `failedVersions`, sorted by version.
    """

    succeeded: tuple[ObservedVersion, ...]
    failed: tuple[FailedVersion, ...]


class GatewayError(PackageStateError):
    """A call that AWS did not carry out, or whose answer was lost.

    Attributes:
        uncertain: Whether a write may have been carried out although nobody said so. It follows from the kind of the
            error, except where the answer to an earlier attempt of the same call was lost: then it is True.
    """

    uncertain: bool = False

    def __init__(self, fault: Fault, *, answer_lost: bool = False) -> None:
        """Carry the one fault.

        Args:
            fault: What is wrong.
            answer_lost: Whether an earlier attempt of the same call may have been carried out.
        """
        super().__init__((fault,))
        self.uncertain = self.uncertain or answer_lost

    @property
    def fault(self) -> Fault:
        """What is wrong."""
        return self.faults[0]


class AbsentError(GatewayError):
    """Something that the call names is not there.

    Attributes:
        resource_type: AWS's word for what is absent: `domain`, `repository`, `package` or `package-version`; empty
            where the answer does not say, or contradicts itself.
    """

    def __init__(self, fault: Fault, resource_type: str, *, answer_lost: bool = False) -> None:
        """Carry the one fault and what is absent.

        Args:
            fault: What is wrong.
            resource_type: See the class.
            answer_lost: See `GatewayError`.
        """
        super().__init__(fault, answer_lost=answer_lost)
        self.resource_type = resource_type


class AccessDeniedError(GatewayError):
    """The caller may not do this; the fault names the IAM action."""


class ThrottledError(GatewayError):
    """AWS still asked to slow down after every retry. The call was not carried out."""


class ConcurrentChangeError(GatewayError):
    """AWS is busy changing the same resource. The call was not carried out."""


class InvalidRequestError(GatewayError):
    """AWS, or its SDK, calls the request malformed. The call was not carried out."""


class CredentialsError(GatewayError):
    """There are no credentials, or they are no longer good."""


class UnreachableError(GatewayError):
    """No answer came, after every retry."""

    uncertain = True


class ServiceError(GatewayError):
    """The service failed, or answered something that is no answer of CodeArtifact."""

    uncertain = True


class Gateway(Protocol):
    """The calls that packagestate makes. See the module for what each guarantees."""

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        """Every repository of a domain, 1,000 a call.

        Args:
            domain: The domain.
            domain_owner: The account that owns it; None means the caller's own.

        Returns:
            The repositories, in AWS's order, each with the owner that was given.

        Raises:
            GatewayError: AWS did not answer, or said no.
        """

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        """Every package of a repository, with its origin configuration, 1,000 a call.

        Args:
            repository: The repository.
            package_format: Only packages of this format.

        Returns:
            The packages, in AWS's order.

        Raises:
            GatewayError: AWS did not answer, or said no.
        """

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        """Every version of a package, of every status, 1,000 a call.

        Args:
            coordinates: The package.

        Returns:
            The versions, sorted, each once; None where AWS says that there is no such package. A version whose
            revision AWS does not name has an empty one.

        Raises:
            GatewayError: AWS did not answer, or said no; also where the domain or the repository is absent, and where
                the answer does not say what is absent.
        """

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        """The origin configuration of one package.

        Args:
            coordinates: The package.

        Returns:
            The configuration; None where AWS names none. None does NOT mean that the package is absent: AWS answers
            this way for an absent package, and may do so for a package that is there, since `originConfiguration` is
            an optional member of DescribePackage's answer. Only `list_versions` tells whether a package is absent.

        Raises:
            GatewayError: AWS did not answer, or said no; also where the domain or the repository is absent, and where
                the answer does not say what is absent.
        """

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        """Make the one guarded call that a batch stands for.

        Args:
            coordinates: The package.
            batch: At most 100 versions, with the status and the revisions that they must still have.

        Returns:
            What AWS said of each version. A refusal of single versions is an answer, not an error.

        Raises:
            GatewayError: The call as a whole failed; `InvalidRequestError`, without a call, where a version has no
                revision.
        """

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        """Set the origin configuration of a package; creates an empty package where there is none. Unguarded.

        Args:
            coordinates: The package.
            origin: The configuration.

        Raises:
            GatewayError: The call failed.
        """

    def delete_package(self, coordinates: Coordinates) -> None:
        """Delete a package with all its versions and its origin configuration. Unguarded: see `provider.apply.removal`.

        Args:
            coordinates: The package.

        Raises:
            GatewayError: The call failed; `AbsentError` where there is no such package.
        """
