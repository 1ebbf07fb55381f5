"""Domains and repositories, where they are reached, and who may log in."""

import uuid
from datetime import UTC, datetime
from typing import Any, Final

from emulator import tokens
from emulator.codeartifact.exceptions import Reason, ValidationException
from emulator.codeartifact.names import Place
from emulator.codeartifact.operations.request import Request, present
from emulator.store.administration import DomainDescription, RepositoryDescription
from emulator.store.public import CONNECTION_FORMATS

CONNECTION_STATUS: Final = "AVAILABLE"
"""The status of an external connection. The model's enumeration has `Available`, which no real answer has.

Source: real answers that were seen, 2023 and 2026.
"""


def create_domain(request: Request) -> dict[str, Any]:
    """CreateDomain. Where no key is given, the answer names the key that AWS manages for the account, by its ID.

    Source: a real answer that was seen.

    Undocumented (Q0): an alias or a mere ID of a key is given back as it was sent.
    """
    place = request.place
    key = request.parameters.get("encryptionKey") or managed_key(place)
    done = request.store.administration.create_domain(request.domain, key)
    request.store.attachments.tag(place.domain(done.name), _tags(request))
    return {"domain": _domain(request, done)}


def managed_key(place: Place) -> str:
    """The resource name of the key that AWS manages for an account; the same for all its domains.

    Args:
        place: Account and region.
    """
    key_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{place.region} {place.account} codeartifact")
    return f"arn:aws:kms:{place.region}:{place.account}:key/{key_id}"


def describe_domain(request: Request) -> dict[str, Any]:
    """DescribeDomain."""
    return {"domain": _domain(request, request.store.administration.describe_domain(request.domain))}


def delete_domain(request: Request) -> dict[str, Any]:
    """DeleteDomain, which succeeds where there is none. Source: a real answer that was seen, 2020."""
    done = request.store.administration.delete_domain(request.domain)
    request.store.attachments.forget_tags(request.place.domain(request.domain))
    return {} if done is None else {"domain": _domain(request, done)}


def list_domains(request: Request) -> dict[str, Any]:
    """ListDomains."""
    found, token = request.store.administration.list_domains(request.page)
    members = ("name", "owner", "arn", "status", "createdTime", "encryptionKey")
    domains = [_domain(request, each) for each in found]
    return present(domains=[{name: each[name] for name in members} for each in domains], nextToken=token)


def create_repository(request: Request) -> dict[str, Any]:
    """CreateRepository."""
    description = request.parameters.get("description", "")
    done = request.store.administration.create_repository(request.repository, description, _upstreams(request) or ())
    request.store.attachments.tag(request.place.repository(done.key.domain, done.key.name), _tags(request))
    return {"repository": _repository(request, done)}


def describe_repository(request: Request) -> dict[str, Any]:
    """DescribeRepository."""
    return {"repository": _repository(request, request.store.administration.describe_repository(request.repository))}


def update_repository(request: Request) -> dict[str, Any]:
    """UpdateRepository."""
    description = request.parameters.get("description")
    done = request.store.administration.update_repository(request.repository, description, _upstreams(request))
    return {"repository": _repository(request, done)}


def delete_repository(request: Request) -> dict[str, Any]:
    """DeleteRepository, which succeeds where there is none.

    Undocumented (Q0): the evidence for it is weaker than for a domain, and the model has a ResourceNotFoundException.
    """
    key = request.repository
    done = request.store.administration.delete_repository(key)
    request.store.attachments.forget_tags(request.place.repository(key.domain, key.name))
    return {} if done is None else {"repository": _repository(request, done)}


def list_repositories(request: Request) -> dict[str, Any]:
    """ListRepositories: of all domains."""
    return _listed(request, None)


def list_repositories_in_domain(request: Request) -> dict[str, Any]:
    """ListRepositoriesInDomain."""
    return _listed(request, request.domain)


def associate_external_connection(request: Request) -> dict[str, Any]:
    """AssociateExternalConnection."""
    done = request.store.administration.connect(request.repository, request.parameters["externalConnection"])
    return {"repository": _repository(request, done)}


