"""What botocore tells of each attempt to make a call, and which answers were lost on the way.

botocore sends a call again after a lost answer, and then shows only the last one. A write whose first answer was lost
may have been carried out, however definite the refusal of the second attempt sounds.

A write that nothing guards is not sent again after a lost answer: it may have been carried out, and the second attempt
would destroy what somebody has done since, such as a version that was published after the package was deleted.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, Protocol, cast

from botocore.exceptions import ClientError
from botocore.exceptions import ConnectionError as NotConnectedError

#: Where an answer's `ResponseMetadata` says that the answer to an earlier attempt was lost.
ANSWER_LOST: Final = "AnswerLost"

# The writes that have no `expectedStatus` and no `versionRevisions`. Source: AWS CodeArtifact API reference.
_UNGUARDED: Final = frozenset({"DeletePackage", "PutPackageOriginConfiguration"})

_CONTEXT_KEY: Final = "packagestate_answer_lost"


class HttpAnswer(Protocol):
    """What botocore received."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""


class Operation(Protocol):
    """What botocore's model says of an operation."""

    @property
    def name(self) -> str:
        """Its name."""


class Events(Protocol):
    """The event emitter of a client."""

    def register(self, event_name: str, handler: Callable[..., None]) -> None:
        """Call a handler with every event of a name."""


#: The answer to an attempt, as received and as parsed; None where there was none.
Answer = tuple[HttpAnswer, dict[str, Any]] | None


def remember_lost_answers(events: Events) -> None:
    """Mark each answer of a client that comes after a lost one, and send no unguarded write after one.

    Args:
        events: The client's event emitter.
    """
    events.register("needs-retry.codeartifact.*", _after_attempt)


def _after_attempt(
    response: Answer,
    caught_exception: Exception | None,
    request_dict: Mapping[str, Any],
    operation: Operation,
    **_others: object,
) -> None:
    context = request_dict["context"]
    if response is not None:
        metadata = response[1].setdefault("ResponseMetadata", {})
        metadata[ANSWER_LOST] = context.get(_CONTEXT_KEY, False)
    if not _is_lost(response, caught_exception):
        return
    context[_CONTEXT_KEY] = True
    if operation.name not in _UNGUARDED:
        return
    # What is raised here ends the call, before botocore decides about another attempt.
    raise cast("Exception", caught_exception) if response is None else ClientError(response[1], operation.name)


def _is_lost(response: Answer, caught_exception: Exception | None) -> bool:
    """Whether an attempt may have been carried out although nobody said so; not where no connection was made."""
    if response is None:
        return not isinstance(caught_exception, NotConnectedError)
    return response[0].status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
