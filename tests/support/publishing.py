"""Somebody who publishes into a repository, as AWS lets anybody: a generic package, with the API's own call."""

from hashlib import sha256

import boto3

from emulator import Endpoint
from packagestate.schemas.coordinates import Coordinates

_CONTENT = b"nothing in particular"


def publish(endpoint: Endpoint, coordinates: Coordinates, *versions: str, content: bytes = _CONTENT) -> None:
    """Publish some versions of a generic package, each with one asset."""
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    for version in versions:
        client.publish_package_version(
            domain=coordinates.repository.domain,
            repository=coordinates.repository.name,
            format="generic",
            namespace=coordinates.namespace or "",
            package=coordinates.package,
            packageVersion=version,
            assetName="content.txt",
            assetContent=content,
            assetSHA256=sha256(content).hexdigest(),
        )