def disassociate_external_connection(request: Request) -> dict[str, Any]:
    """DisassociateExternalConnection."""
    done = request.store.administration.disconnect(request.repository, request.parameters["externalConnection"])
    return {"repository": _repository(request, done)}


def get_repository_endpoint(request: Request) -> dict[str, Any]:
    """GetRepositoryEndpoint: the registry below `/-/` of this very endpoint."""
    request.store.administration.describe_repository(request.repository)
    package_format = request.parameters["format"]
    path = f"/-/{request.domain}/{package_format}/{request.repository.name}/"
    return {"repositoryEndpoint": f"{request.base_url}{path}"}


def get_authorization_token(request: Request) -> dict[str, Any]:
    """GetAuthorizationToken.

    Source: botocore's model, `durationSeconds` ("0 and any number between 900 and 43200"); that others are a
    ValidationException follows from it.
    """
    duration_seconds = request.parameters.get("durationSeconds") or 0
    if 0 < duration_seconds < tokens.SHORTEST_SECONDS:
        raise ValidationException(
            f"durationSeconds must be 0 or at least {tokens.SHORTEST_SECONDS}.", Reason.FIELD_VALIDATION_FAILED
        )
    request.store.administration.describe_domain(request.domain)
    token, expiration = tokens.issue(request.domain, duration_seconds)
    return {"authorizationToken": token, "expiration": datetime.fromtimestamp(int(expiration), UTC)}


def _listed(request: Request, domain: str | None) -> dict[str, Any]:
    prefix = request.parameters.get("repositoryPrefix", "")
    found, token = request.store.administration.list_repositories(request.page, domain=domain, prefix=prefix)
    hidden = {"upstreams", "externalConnections"}
    repositories = [
        {name: value for name, value in _repository(request, each).items() if name not in hidden} for each in found
    ]
    return present(repositories=repositories, nextToken=token)


def _domain(request: Request, domain: DomainDescription) -> dict[str, Any]:
    return {
        "name": domain.name,
        "owner": request.place.account,
        "arn": request.place.domain(domain.name),
        "status": "Active",
        "createdTime": domain.created_time,
        "encryptionKey": domain.encryption_key,
        "repositoryCount": domain.repository_count,
        "assetSizeBytes": domain.asset_size_bytes,
        "s3BucketArn": f"arn:aws:s3:::assets-{request.place.account}-{request.place.region}",
    }


def _repository(request: Request, repository: RepositoryDescription) -> dict[str, Any]:
    key = repository.key
    connections = [
        {"externalConnectionName": name, "packageFormat": str(CONNECTION_FORMATS[name]), "status": CONNECTION_STATUS}
        for name in (repository.external_connection,)
        if name
    ]
    return present(
        name=key.name,
        administratorAccount=request.place.account,
        domainName=key.domain,
        domainOwner=request.place.account,
        arn=request.place.repository(key.domain, key.name),
        description=repository.description,
        upstreams=[{"repositoryName": name} for name in repository.upstreams],
        externalConnections=connections,
        createdTime=repository.created_time,
    )


def _upstreams(request: Request) -> tuple[str, ...] | None:
    asked = request.parameters.get("upstreams")
    return None if asked is None else tuple(each["repositoryName"] for each in asked)


def _tags(request: Request) -> dict[str, str]:
    return {each["key"]: each["value"] for each in request.parameters.get("tags") or ()}


OPERATIONS = {
    "AssociateExternalConnection": associate_external_connection,
    "CreateDomain": create_domain,
    "CreateRepository": create_repository,
    "DeleteDomain": delete_domain,
    "DeleteRepository": delete_repository,
    "DescribeDomain": describe_domain,
    "DescribeRepository": describe_repository,
    "DisassociateExternalConnection": disassociate_external_connection,
    "GetAuthorizationToken": get_authorization_token,
    "GetRepositoryEndpoint": get_repository_endpoint,
    "ListDomains": list_domains,
    "ListRepositories": list_repositories,
    "ListRepositoriesInDomain": list_repositories_in_domain,
    "UpdateRepository": update_repository,
}
