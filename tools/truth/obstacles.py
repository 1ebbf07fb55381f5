"""What may stand in the way of a run, looked at before it makes anything."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

# Source: AWS CodeArtifact User Guide, "Quotas": domains in an account; it can be raised.
_USUAL_DOMAIN_QUOTA: Final = 10
# The key that encrypts a domain for which none is named. Source: AWS CodeArtifact API reference, CreateDomain.
_KEY: Final = "alias/aws/codeartifact"


def obstacles(client: "CodeArtifactClient", kms: Any) -> Iterator[str]:  # noqa: ANN401 - no types for KMS are installed
    """Look at the quota of domains and at the key that the domain will be encrypted with.

    Args:
        client: What calls CodeArtifact.
        kms: What calls KMS.

    Yields:
        What is worth knowing.

    Raises:
        click.ClickException: The key cannot be used.
    """
    pages = client.get_paginator("list_domains").paginate()
    count = sum(len(page["domains"]) for page in pages)
    if count >= _USUAL_DOMAIN_QUOTA:
        yield f"note: there are {count} domains; AWS allows {_USUAL_DOMAIN_QUOTA} unless that was raised"
    try:
        state = kms.describe_key(KeyId=_KEY)["KeyMetadata"]["KeyState"]
    except ClientError as error:
        code = error.response["Error"]["Code"]
        absent = code == "NotFoundException"
        yield f"note: the key {_KEY} " + ("is not there yet; AWS makes it" if absent else f"was not looked at: {code}")
        return
    if state != "Enabled":
        raise click.ClickException(f"the key {_KEY} is {state}, so no domain can be made. Nothing was made")
