"""What botocore raises, as the errors of `provider.gateway`. Nothing of botocore leaves the gateway.

No message repeats a URL's user and password, or a header. AWS's own words about a signature do repeat headers, a
session's token among them, so they are left out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from botocore import exceptions as botocore_errors
from botocore.parsers import ResponseParserError

from packagestate.provider.codeartifact.absence import REPOSITORY, what_is_absent
from packagestate.provider.codeartifact.attempts import ANSWER_LOST
from packagestate.provider.codeartifact.codes import is_about_credentials, meaning
from packagestate.provider.codeartifact.pace import WRITES
from packagestate.provider.gateway import (
    AbsentError,
    CredentialsError,
    GatewayError,
    InvalidRequestError,
    ServiceError,
    UnreachableError,
)
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.errors import Fault
from packagestate.schemas.scope import ALL

_LONGEST_MESSAGE: Final = 500

#: What botocore raises where it finds no credentials that it can use.
NO_CREDENTIALS: Final = (
    botocore_errors.NoCredentialsError,
    botocore_errors.PartialCredentialsError,
    botocore_errors.CredentialRetrievalError,
    botocore_errors.MetadataRetrievalError,
    botocore_errors.RefreshWithMFAUnsupportedError,
    botocore_errors.TokenRetrievalError,
    botocore_errors.SSOError,
    botocore_errors.LoginError,
)

_NOT_REACHED: Final = (botocore_errors.ConnectionError, botocore_errors.HTTPClientError)

# What botocore's parser, or a reader of its answers, meets in an answer that is none of CodeArtifact.
_NO_ANSWER: Final = (
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    RecursionError,
    ResponseParserError,
)


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
    # A traceback would print their words too, with URLs, headers and all.
    except botocore_errors.ClientError as error:
        raise _from_answer(error, operation, subject) from None
    except botocore_errors.BotoCoreError as error:
        raise _from_client(error, operation, subject, endpoint) from None
    except _NO_ANSWER as error:
        raise _no_answer(operation, subject, type(error).__name__) from error
    except RuntimeError as error:
        # All that botocore has for credentials that were renewed and are expired all the same.
        if "credentials" not in str(error):
            raise
        raise no_credentials(f"{operation} of {subject} was not sent", error) from error


def no_credentials(what: str, error: Exception) -> CredentialsError:
    """The error of a call that nobody could sign.

    Args:
        what: What was not done, as the beginning of a sentence.
        error: What botocore raised. Its words may be those of a helper program, and are left out.
    """
    why = type(error).__name__
    if isinstance(error, botocore_errors.ClientError):
        why = f"{error.operation_name}: {error.response.get('Error', {}).get('Code')}"
    return CredentialsError(
        Fault(
            "No credentials",
            f"{what}: AWS's client found no credentials that it can use (`{why}`). Nothing was changed.",
            "set up credentials as for every AWS tool, or name a profile with `packagestate:profile`",
        )
    )


def _from_answer(error: botocore_errors.ClientError, operation: str, subject: object) -> GatewayError:
    """The error that AWS answered with, to this call or to the one that was to give the credentials for it."""
    if error.operation_name != operation:
        return no_credentials(f"{operation} of {subject} was not sent", error)
    answer: dict[str, Any] = dict(error.response)
    # botocore leaves the error out where the HTTP status is 300.
    stated = answer.get("Error", {})
    code, message = str(stated.get("Code", "")), str(stated.get("Message", ""))
    metadata = answer.get("ResponseMetadata", {})
    means = meaning(code, int(metadata.get("HTTPStatusCode", HTTPStatus.INTERNAL_SERVER_ERROR)))
    said = f": `{_shortened(message)}`" if message and not is_about_credentials(code) else ""
    retry_count = int(metadata.get("RetryAttempts", 0))
    tried = f" It was tried {retry_count + 1} times." if retry_count else ""
    answer_lost = bool(metadata.get(ANSWER_LOST, False))
    what_became = _what_became(operation, uncertain=means.kind.uncertain or answer_lost)
    fault = Fault(
        means.summary,
        f"{operation} of {subject} was answered with `{code}`{said}.{tried} {what_became}",
        means.hint.format(operation=operation, subject=subject),
    )
    if means.kind is not AbsentError:
        return means.kind(fault, answer_lost=answer_lost)
    absent = what_is_absent(str(answer.get("resourceType") or ""), message, subject)
    if absent in {REPOSITORY, ""} and _is_called_all(subject):
        hint = f"write `repositories: all` in the manifest if every repository is meant; else {fault.hint}"
        fault = replace(fault, hint=hint)
    return AbsentError(fault if absent else _with_doubt(fault), absent, answer_lost=answer_lost)


def _is_called_all(subject: object) -> bool:
    """Whether a repository has the name that, one field further, means all of them."""
    place = subject.repository if isinstance(subject, Coordinates) else subject
    return isinstance(place, Repository) and place.name.lower() == ALL


def _with_doubt(fault: Fault) -> Fault:
    """The fault of an answer that does not say what is absent."""
    doubt = "The answer does not say whether the package, the repository or the domain is absent, so none is assumed."
    return replace(fault, detail=f"{fault.detail} {doubt}")


def _from_client(error: botocore_errors.BotoCoreError, operation: str, subject: object, endpoint: str) -> GatewayError:
    """The error of a call that got no answer."""
    if isinstance(error, NO_CREDENTIALS):
        return no_credentials(f"{operation} of {subject} was not sent", error)
    if isinstance(error, botocore_errors.ParamValidationError):
        detail = f"{operation} of {subject} was not sent: `{_shortened(str(error))}`. Nothing was changed."
        return InvalidRequestError(Fault("AWS refused the call", detail, "check the manifest's names and versions"))
    if isinstance(error, _NOT_REACHED):
        what_became = _what_became(operation, uncertain=True)
        detail = (
            f"{operation} of {subject} got no answer from `{_host(endpoint)}` (`{type(error).__name__}`). {what_became}"
        )
        return UnreachableError(
            Fault("No answer", detail, "check the network, the region and the endpoint, and run it again")
        )
    return _no_answer(operation, subject, type(error).__name__)


def _no_answer(operation: str, subject: object, kind: str) -> ServiceError:
    """The error of an answer that cannot be understood."""
    detail = (
        f"{operation} of {subject} was answered with something that is no answer of CodeArtifact (`{kind}`). "
        f"{_what_became(operation, uncertain=True)}"
    )
    return ServiceError(Fault("Answer is not CodeArtifact's", detail, "check that the endpoint is CodeArtifact's"))


def _what_became(operation: str, *, uncertain: bool) -> str:
    if uncertain and operation in WRITES:
        return "It may have been carried out all the same."
    return "Nothing was changed by this call."


def _host(endpoint: str) -> str:
    """An endpoint's scheme, host and port: user and password, path and query are left out."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
