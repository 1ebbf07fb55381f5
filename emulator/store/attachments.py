"""Resource policies of domains and repositories, and tags.

Tags are kept under the resource names that `emulator.codeartifact` gives; whether the resource exists is its business.
"""

import hashlib

from emulator.store.errors import ConflictError, NotFoundError, QuotaExceededError
from emulator.store.guarded import StorePart, alone
from emulator.store.model import RepositoryKey
from emulator.store.tree import Domain, Policy, Repository

TAG_COUNT_LIMIT = 50
"""Most tags of a resource. Source: AWS's general rule for tags."""


class Attachments(StorePart):
    """Policies and tags."""

    @alone
    def put_policy(self, owner: str | RepositoryKey, document: str, revision: str | None) -> Policy:
        """Set the policy of a domain (by its name) or a repository.

        Raises:
            ConflictError: `revision` is given and is not the present one.
            NotFoundError: The domain or repository is not there.
        """
        resource = self._resource(owner)
        self._check_revision(resource, revision)
        resource.policy = Policy(document, hashlib.sha256(document.encode()).hexdigest())
        return resource.policy

    @alone
    def get_policy(self, owner: str | RepositoryKey) -> Policy:
        """The policy of a domain or a repository.

        Raises:
            NotFoundError: The domain or repository is not there, or has none.
        """
        resource = self._resource(owner)
        if resource.policy is None:
            kind, name = named(resource)
            raise NotFoundError(f"Policy not found. {kind}: {name}", name, kind)
        return resource.policy

    @alone
    def delete_policy(self, owner: str | RepositoryKey, revision: str | None) -> Policy:
        """Take the policy of a domain or a repository away.

        Returns:
            The policy as it was.

        Raises:
            ConflictError: `revision` is given and is not the present one.
            NotFoundError: The domain or repository is not there, or has none.
        """
        resource = self._resource(owner)
        policy = self.get_policy(owner)
        self._check_revision(resource, revision)
        resource.policy = None
        return policy

    @alone
    def tag(self, resource_name: str, tags: dict[str, str]) -> None:
        """Add tags to a resource, or replace those of the same key.

        Raises:
            QuotaExceededError: It would have too many.
        """
        changed = self.ground.tree.tags.get(resource_name, {}) | tags
        if len(changed) > TAG_COUNT_LIMIT:
            raise QuotaExceededError(f"A resource can have at most {TAG_COUNT_LIMIT} tags.", resource_name)
        self.ground.tree.tags[resource_name] = changed

    @alone
    def untag(self, resource_name: str, keys: tuple[str, ...]) -> None:
        """Take tags away; keys that are not there are passed over."""
        present = self.ground.tree.tags.get(resource_name, {})
        self.ground.tree.tags[resource_name] = {key: present[key] for key in present if key not in keys}

    @alone
    def tags(self, resource_name: str) -> tuple[tuple[str, str], ...]:
        """A resource's tags by key."""
        return tuple(sorted(self.ground.tree.tags.get(resource_name, {}).items()))

    @alone
    def forget_tags(self, resource_name: str) -> None:
        """Drop the tags of a resource that is deleted."""
        self.ground.tree.tags.pop(resource_name, None)

    def _resource(self, owner: str | RepositoryKey) -> Domain | Repository:
        tree = self.ground.tree
        return tree.domain(owner) if isinstance(owner, str) else tree.repository(owner)

    @staticmethod
    def _check_revision(resource: Domain | Repository, revision: str | None) -> None:
        present = resource.policy.revision if resource.policy else ""
        if revision is not None and revision != present:
            kind, name = named(resource)
            raise ConflictError(f"The policy's revision is not {revision}. {kind}: {name}", name, kind)


def named(resource: Domain | Repository) -> tuple[str, str]:
    """AWS's word for the kind of a resource, and its name."""
    return ("domain", resource.name) if isinstance(resource, Domain) else ("repository", resource.key.name)
