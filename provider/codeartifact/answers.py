"""From the answers of the API to values. Whatever is not as the API describes it raises one of Python's own errors.

Source: AWS CodeArtifact API reference, the response elements of the operations.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from packagestate.provider.gateway import BatchAnswer, FailedVersion, InvalidRequestError, ListedPackage
from packagestate.provider.plan.model import Batch, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from packagestate.schemas.text import FORBIDDEN

_REVISION: Final = re.compile(rf"[^\s{FORBIDDEN}]+")

Answer = Mapping[str, Any]


def observed_version(entry: Answer) -> ObservedVersion:
    """One entry of `versions` of ListPackageVersions.

    Source: botocore's model, `PackageVersionSummary`: `version` and `status` are required, `revision` is not.

    Args:
        entry: The entry.

    Raises:
        KeyError, TypeError, ValueError: It is not as the API describes it.
    """
    revision = entry.get("revision")
    return ObservedVersion(
        required_text(entry["version"]),
        Status(entry["status"]),
        "" if revision is None else _revision(revision),
        origin_type(entry),
    )


def origin_type(entry: Answer) -> OriginType:
    """How a version of ListPackageVersions entered the domain.

    Source: botocore's model, `PackageVersionOrigin`: `originType` may be left out.

    Args:
        entry: Its entry.

    Raises:
        AttributeError, ValueError: It is not as the API describes it.
    """
    return OriginType((entry.get("origin") or {}).get("originType", OriginType.UNKNOWN))


def listed_package(repository: Repository, entry: Answer) -> ListedPackage:
    """One entry of `packages` of ListPackages.

    Args:
        repository: The repository that was listed.
        entry: The entry.

    Raises:
        KeyError, TypeError, ValueError: It is not as the API describes it.
    """
    namespace = entry.get("namespace") or None
    coordinates = Coordinates(repository, Format(entry["format"]), namespace, required_text(entry["package"]))
    return ListedPackage(coordinates, origin_configuration(entry))


def repository_name(entry: Answer) -> str:
    """The name of one entry of `repositories` of ListRepositoriesInDomain.

    Args:
        entry: The entry.

    Raises:
        KeyError, TypeError: It is not as the API describes it.
    """
    return required_text(entry["name"])


def page_token(answer: Answer) -> str | None:
    """What asks for the next page of a listing.

    Args:
        answer: One page.

    Returns:
        The token; None after the last page.

    Raises:
        TypeError: It is not as the API describes it.
    """
    token = answer.get("nextToken")
    return required_text(token) if token else None


def origin_configuration(entry: Answer) -> OriginConfiguration | None:
    """The origin configuration of a package, as ListPackages and DescribePackage give it.

    Args:
        entry: The package; its configuration may be left out.

    Raises:
        KeyError, TypeError, ValueError: It is not as the API describes it.
    """
    configuration = entry.get("originConfiguration")
    if not configuration:
        return None
    restrictions = configuration["restrictions"]
    return OriginConfiguration(Restriction(restrictions["publish"]), Restriction(restrictions["upstream"]))


def batch_answer(batch: Batch, answer: Answer) -> BatchAnswer:
    """What AWS said of each version of a batch; of versions that were not asked about, nothing is taken.

    An entry of `successfulVersions` that does not say what the version is now counts as not said: who reads the
    answer then looks up the truth.

    Args:
        batch: What was asked for.
        answer: The answer.

    Raises:
        KeyError, TypeError, ValueError: It is not as the API describes it.
    """
    if answer.keys().isdisjoint({"successfulVersions", "failedVersions"}):
        raise KeyError("successfulVersions")
    asked = {version for version, _ in batch.revisions}
    succeeded = (answer.get("successfulVersions") or {}).items()
    failed = (answer.get("failedVersions") or {}).items()
    return BatchAnswer(
        tuple(
            sorted(
                ObservedVersion(version, Status(entry["status"]), _revision(entry["revision"]))
                for version, entry in succeeded
                if version in asked and "status" in entry and "revision" in entry
            )
        ),
        tuple(
            sorted(
                (
                    FailedVersion(version, str(entry.get("errorCode", "")), str(entry.get("errorMessage", "")))
                    for version, entry in failed
                    if version in asked
                ),
                key=lambda each: each.version,
            )
        ),
    )


def require_revisions(coordinates: Coordinates, batch: Batch) -> None:
    """Check that a write is guarded by a revision for each version, so that it cannot hit another artefact.

    Args:
        coordinates: The package.
        batch: What is to be sent.

    Raises:
        InvalidRequestError: A version has no revision.
    """
    unguarded = ", ".join(version for version, revision in batch.revisions if not revision)
    if unguarded:
        raise InvalidRequestError(
            Fault(
                "Revision is missing",
                f"{batch.call} of {coordinates} was not sent: nobody named the revision of {unguarded}, so the write "
                "would not be guarded. Nothing was changed.",
                "see what ListPackageVersions answers for it, and plan again once it names a revision",
            )
        )


def require_origin(asked: OriginConfiguration, answer: Answer) -> None:
    """Check that the answer to PutPackageOriginConfiguration is one; a page of a proxy has the same HTTP status.

    Args:
        asked: What was to be set.
        answer: The answer.

    Raises:
        KeyError, TypeError, ValueError: It does not say that it was set.
    """
    if origin_configuration(answer) != asked:
        raise ValueError("another origin configuration was set")


def require_deleted(coordinates: Coordinates, answer: Answer) -> None:
    """Check that the answer to DeletePackage is one.

    Args:
        coordinates: What was to be deleted.
        answer: The answer.

    Raises:
        KeyError, TypeError, ValueError: It does not say that it was deleted.
    """
    if answer["deletedPackage"]["package"] != coordinates.package:
        raise ValueError("another package was deleted")


def _revision(value: object) -> str:
    """A revision, which the engine prints as it is and the state records: it holds no mark and nothing unseen."""
    text = required_text(value)
    if _REVISION.fullmatch(text) is None:
        raise ValueError("a revision holds what no revision may")
    return text


def required_text(value: object) -> str:
    """A text that has to be there.

    Args:
        value: What an answer has.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str) or not value:
        raise TypeError("a text is missing")
    return value
