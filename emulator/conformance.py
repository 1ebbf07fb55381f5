"""Holds what a client is answered against the service's model, in tests of this endpoint or of any other.

botocore's validator knows types and required members; patterns, lengths and enumerations are this package's to check.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from botocore.model import OperationModel, Shape, StructureShape
from botocore.response import StreamingBody
from botocore.validate import ParamValidator

from emulator.codeartifact.operations.administration import CONNECTION_STATUS
from emulator.codeartifact.validation import structure_faults

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

COMMON_ERRORS = frozenset({"UnrecognizedClientException"})
"""What every service may answer whatever its model says. Source: CodeArtifact API Reference, "Common Errors"."""

KNOWN_DEVIATION: Final = re.compile(
    rf"Value '{CONNECTION_STATUS}' at '\S*externalConnections\.[0-9]+\.member\.status' failed .*enum.*"
)
"""What AWS is known to answer although its model says something else: the status of an external connection."""


class UnfaithfulAnswerError(Exception):
    """An answer is not as the model says."""


def hold_answers_to_the_model(client: "CodeArtifactClient") -> None:
    """Make every call of a client raise `UnfaithfulAnswerError` where the answer is not as the model says.

    Args:
        client: A client that boto3 made.
    """
    client.meta.events.register("after-call.codeartifact", _check)


def faults_in_answer(operation: OperationModel, answer: Mapping[str, Any]) -> Iterator[str]:
    """Where an answer is not as the model says.

    Args:
        operation: What was called.
        answer: The answer as botocore reads it, of a success or of an error.
    """
    code = answer.get("Error", {}).get("Code")
    shape = operation.output_shape
    if code is not None:
        shape = next((error for error in operation.error_shapes if error.error_code == code), None)
        if shape is None and code not in COMMON_ERRORS:
            yield f"{code} is no error of this operation"
    elif operation.http.get("responseCode", 200) != answer["ResponseMetadata"]["HTTPStatusCode"]:
        yield f"status {answer['ResponseMetadata']['HTTPStatusCode']}"
    if shape is not None:
        yield from _faults_in_members(shape, answer)


def _faults_in_members(shape: StructureShape, answer: Mapping[str, Any]) -> Iterator[str]:
    members = {name: _as_sent(member, answer[name]) for name, member in shape.members.items() if name in answer}
    report = ParamValidator().validate(members, shape)
    if report.has_errors():
        yield report.generate_report()
    yield from (fault for fault in structure_faults(shape, members, "") if not KNOWN_DEVIATION.match(fault))


def _as_sent(member: Shape, value: object) -> object:
    """A member's value as the service meant it: http.client takes each byte of a header for a character."""
    match value:
        case StreamingBody():
            return b""
        case str() if member.serialization.get("location") == "header":
            return value.encode("latin-1").decode()
        case _:
            return value


def _check(model: OperationModel, parsed: Mapping[str, Any], **_: object) -> None:
    faults = "; ".join(faults_in_answer(model, parsed))
    if faults:
        raise UnfaithfulAnswerError(f"{model.name}: {faults}")
