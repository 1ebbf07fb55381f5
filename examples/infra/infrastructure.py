"""The registry: a domain, a repository with an upstream to npm, and who may read it."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import codeartifact, get_caller_identity_output


@dataclass(frozen=True, slots=True)
class Registry:
    """Where packages are.

    Attributes:
        domain: The domain's name, known once it exists.
        repository: The repository's name, known once it exists.
    """

    domain: pulumi.Output[str]
    repository: pulumi.Output[str]


def declare_registry() -> Registry:
    """Declare the registry.

    Returns:
        Where packages are.
    """
    domain = codeartifact.Domain("domain", domain="acme")
    repository = codeartifact.Repository(
        "npm-store",
        domain=domain.domain,
        repository="npm-store",
        external_connections={"external_connection_name": "public:npmjs"},
    )
    codeartifact.RepositoryPermissionsPolicy(
        "readers",
        domain=domain.domain,
        repository=repository.repository,
        policy_document=get_caller_identity_output().account_id.apply(readers_policy),
    )
    return Registry(domain.domain, repository.repository)


def readers_policy(account: str) -> str:
    """Say who may read the repository.

    Args:
        account: The account whose roles may.

    Returns:
        The policy, as JSON.
    """
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
                    "Action": ["codeartifact:ReadFromRepository"],
                    "Resource": "*",
                }
            ],
        }
    )
