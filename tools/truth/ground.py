"""The place of a run: a domain of its own, made and taken away; and what an interrupted run left, found by its tag."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

PREFIX: Final = "packagestate-truth-"
#: The tag that marks what a run made, from the first moment on. Its value says until when a run may last.
TAG: Final = "packagestate-truth-expires"
REPOSITORIES: Final = ("cache", "store", "live", "downstream")

_LONGEST_RUN: Final = timedelta(hours=2)
_TOKEN_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Leftover:
    """A domain that a run made and that is still there.

    Attributes:
        domain: Its name.
        expires: Until when the run might have lasted, as the tag says.
    """

    domain: str
    expires: str


def new_name() -> str:
    """A name for a domain that nobody has."""
    return f"{PREFIX}{secrets.token_hex(6)}"


@contextmanager
def ground(client: "CodeArtifactClient", domain: str) -> Iterator[str]:
    """Make the domain and its repositories, and take them away in any case.

    Args:
        client: What calls CodeArtifact; its errors end the run.
        domain: The name of the domain.

    Yields:
        What package managers show to the registries.
    """
    expires = (datetime.now(UTC) + _LONGEST_RUN).isoformat(timespec="seconds")
    try:
        client.create_domain(domain=domain, tags=[{"key": TAG, "value": expires}])
        for name in REPOSITORIES:
            client.create_repository(domain=domain, repository=name)
        client.update_repository(domain=domain, repository="downstream", upstreams=[{"repositoryName": "store"}])
        client.associate_external_connection(domain=domain, repository="cache", externalConnection="public:npmjs")
        token = client.get_authorization_token(domain=domain, durationSeconds=_TOKEN_SECONDS)
        yield token["authorizationToken"]
    finally:
        clear(client, domain)


def clear(client: "CodeArtifactClient", domain: str) -> None:
    """Delete a domain with everything in it.

    Args:
        client: What calls CodeArtifact.
        domain: The domain; it need not be there.
    """
    try:
        pages = client.get_paginator("list_repositories_in_domain").paginate(domain=domain)
        names = [each["name"] for page in pages for each in page["repositories"]]
    except ClientError as error:
        if is_absent(error):
            return
        raise
    # From below: no repository is deleted while it is another's upstream.
    for name in sorted(names, key=lambda each: each == "store"):
        try:
            client.delete_repository(domain=domain, repository=name)
        except ClientError as error:
            # Somebody else sweeps too.
            if not is_absent(error):
                raise
    client.delete_domain(domain=domain)
    if is_there(client, domain):
        raise LeftoverError(f"the domain {domain} is still there")


class LeftoverError(Exception):
    """What a run made could not be taken away."""


def is_there(client: "CodeArtifactClient", domain: str) -> bool:
    """Whether a domain is there.

    Args:
        client: What calls CodeArtifact.
        domain: The domain.
    """
    try:
        client.describe_domain(domain=domain)
    except ClientError as error:
        if is_absent(error):
            return False
        raise
    return True


def is_absent(error: ClientError) -> bool:
    """Whether AWS says that something is not there.

    Args:
        error: What it answered.
    """
    return bool(error.response["Error"]["Code"] == "ResourceNotFoundException")


def leftovers(client: "CodeArtifactClient") -> Iterator[Leftover]:
    """What earlier runs left: domains that have both the name and the tag of a run.

    Args:
        client: What calls CodeArtifact.

    Yields:
        Each of them.
    """
    for page in client.get_paginator("list_domains").paginate():
        for each in page["domains"]:
            if not each["name"].startswith(PREFIX):
                continue
            tags = client.list_tags_for_resource(resourceArn=each["arn"])["tags"]
            expires = next((tag["value"] for tag in tags if tag["key"] == TAG), None)
            if expires is not None:
                yield Leftover(each["name"], expires)
