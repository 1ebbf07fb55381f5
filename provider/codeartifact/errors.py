"""What botocore raises, as the errors of `provider.gateway`. Nothing of botocore leaves the gateway.

No message repeats a URL's user and password, a header, or anything that was sent.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from botocore import exceptions as botocore_errors

from provider.gateway import (
    AbsentError,
    AccessDeniedError,
    ConcurrentChangeError,
    CredentialsError,
    GatewayError,
    InvalidRequestError,
    ServiceError,
    ThrottledError,
    UnreachableError,
)
from schemas.errors import Fault

_LONGEST_MESSAGE: Final = 500

# Source: AWS General Reference, "Common errors"; these come from any service, whatever its model says.
_CREDENTIAL_CODES: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_DENIAL_CODES: Final = frozenset({"AccessDenied", "AccessDeniedException"})
_THROTTLING_CODES: Final = frozenset(
    {"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException"}
)

_NO_CREDENTIALS: Final = (
    botocore_errors.NoCredentialsError,
    botocore_errors.PartialCredentialsError,
    botocore_errors.CredentialRetrievalError,
    botocore_errors.TokenRetrievalError,
    botocore_errors.SSOError,
    botocore_errors.LoginError,
)

_NOT_REACHED: Final = (botocore_errors.ConnectionError, botocore_errors.HTTPClientError)

# What botocore's parser, or a reader of its answers, meets in an answer that is none of CodeArtifact.
_NO_ANSWER: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError)

_UNTOUCHED: Final = "Nothing was changed by this call."
_MAYBE: Final = "If it was a change, it may have been carried out all the same."


@contextmanager
def translated(operation: str, subject: object, endpoint: str) -> Iterator[None]:
    """Let only errors of the gateway out of a call.

    Args:
        operation: The API operation.
        subject: What the call is about, as messages name it.
        endpoint: The URL that was called.

    Raises:
        GatewayError: Whatever the call raised.
    """
    try:
        yield
    except botocore_errors.ClientError as error:
        raise _from_answer(error, operation, subject) from error
    except botocore_errors.BotoCoreError as error:
        raise _from_client(error, operation, subject, endpoint) from error
    except _NO_ANSWER as error:
        raise _no_answer(operation, subject, type(error).__name__) from error


def _from_answer(error: botocore_errors.ClientError, operation: str, subject: object) -> GatewayError:
    """The error that AWS answered with."""
    answer: dict[str, Any] = dict(error.response)
    code, message = str(answer["Error"].get("Code", "")), _shortened(answer["Error"].get("Message", ""))
    metadata = answer.get("ResponseMetadata", {})
    retry_count = int(metadata.get("RetryAttempts", 0))
    said = f"{operation} of {subject} was answered with `{code}`: `{message}`."
    kind, summary, hint = _kind(code, int(metadata.get("HTTPStatusCode", HTTPStatus.INTERNAL_SERVER_ERROR)))
    tried = f" It was tried {retry_count + 1} times." if retry_count else ""
    fault = Fault(
        summary,
        f"{said}{tried} {_MAYBE if kind.uncertain or retry_count else _UNTOUCHED}",
        hint.format(operation=operation, subject=subject),
    )
    # What was tried more than once may have been carried out by an attempt whose answer was lost.
    if kind is AbsentError:
        return AbsentError(fault, str(answer.get("resourceType") or ""), answer_lost=retry_count > 0)
    return kind(fault, answer_lost=retry_count > 0)


def _kind(code: str, status: int) -> tuple[type[GatewayError], str, str]:
    """The error that a code stands for, with its summary and hint."""
    found: tuple[type[GatewayError], str, str]
    match code:
        case "ResourceNotFoundException":
            found = AbsentError, "Not found", "check the domain, its owner, the repository and the region"
        case "ConflictException":
            found = ConcurrentChangeError, "AWS is busy with it", "run it again: somebody else changes the same package"
        case _ if code in _DENIAL_CODES:
            hint = "allow `codeartifact:{operation}` on {subject} to whoever runs this"
            found = AccessDeniedError, "Permission is missing", hint
        case _ if code in _THROTTLING_CODES:
            hint = "lower `packagestate:writesPerSecond`, `readsPerSecond` or `listsPerSecond`, and run it again"
            found = ThrottledError, "AWS asks to slow down", hint
        case _ if code in _CREDENTIAL_CODES:
            found = CredentialsError, "Credentials are not good", "renew the credentials, and run it again"
        case _ if code and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            found = InvalidRequestError, "AWS refused the call", "check what AWS names, and run it again"
        case _:
            found = ServiceError, "CodeArtifact failed", "run it again"
    return found


def _from_client(error: botocore_errors.BotoCoreError, operation: str, subject: object, endpoint: str) -> GatewayError:
    """The error of a call that got no answer."""
    if isinstance(error, _NO_CREDENTIALS):
        return CredentialsError(
            Fault(
                "No credentials",
                f"{operation} of {subject} was not sent: AWS's client found no credentials that it can use "
                f"(`{type(error).__name__}`). Nothing was changed.",
                "set up credentials as for every AWS tool, or name a profile with `packagestate:profile`",
            )
        )
    if isinstance(error, botocore_errors.ParamValidationError):
        detail = f"{operation} of {subject} was not sent: `{_shortened(error)}`. Nothing was changed."
        return InvalidRequestError(Fault("AWS refused the call", detail, "check the manifest's names and versions"))
    if isinstance(error, _NOT_REACHED):
        detail = f"{operation} of {subject} got no answer from `{_host(endpoint)}` (`{type(error).__name__}`). {_MAYBE}"
        return UnreachableError(
            Fault("No answer", detail, "check the network, the region and the endpoint, and run it again")
        )
    return _no_answer(operation, subject, type(error).__name__)


def _no_answer(operation: str, subject: object, kind: str) -> ServiceError:
    """The error of an answer that cannot be understood."""
    detail = (
        f"{operation} of {subject} was answered with something that is no answer of CodeArtifact (`{kind}`). {_MAYBE}"
    )
    return ServiceError(Fault("Answer is not CodeArtifact's", detail, "check that the endpoint is CodeArtifact's"))


def _host(endpoint: str) -> str:
    """An endpoint's scheme, host and port: user and password, path and query are left out."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _shortened(text: object) -> str:
    written = str(text)
    return written if len(written) <= _LONGEST_MESSAGE else f"{written[:_LONGEST_MESSAGE]}…"
