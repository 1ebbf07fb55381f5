"""Whether a caller may do what it asks for, by moto's IAM: users, roles and their policies.

moto's own check of signatures fails on a POST without a body, such as ListPackageVersions, so none is made; and its
denials come as XML, which is not this service's protocol.
"""

from moto.core.exceptions import _RESTError
from moto.iam.access_control import IAMRequest

from emulator.codeartifact.exceptions import AccessDeniedException, UnrecognizedClientException


def authorise(account: str, headers: dict[str, str], operation: str, resource: str) -> None:
    """Hold a call against the caller's policies.

    Args:
        account: The account that is called.
        headers: The request's headers, in which the access key is.
        operation: The operation.
        resource: The name of what it is about.

    Raises:
        AccessDeniedException: No policy allows it, or one forbids it.
        UnrecognizedClientException: The access key is not known.
    """
    try:
        request = IAMRequest(account, "POST", "/", {}, b"", headers, operation)
    except _RESTError as error:
        raise UnrecognizedClientException("The security token included in the request is invalid.") from error
    try:
        request.check_action_permitted(resource)
    except _RESTError as error:
        user = request._access_key.arn  # noqa: SLF001 - moto says it in its own words only
        raise _denied(user, operation, resource, "identity-based") from error


def denied_by_the_owner(account: str, operation: str, resource: str) -> AccessDeniedException:
    """The answer to a call that names another account as the domain's owner: nobody here shares domains.

    Args:
        account: The account of the caller.
        operation: The operation.
        resource: The name of what it is about, in the owner's account.
    """
    return _denied(f"arn:aws:sts::{account}:user/moto", operation, resource, "resource-based")


def _denied(user: str, operation: str, resource: str, policy: str) -> AccessDeniedException:
    action = f"codeartifact:{operation}"
    return AccessDeniedException(
        f"User: {user} is not authorized to perform: {action} on resource: {resource} because no {policy} policy "
        f"allows the {action} action"
    )
