"""Laws of the API: whatever is asked, it answers as the model says, and never with a fault of its own."""

import io
import json
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import botocore.session
import pytest
from botocore.awsrequest import HeadersDict
from botocore.model import OperationModel, Shape
from botocore.parsers import create_parser
from botocore.response import StreamingBody
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.core.request import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from emulator.codeartifact.models import CodeArtifactBackend
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.responses import BACKEND, CodeArtifactResponse
from emulator.conformance import faults_in_answer
from emulator.seeds import sow
from tests.emulator.raw_requests import SIGNATURE
from tests.support.stores import domains, repository

# What names what: the right things come often enough for a request to get through.
KNOWN: dict[str, tuple[object, ...]] = {
    "domain": ("acme", "absent"),
    "repository": ("npm-store", "live"),
    "sourceRepository": ("npm-store",),
    "destinationRepository": ("live",),
    "repositoryName": ("live", "absent"),
    "package": ("chalk", "chalk", "tool", "absent"),
    "namespace": ("acme",),
    "packageVersion": ("1.0.0", "9.9.9"),
    "asset": ("package.tgz", "absent"),
    "externalConnection": ("public:npmjs",),
    "format": ("npm", "npm", "generic"),
    "assetContent": (b"x",),
    "assetSHA256": (sha256(b"x").hexdigest(),),
    "resourceArn": ("arn:aws:codeartifact:us-east-1:123456789012:domain/acme",),
}
SEED = domains(
    acme={
        "npm-store": repository(npm={"chalk": ["1.0.0", "1.0.1"]}, generic={"acme/tool": ["1.0.0"]}),
        "live": repository("npm-store"),
    }
)
VERSIONS = ("1.0.0", "1.0.1", "9.9.9")
LEFT_OUT = {"domainOwner", "nextToken"}
PARSER = create_parser("rest-json")
TEXTS = st.one_of(st.sampled_from(["1.0.0", "1.0.1", "acme", "", "*", "\ud800", "\x00"]), st.text(max_size=8))


@cache
def operation_model(name: str) -> OperationModel:
    return botocore.session.get_session().get_service_model("codeartifact").operation_model(name)


def hostile(shape: Shape, name: str) -> st.SearchStrategy[Any]:
    """Give values for a member, most of them of its type and few that fit the model."""
    drawn: st.SearchStrategy[Any]
    match shape.type_name:
        case _ if name in KNOWN:
            drawn = st.sampled_from(KNOWN[name]) | TEXTS
        case "structure":
            drawn = st.fixed_dictionaries({}, optional={each: hostile(of, each) for each, of in shape.members.items()})
        case "list":
            drawn = st.lists(hostile(shape.member, ""), max_size=3)
        case "map":
            drawn = st.dictionaries(TEXTS, hostile(shape.value, ""), max_size=3)
        case "boolean":
            drawn = st.booleans() | st.just("true")
        case "integer" | "long":
            drawn = st.integers(-1, 1001) | st.integers()
        case _:
            drawn = st.sampled_from(shape.enum) | TEXTS if shape.enum else TEXTS
    return drawn


def fitting(shape: Shape, name: str) -> st.SearchStrategy[Any]:
    """Give values for a member that fit the model, and often the store."""
    drawn: st.SearchStrategy[Any]
    match shape.type_name:
        case _ if name in KNOWN:
            drawn = st.sampled_from(KNOWN[name])
        case "structure":
            members = {each: fitting(of, each) for each, of in shape.members.items() if each not in LEFT_OUT}
            required = {each: members.pop(each) for each in shape.required_members}
            drawn = st.fixed_dictionaries(required, optional=members)
        case "list":
            drawn = st.lists(fitting(shape.member, ""), min_size=1, max_size=3)
        case "map":
            drawn = st.dictionaries(st.sampled_from(VERSIONS), fitting(shape.value, ""), max_size=3)
        case "boolean":
            drawn = st.booleans()
        case "integer" | "long":
            drawn = st.sampled_from([1, 2, 1000])
        case _:
            drawn = st.sampled_from(shape.enum or VERSIONS)
    return drawn


def answered(backend: CodeArtifactBackend, operation: OperationModel, parameters: dict[str, Any]) -> dict[str, Any]:
    """Send a request as its model locates the members, and read the answer as botocore does."""
    shape = operation.input_shape
    query, headers, document, body = {}, Headers({"Authorization": SIGNATURE}), {}, b""
    for name, value in parameters.items():
        member = shape.members[name]
        wire_name = member.serialization.get("name", name)
        match member.serialization.get("location"):
            case "querystring":
                query[wire_name] = str(value).encode(errors="surrogatepass")
            case "header":
                headers[wire_name] = str(value).encode("ascii", "replace").decode().replace("\n", "").replace("\r", "")
            case _ if shape.serialization.get("payload") == name:
                body = value if isinstance(value, bytes) else value.encode(errors="surrogatepass")
            case _:
                document[wire_name] = value
    builder = EnvironBuilder(
        path=operation.http["requestUri"],
        method=operation.http["method"],
        query_string=urlencode(query),
        data=body or json.dumps(document).encode(),
        headers=headers,
    )
    environ = builder.get_environ() | {BACKEND: backend}
    status, sent, content = CodeArtifactResponse.dispatch(Request(environ))
    assert int(status) < HTTPStatus.INTERNAL_SERVER_ERROR
    raw = content.encode() if isinstance(content, str) else content
    return read(operation, {"headers": HeadersDict(sent), "status_code": int(status), "body": raw})


def read(operation: OperationModel, response: dict[str, Any]) -> dict[str, Any]:
    """Read an answer as botocore does: an error also by its own shape."""
    if operation.has_streaming_output and response["status_code"] == HTTPStatus.OK:
        response["body"] = StreamingBody(io.BytesIO(response["body"]), len(response["body"]))
    answer: dict[str, Any] = PARSER.parse(response, operation.output_shape)
    code = answer.get("Error", {}).get("Code")
    error_shapes = (shape for shape in operation.error_shapes if shape.name == code)
    return answer | {
        name: value
        for shape in error_shapes
        for name, value in PARSER.parse(response, shape).items()
        if name != "Error"
    }


def filled_backend() -> CodeArtifactBackend:
    backend = CodeArtifactBackend("us-east-1", "123456789012")
    sow(backend.store, SEED)
    return backend


@pytest.mark.parametrize("name", sorted(OPERATIONS))
@settings(max_examples=15)
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_as_the_model_says(name: str, data: st.DataObject) -> None:
    operation, backend = operation_model(name), filled_backend()
    for kind in (fitting, hostile, fitting):
        parameters = data.draw(kind(operation.input_shape, ""))
        assert list(faults_in_answer(operation, answered(backend, operation, parameters))) == []


@settings(max_examples=40)
@given(data=st.data())
def test_whatever_was_asked_before_the_answer_is_as_the_model_says(data: st.DataObject) -> None:
    backend = filled_backend()
    for name in data.draw(st.lists(st.sampled_from(sorted(OPERATIONS)), min_size=5, max_size=15)):
        operation = operation_model(name)
        parameters = data.draw(fitting(operation.input_shape, ""))
        assert list(faults_in_answer(operation, answered(backend, operation, parameters))) == []
