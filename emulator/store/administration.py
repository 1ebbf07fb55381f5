"""Domains and repositories, with their upstreams and external connections.

Policies and tags are left to `emulator.store.attachments`, resource names to `emulator.codeartifact`.
"""

from dataclasses import dataclass
from datetime import datetime

from emulator.store.errors import ConflictError, InvalidRequestError, NotFoundError
from emulator.store.guarded import StorePart, alone
from emulator.store.listing import Page, paged
from emulator.store.model import RepositoryKey
from emulator.store.public import CONNECTION_FORMATS
from emulator.store.tree import Domain, Repository
from emulator.store.upstreams import check_one_source, check_upstreams


@dataclass(frozen=True, slots=True)
class DomainDescription:
    """A domain as the API tells it."""

    name: str
    created_time: datetime
    encryption_key: str
    repository_count: int
    asset_size_bytes: int


@dataclass(frozen=True, slots=True)
class RepositoryDescription:
    """A repository as the API tells it."""

    key: RepositoryKey
    created_time: datetime
    description: str
    upstreams: tuple[str, ...]
    external_connection: str


class Administration(StorePart):
    """The API's side of the store, for domains and repositories."""

    @alone
    def create_domain(self, name: str, encryption_key: str) -> DomainDescription:
        """Create an empty domain.

        Raises:
            ConflictError: There is one of that name.
        """
        domains = self.ground.tree.domains
        if name in domains:
            raise ConflictError(f"Domain already exists. Domain: {name}", name, "domain")
        domains[name] = Domain(name, self.ground.clock(), encryption_key)
        return described_domain(domains[name])

    @alone
    def describe_domain(self, name: str) -> DomainDescription:
        """A domain.

        Raises:
            NotFoundError: There is none of that name.
        """
        return described_domain(self.ground.tree.domain(name))

    @alone
    def delete_domain(self, name: str) -> DomainDescription | None:
        """Delete a domain, or do nothing where there is none (the model has no ResourceNotFoundException for it).

        Raises:
            ConflictError: It has repositories. Source: botocore's model, DeleteDomain.
        """
        domain = self.ground.tree.domains.get(name)
        if domain is None:
            return None
        if domain.repositories:
            raise ConflictError(f"Domain contains repositories. Domain: {name}", name, "domain")
        del self.ground.tree.domains[name]
        return described_domain(domain)

    @alone
    def list_domains(self, page: Page) -> tuple[tuple[DomainDescription, ...], str]:
        """One page of the domains by name, and the token of the next page or `""`."""
        domains = sorted(self.ground.tree.domains.values(), key=lambda domain: domain.name)
        chosen, token = paged(domains, page, lambda domain: (domain.name,))
        return tuple(map(described_domain, chosen)), token

    @alone
    def create_repository(
        self, key: RepositoryKey, description: str = "", upstreams: tuple[str, ...] = ()
    ) -> RepositoryDescription:
        """Create an empty repository.

        Raises:
            ConflictError: There is one of that name.
            NotFoundError: The domain or an upstream repository is not there.
        """
        domain = self.ground.tree.domain(key.domain)
        if key.name in domain.repositories:
            raise ConflictError(f"Repository already exists. RepoId: {key.name}", key.name, "repository")
        check_upstreams(self.ground.tree, key, upstreams)
        repository = Repository(key, self.ground.clock(), description, upstreams)
        domain.repositories[key.name] = repository
        return described_repository(repository)

    @alone
    def describe_repository(self, key: RepositoryKey) -> RepositoryDescription:
        """A repository.

        Raises:
            NotFoundError: It is not there.
        """
        return described_repository(self.ground.tree.repository(key))

    @alone
    def update_repository(
        self, key: RepositoryKey, description: str | None, upstreams: tuple[str, ...] | None
    ) -> RepositoryDescription:
        """Change a repository's settings; None leaves one as it is.

        Raises:
            InvalidRequestError: The upstream repositories would form a circle, or it has an external connection.
            NotFoundError: It or an upstream repository is not there.
        """
        repository = self.ground.tree.repository(key)
        if upstreams is not None:
            check_one_source(key, upstreams, repository.external_connection)
            check_upstreams(self.ground.tree, key, upstreams)
            repository.upstreams = upstreams
        if description is not None:
            repository.description = description
        return described_repository(repository)

    @alone
    def delete_repository(self, key: RepositoryKey) -> RepositoryDescription | None:
        """Delete a repository and all that is in it, or do nothing where there is none.

        Undocumented (Q0): whether AWS refuses to delete an upstream repository of another one, and what it answers
        where the domain is absent.

        Raises:
            ConflictError: It is an upstream of another one.
            NotFoundError: The domain is not there.
        """
        tree = self.ground.tree
        siblings = tree.domain(key.domain).repositories
        repository = siblings.get(key.name)
        if repository is None:
            return None
        users = sorted(other.key.name for other in siblings.values() if key.name in other.upstreams)
        if users:
            raise ConflictError(
                f"Repository is an upstream of {', '.join(users)}. RepoId: {key.name}", key.name, "repository"
            )
        del siblings[key.name]
        tree.pending = [waiting for waiting in tree.pending if waiting.repository != key]
        return described_repository(repository)

    @alone
    def list_repositories(
        self, page: Page, *, domain: str | None = None, prefix: str = ""
    ) -> tuple[tuple[RepositoryDescription, ...], str]:
        """One page of the repositories of a domain, or of all, and the token of the next page or `""`.

        Raises:
            NotFoundError: The domain is not there.
        """
        tree = self.ground.tree
        domains = tree.domains.values() if domain is None else [tree.domain(domain)]
        repositories = sorted(
            (
                repository
                for each in domains
                for repository in each.repositories.values()
                if repository.key.name.startswith(prefix)
            ),
            key=lambda repository: repository.key,
        )
        chosen, token = paged(repositories, page, lambda repository: (repository.key.domain, repository.key.name))
        return tuple(map(described_repository, chosen)), token

    @alone
    def connect(self, key: RepositoryKey, connection: str) -> RepositoryDescription:
        """Give a repository an external connection.

        Raises:
            ConflictError: It has one; one is allowed. Source: botocore's model, AssociateExternalConnection.
            InvalidRequestError: There is no such connection, or it has upstream repositories.
            NotFoundError: The repository is not there.
        """
        repository = self.ground.tree.repository(key)
        if connection not in CONNECTION_FORMATS:
            raise InvalidRequestError(f"External connection {connection} is not known.")
        if repository.external_connection:
            raise ConflictError(
                f"Repository already has an external connection. RepoId: {key.name}", key.name, "repository"
            )
        check_one_source(key, repository.upstreams, connection)
        repository.external_connection = connection
        return described_repository(repository)

    @alone
    def disconnect(self, key: RepositoryKey, connection: str) -> RepositoryDescription:
        """Take a repository's external connection away; what was retained stays.

        Raises:
            NotFoundError: The repository is not there, or has no such connection.
        """
        repository = self.ground.tree.repository(key)
        if repository.external_connection != connection:
            raise NotFoundError(
                f"External connection {connection} not found. RepoId: {key.name}", connection, "repository"
            )
        repository.external_connection = ""
        return described_repository(repository)


def described_domain(domain: Domain) -> DomainDescription:
    """A domain as the API tells it; equal assets are stored once. Source: UG codeartifact-concepts ("Domain")."""
    sizes = {
        asset.sha256: asset.size_bytes
        for repository in domain.repositories.values()
        for package in repository.packages.values()
        for record in package.versions.values()
        for asset in record.assets
    }
    return DomainDescription(
        domain.name, domain.created_time, domain.encryption_key, len(domain.repositories), sum(sizes.values())
    )


def described_repository(repository: Repository) -> RepositoryDescription:
    """A repository as the API tells it."""
    return RepositoryDescription(
        repository.key,
        repository.created_time,
        repository.description,
        repository.upstreams,
        repository.external_connection,
    )
