"""The gateway: the calls of `provider.gateway`, made with a client of boto3."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar, assert_never

from packagestate.provider.codeartifact.absence import NO_PACKAGE
from packagestate.provider.codeartifact.answers import (
    batch_answer,
    listed_package,
    observed_version,
    origin_configuration,
    page_token,
    repository_name,
    require_deleted,
    require_origin,
    require_revisions,
)
from packagestate.provider.codeartifact.answers_for_rules import asked_domain, candidate, published_time
from packagestate.provider.codeartifact.errors import translated
from packagestate.provider.gateway import AbsentError, BatchAnswer, ListedPackage
from packagestate.provider.plan.model import Batch, Call, ObservedVersion
from packagestate.provider.population import AskedDomain, Candidate, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.status import Status

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

#: The most items of a page. Source: AWS CodeArtifact API reference, `maxResults` of the List operations.
PAGE_LIMIT: Final = 1000

# So often a listing starts again because a page token has expired.
_MOST_RESTARTS: Final = 2

# A page may be empty although more follow; so many in a row that bring nothing new are no listing.
_MOST_BARREN_PAGES: Final = 100


VersionT = TypeVar("VersionT", ObservedVersion, Candidate)


class ClientGateway:
    """CodeArtifact, reached with a client of boto3. Threads may share it."""

    def __init__(self, client: "CodeArtifactClient") -> None:
        """Use a client.

        Args:
            client: The client; its retries and pace are its own.
        """
        # Its types demand literal keywords, which are put together here.
        self._client: Any = client

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        """See `provider.gateway.Gateway`."""
        with self._translated("ListRepositoriesInDomain", f"domain {domain}"):
            arguments = _domain_arguments(domain, domain_owner)
            for entry in self._items("list_repositories_in_domain", "repositories", arguments):
                yield Repository(domain, repository_name(entry), domain_owner)

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        """See `provider.gateway.Gateway`."""
        arguments: dict[str, object] = _repository_arguments(repository)
        if package_format is not None:
            arguments["format"] = str(package_format)
        with self._translated("ListPackages", repository):
            seen: set[Coordinates] = set()
            for entry in self._items("list_packages", "packages", arguments):
                listed = listed_package(repository, entry)
                if listed.coordinates not in seen:
                    seen.add(listed.coordinates)
                    yield listed

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        """See `provider.gateway.Gateway`."""
        listed = self._listed(coordinates, observed_version)
        return None if listed is None else listed[0]

    def list_population(self, coordinates: Coordinates) -> Population | None:
        """See `provider.population.RuleGateway`."""
        listed = self._listed(coordinates, candidate)
        return None if listed is None else Population(coordinates, *listed)

    def _listed(
        self, coordinates: Coordinates, read: Callable[[dict[str, Any]], VersionT]
    ) -> tuple[tuple[VersionT, ...], str | None] | None:
        """The versions of a package, sorted, and its default version; None where there is no such package."""
        default: list[str | None] = []
        try:
            with self._translated("ListPackageVersions", coordinates):
                found: dict[str, VersionT] = {}
                # What was listed before a restart may be gone by now.
                entries = self._items(
                    "list_package_versions",
                    "versions",
                    _arguments(coordinates),
                    found.clear,
                    lambda page: default.append(page.get("defaultDisplayVersion")),
                )
                for version in map(read, entries):
                    found[version.version] = version
        except AbsentError as error:
            if error.resource_type in NO_PACKAGE:
                return None
            raise
        in_order = (found[version] for version in sorted(found))
        return tuple(each for each in in_order if each.status is not Status.DELETED), default[-1]

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        """See `provider.population.RuleGateway`."""
        with self._translated("DescribeDomain", f"domain {domain}"):
            return asked_domain(self._client.describe_domain(**_domain_arguments(domain, domain_owner)))

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        """See `provider.population.RuleGateway`."""
        arguments = {**_arguments(coordinates), "packageVersion": version}
        try:
            with self._translated("DescribePackageVersion", coordinates):
                return published_time(self._client.describe_package_version(**arguments))
        except AbsentError as error:
            if error.resource_type in NO_PACKAGE:
                return None
            raise

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        """See `provider.gateway.Gateway`."""
        try:
            with self._translated("DescribePackage", coordinates):
                return origin_configuration(self._client.describe_package(**_arguments(coordinates))["package"])
        except AbsentError as error:
            if error.resource_type in NO_PACKAGE:
                return None
            raise

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        """See `provider.gateway.Gateway`."""
        require_revisions(coordinates, batch)
        arguments = _arguments(coordinates)
        arguments["versions"] = [version for version, _ in batch.revisions]
        arguments["expectedStatus"] = str(batch.before)
        # DeletePackageVersions has no guard of this kind. Source: AWS CodeArtifact API reference.
        guard = {"versionRevisions": dict(batch.revisions)}
        with self._translated(batch.call, coordinates):
            match batch.call:
                case Call.UPDATE:
                    answer = self._client.update_package_versions_status(
                        **arguments, **guard, targetStatus=str(batch.after)
                    )
                case Call.DISPOSE:
                    answer = self._client.dispose_package_versions(**arguments, **guard)
                case Call.DELETE:
                    answer = self._client.delete_package_versions(**arguments)
                case unexpected:
                    assert_never(unexpected)
            return batch_answer(batch, answer)

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        """See `provider.gateway.Gateway`."""
        restrictions = {"publish": str(origin.publish), "upstream": str(origin.upstream)}
        with self._translated("PutPackageOriginConfiguration", coordinates):
            answer = self._client.put_package_origin_configuration(**_arguments(coordinates), restrictions=restrictions)
            require_origin(origin, answer)

    def delete_package(self, coordinates: Coordinates) -> None:
        """See `provider.gateway.Gateway`."""
        with self._translated("DeletePackage", coordinates):
            require_deleted(coordinates, self._client.delete_package(**_arguments(coordinates)))

    def _items(
        self,
        operation: str,
        key: str,
        arguments: dict[str, object],
        restarted: Callable[[], None] = lambda: None,
        turned: Callable[[dict[str, Any]], None] = lambda _page: None,
    ) -> Iterator[dict[str, Any]]:
        """The items of all pages; all of them again, from the first page, where a page token has expired.

        Undocumented (Q0): whether and when a page token expires, and what AWS answers then. A malformed request is a
        ValidationException, and one whose first page was answered can be malformed by its page token only.
        """
        restart_count = 0
        while True:
            page_count = 0
            try:
                for page in self._pages(operation, key, arguments):
                    page_count += 1
                    turned(page)
                    yield from page[key]
            except self._client.exceptions.ValidationException:
                if page_count == 0 or restart_count == _MOST_RESTARTS:
                    raise
            else:
                return
            restart_count += 1
            restarted()

    def _pages(self, operation: str, key: str, arguments: dict[str, object]) -> Iterator[dict[str, Any]]:
        """The pages, from the first on.

        botocore's own paginator would follow page tokens that go in circles for ever.
        """
        list_page = getattr(self._client, operation)
        asked = {**arguments, "maxResults": PAGE_LIMIT}
        items: list[dict[str, Any]] = []
        tokens: set[str] = set()
        barren_count = 0
        while True:
            page = list_page(**asked)
            barren_count = barren_count + 1 if page[key] in ([], items) else 0
            items = page[key]
            yield page
            token = page_token(page)
            if token is None:
                return
            if token in tokens or barren_count > _MOST_BARREN_PAGES:
                raise ValueError("pages without end")
            tokens.add(token)
            asked["nextToken"] = token

    def _translated(self, operation: str, subject: object) -> AbstractContextManager[None]:
        return translated(operation, subject, self._client.meta.endpoint_url)


def _domain_arguments(domain: str, domain_owner: str | None) -> dict[str, object]:
    return {"domain": domain} if domain_owner is None else {"domain": domain, "domainOwner": domain_owner}


def _repository_arguments(repository: Repository) -> dict[str, object]:
    return _domain_arguments(repository.domain, repository.domain_owner) | {"repository": repository.name}


def _arguments(coordinates: Coordinates) -> dict[str, object]:
    """The arguments that name a package; an empty namespace must be left out."""
    arguments = _repository_arguments(coordinates.repository)
    arguments |= {"format": str(coordinates.format), "package": coordinates.package}
    if coordinates.namespace is not None:
        arguments["namespace"] = coordinates.namespace
    return arguments
