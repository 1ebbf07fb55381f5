"""One call, and what came back: written down as it is, whatever it is."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError
from urllib3 import HTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from emulator.conformance import faults_in_answer

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

_LONGEST_TEXT: Final = 600
_MOST_ATTEMPTS: Final = 4
# How long a registry may take to connect, and between two pieces of an answer.
_PATIENCE: Final = Timeout(connect=10, read=60)
# Who calls is not known any more: that is no answer to any question.
_NOT_ALLOWED_IN: Final = frozenset({"ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call brought.

    Attributes:
        status: The HTTP status; None where there was no answer.
        code: The error's code; None where it succeeded.
        body: The members of the answer, or of the error.
    """

    status: int | None
    code: str | None
    body: Mapping[str, Any]

    @property
    def word(self) -> str:
        """The shortest way to say it: `done`, or the error's code, or the HTTP status."""
        if self.code is None and self.status is not None and self.status < 300:  # noqa: PLR2004 - HTTP
            return "done"
        return self.code or (f"HTTP {self.status}" if self.status else "no answer")

    def outcome(self, version: str) -> str:
        """What became of one version of a batch: its status, the code of its failure, or what the call answered."""
        success, failure = self.body.get("successfulVersions", {}), self.body.get("failedVersions", {})
        if version in success:
            return str(success[version].get("status", "done"))
        if version in failure:
            return str(failure[version].get("errorCode"))
        return "in neither map" if self.code is None else self.word


class UnansweredError(Exception):
    """AWS did not deal with a call, so there is nothing to say about the question."""


def is_busy(answer: Answer) -> bool:
    """Whether AWS did not deal with a call, and may do so when it is sent again.

    Args:
        answer: The answer.
    """
    is_limited = answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.code == "ThrottlingException"
    return is_limited or (answer.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR


@dataclass(slots=True)
class Recorder:
    """Makes calls for one question, and remembers them.

    Attributes:
        client: What calls CodeArtifact.
        redact: Takes out what is secret.
        entries: The calls so far, as the document has them.
    """

    client: "CodeArtifactClient"
    redact: Callable[[Any], Any]
    entries: list[dict[str, Any]] = field(default_factory=list)

    def call(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - what the operation takes
        """Call an operation once.

        Args:
            operation: Its name in boto3, such as `delete_package`.
            parameters: Its parameters.

        Returns:
            The answer: also an error, one that departs from the model, and none at all.

        Raises:
            UnansweredError: AWS did not deal with the call, however often it was sent.
        """
        for _ in range(_MOST_ATTEMPTS):
            answer = self._called(operation, parameters)
            if not is_busy(answer):
                break
        if is_busy(answer) or answer.code in _NOT_ALLOWED_IN:
            raise UnansweredError(f"{operation}: {answer.word}")
        return answer

    def _called(self, operation: str, parameters: Mapping[str, Any]) -> Answer:
        began = time.monotonic()
        name = self.client.meta.method_to_api_mapping[operation]
        try:
            body = getattr(self.client, operation)(**parameters)
            answer = Answer(body["ResponseMetadata"]["HTTPStatusCode"], None, body)
        except ClientError as error:
            body = error.response
            code = body.get("Error", {}).get("Code")
            answer = Answer(body.get("ResponseMetadata", {}).get("HTTPStatusCode"), code or "no code", body)
        except Exception as error:  # noqa: BLE001 - botocore raises whatever it stumbles over in a strange answer
            body = {"message": str(error)}
            answer = Answer(None, type(error).__name__, body)
        self._note(name, parameters, answer, began, departures=self._departures(name, body))
        return answer

    def web(self, method: str, url: str, what: str, **options: Any) -> Answer:  # noqa: ANN401 - what urllib3 takes
        """Send a request to a registry.

        Args:
            method: The HTTP method.
            url: Where.
            what: What it does, in words; the URL is not recorded.
            options: What urllib3 takes besides.

        Returns:
            The answer; its body is the text under `text`.
        """
        began = time.monotonic()
        try:
            with PoolManager(retries=False, timeout=_PATIENCE) as pool:
                response = pool.request(method, url, **options)
            answer = Answer(response.status, _header_code(response), {"text": _text(response)})
        except HTTPError as error:
            answer = Answer(None, type(error).__name__, {"message": str(error)})
        self._note(f"{method} by a package manager", {"what": what}, answer, began, departures=[])
        return answer

    def _note(
        self, operation: str, parameters: Mapping[str, Any], answer: Answer, began: float, *, departures: list[str]
    ) -> None:
        error = answer.body.get("Error", {}) if answer.code is not None else {}
        message = error.get("Message", answer.body.get("message")) if answer.code is not None else None
        is_text = "text" in answer.body
        members = {key: value for key, value in answer.body.items() if key not in {"Error", "message", "text"}}
        entry = {
            "operation": operation,
            "request": parameters,
            "status": answer.status,
            "code": answer.code,
            "message": str(message) if message is not None else None,
            "resourceType": answer.body.get("resourceType"),
            "answer": {"text": answer.body["text"]} if is_text else members,
            "departures": departures,
            "milliseconds": round((time.monotonic() - began) * 1000),
        }
        redacted = self.redact(entry)
        # Afterwards: half of a secret is not found any more.
        redacted["message"] = redacted["message"] and redacted["message"][:_LONGEST_TEXT]
        if is_text:
            redacted["answer"]["text"] = redacted["answer"]["text"][:_LONGEST_TEXT]
        self.entries.append(redacted)

    def _departures(self, operation: str, body: Mapping[str, Any]) -> list[str]:
        """Where the answer is not as botocore's model says; where not even that can be said, why."""
        try:
            return list(faults_in_answer(self.client.meta.service_model.operation_model(operation), body))
        except (KeyError, TypeError, AttributeError) as error:
            return [f"cannot be held against the model: {type(error).__name__}"]


def _header_code(response: HTTPResponse | Any) -> str | None:  # noqa: ANN401 - urllib3's stubs name another class
    """A status that says no, as a code."""
    return None if response.status < 400 else f"HTTP {response.status}"  # noqa: PLR2004 - HTTP


def _text(response: HTTPResponse | Any) -> str:  # noqa: ANN401 - see above
    """The text of an answer; how large it is, where it is none."""
    try:
        return str(response.data.decode())
    except UnicodeDecodeError:
        return f"{len(response.data)} bytes"
