"""Resource policies of domains and repositories, and tags."""

from typing import Any

from emulator.codeartifact.operations.request import Request
from emulator.store import NotFoundError, RepositoryKey
from emulator.store.tree import Policy

_ARN_PART_COUNT = 6


def get_policy(request: Request) -> dict[str, Any]:
    """GetDomainPermissionsPolicy and GetRepositoryPermissionsPolicy."""
    return _answer(request, request.store.attachments.get_policy(_owner(request)))


def put_policy(request: Request) -> dict[str, Any]:
    """PutDomainPermissionsPolicy and PutRepositoryPermissionsPolicy."""
    document, revision = request.parameters["policyDocument"], request.parameters.get("policyRevision")
    return _answer(request, request.store.attachments.put_policy(_owner(request), document, revision))


def delete_policy(request: Request) -> dict[str, Any]:
    """DeleteDomainPermissionsPolicy and DeleteRepositoryPermissionsPolicy."""
    revision = request.parameters.get("policyRevision")
    return _answer(request, request.store.attachments.delete_policy(_owner(request), revision))


def list_tags_for_resource(request: Request) -> dict[str, Any]:
    """ListTagsForResource."""
    tags = request.store.attachments.tags(_tagged(request))
    return {"tags": [{"key": key, "value": value} for key, value in tags]}


def tag_resource(request: Request) -> dict[str, Any]:
    """TagResource."""
    tags = {each["key"]: each["value"] for each in request.parameters["tags"]}
    request.store.attachments.tag(_tagged(request), tags)
    return {}


def untag_resource(request: Request) -> dict[str, Any]:
    """UntagResource."""
    request.store.attachments.untag(_tagged(request), tuple(request.parameters["tagKeys"]))
    return {}


def _owner(request: Request) -> str | RepositoryKey:
    return request.repository if "repository" in request.parameters else request.domain


def _answer(request: Request, policy: Policy) -> dict[str, Any]:
    name = request.place.resource(request.parameters)
    return {"policy": {"resourceArn": name, "revision": policy.revision, "document": policy.document}}


def _tagged(request: Request) -> str:
    """The resource that a request is about, after it was seen to be there."""
    name = str(request.parameters["resourceArn"])
    parts = name.split(":", _ARN_PART_COUNT - 1)
    match parts[-1].split("/"):
        case ["domain", domain]:
            request.store.administration.describe_domain(domain)
        case ["repository", domain, repository]:
            request.store.administration.describe_repository(RepositoryKey(domain, repository))
        case _:
            raise NotFoundError(f"Resource not found. Resource: {name}", name)
    return name


OPERATIONS = {
    "DeleteDomainPermissionsPolicy": delete_policy,
    "DeleteRepositoryPermissionsPolicy": delete_policy,
    "GetDomainPermissionsPolicy": get_policy,
    "GetRepositoryPermissionsPolicy": get_policy,
    "ListTagsForResource": list_tags_for_resource,
    "PutDomainPermissionsPolicy": put_policy,
    "PutRepositoryPermissionsPolicy": put_policy,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
