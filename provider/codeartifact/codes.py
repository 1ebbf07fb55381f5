"""What the error codes of AWS mean: which error of the gateway each is, and what to do about it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from packagestate.provider.gateway import (
    AbsentError,
    AccessDeniedError,
    ConcurrentChangeError,
    CredentialsError,
    GatewayError,
    InvalidRequestError,
    ServiceError,
    ThrottledError,
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error code means.

    Attributes:
        kind: The error.
        summary: The summary of its fault.
        hint: The hint of its fault, with `{operation}` and `{subject}` where these go.
    """

    kind: type[GatewayError]
    summary: str
    hint: str


_CREDENTIALS: Final = Meaning(
    CredentialsError,
    "Credentials are not good",
    "renew the credentials and check this machine's clock, and run it again",
)
_DENIED: Final = Meaning(
    AccessDeniedError,
    "Permission is missing",
    "allow `codeartifact:{operation}` on {subject} for the role that runs this",
)
_THROTTLED: Final = Meaning(
    ThrottledError,
    "AWS asks to slow down",
    "lower `packagestate:writesPerSecond`, `readsPerSecond` or `listsPerSecond`, and run it again",
)
_REFUSED: Final = Meaning(InvalidRequestError, "AWS refused the call", "check what AWS names, and run it again")
_FAILED: Final = Meaning(ServiceError, "CodeArtifact failed", "run it again")
_NO_ANSWER: Final = Meaning(ServiceError, "Answer is not CodeArtifact's", "check that the endpoint is CodeArtifact's")

# Source: AWS CodeArtifact API reference, "Common Error Types", for the codes that any service may answer with, and
# the errors of its operations for the others.
_MEANINGS: Final = {
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    # Undocumented (Q0): which conflicts there are besides two changes at once.
    "ConflictException": Meaning(
        ConcurrentChangeError, "AWS is busy with it", "run it again: somebody else changes the same package"
    ),
    "ExpiredToken": _CREDENTIALS,
    "ExpiredTokenException": _CREDENTIALS,
    "IncompleteSignature": _CREDENTIALS,
    "InvalidClientTokenId": _CREDENTIALS,
    "InvalidSignatureException": _CREDENTIALS,
    "MissingAuthenticationToken": _CREDENTIALS,
    "MissingAuthenticationTokenException": _CREDENTIALS,
    "NotAuthorized": _DENIED,
    "RequestExpired": _CREDENTIALS,
    "RequestLimitExceeded": _THROTTLED,
    "RequestTimeTooSkewed": _CREDENTIALS,
    "ResourceNotFoundException": Meaning(
        AbsentError, "Not found", "check the domain, its owner, the repository and the region"
    ),
    "ServiceQuotaExceededException": Meaning(
        InvalidRequestError, "A quota of AWS is used up", "ask AWS for a higher quota, or free what it names"
    ),
    "SignatureDoesNotMatch": _CREDENTIALS,
    "Throttling": _THROTTLED,
    "ThrottlingException": _THROTTLED,
    "TooManyRequestsException": _THROTTLED,
    "UnrecognizedClientException": _CREDENTIALS,
}


def meaning(code: str, status: int) -> Meaning:
    """What an answer means that is an error.

    Args:
        code: AWS's error code; botocore puts the HTTP status where an answer has none.
        status: The HTTP status.
    """
    if code in _MEANINGS:
        return _MEANINGS[code]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _THROTTLED
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _FAILED
    return _NO_ANSWER if not code or code.isdecimal() else _REFUSED


def is_about_credentials(code: str) -> bool:
    """Whether a code is about credentials or a signature.

    Args:
        code: AWS's error code.
    """
    return _MEANINGS.get(code) is _CREDENTIALS
