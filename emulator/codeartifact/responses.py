"""From an HTTP request to an answer: parse, validate, authorise, carry out, serialise.

moto serialises, by botocore's model. The rest is generic: what an operation does is in `operations`.
"""

import json
from http import HTTPStatus
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult, BaseResponse
from moto.core.serialize import DefaultAttributePicker
from moto.core.utils import get_service_model

from emulator.codeartifact.authorization import authorise, denied_by_the_owner
from emulator.codeartifact.exceptions import (
    CodeArtifactError,
    Reason,
    UnrecognizedClientException,
    ValidationException,
    translated,
)
from emulator.codeartifact.models import CodeArtifactBackend, codeartifact_backends
from emulator.codeartifact.names import Place
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.operations.request import Request
from emulator.codeartifact.parsing import parsed
from emulator.codeartifact.routes import SERVICE_NAME, operation_for
from emulator.codeartifact.validation import check
from emulator.store import StoreError

BACKEND = "codeartifact.backend"
"""The key of the WSGI environment under which a server of its own puts the backend; else moto's is used."""

AUTHORISATION = "codeartifact.authorisation"
"""The key under which such a server says that callers are held against their IAM policies."""


class _Answer(ActionResult):
    """What an operation gives, spelt as the model spells it: moto need not try other spellings of each key."""

    def execute_result(self, context: ActionContext) -> TYPE_RESPONSE:
        """Serialise it."""
        serializer = context.serializer_class(context.operation_model, value_picker=DefaultAttributePicker())
        serialized = serializer.serialize(self.result)
        return serialized["status_code"], dict(serialized["headers"]), serialized["body"]


class CodeArtifactResponse(BaseResponse):
    """One request."""

    # Published bytes are not text.
    use_raw_body = True

    def __init__(self) -> None:
        """Be of this service."""
        super().__init__(service_name=SERVICE_NAME)

    @property
    def backend(self) -> CodeArtifactBackend:
        """The state that the request is about."""
        given = self.normalized_request.environ.get(BACKEND)
        backend: CodeArtifactBackend = given or codeartifact_backends[self.current_account][self.region]
        return backend

    def _get_action(self) -> str:
        """The operation; moto's own way would look for it in the query string, where there may be an `Action` too."""
        return operation_for(self.method, self.path) or ""

    def call_action(self) -> TYPE_RESPONSE:
        """Carry out the operation, and serialise what came of it."""
        try:
            answer: Any = self._carried_out(self._get_action())
        except UnrecognizedClientException as error:
            # The model does not have it, so moto cannot write it.
            headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error.code}
            return HTTPStatus.FORBIDDEN, headers, json.dumps({"message": error.message})
        except CodeArtifactError as error:
            answer = error
        except StoreError as error:
            answer = translated(error)
        result = _Answer(answer) if isinstance(answer, dict) else ActionResult(answer)
        status, headers, body = self.serialized(result)
        return status, {name: header_text(value) for name, value in headers.items()}, body

    def _carried_out(self, name: str) -> dict[str, Any]:
        if name not in OPERATIONS:
            asked = name or f"{self.method} {self.path}"
            raise ValidationException(f"There is no operation {asked} here.", Reason.UNKNOWN_OPERATION)
        shape = get_service_model(SERVICE_NAME).operation_model(name).input_shape
        request = self.normalized_request
        parameters = parsed(shape, request.args, request.headers, self.raw_body)
        # First, because what a request is about cannot be named before it is known to be complete.
        check(shape, parameters)
        place = Place(self.region, self.current_account)
        owner = Place(self.region, parameters.get("domainOwner", place.account))
        if request.environ.get(AUTHORISATION):
            authorise(place.account, self.headers, name, owner.resource(parameters))
        if owner != place:
            raise denied_by_the_owner(place.account, name, owner.resource(parameters))
        return OPERATIONS[name](Request(parameters, self.backend.store, place, request.host_url.rstrip("/")))


def header_text(value: object) -> str:
    """A header's value as WSGI wants it: the bytes of UTF-8, each as a character.

    Versions and assets may have any letters in their names.

    Undocumented (Q0): how AWS writes them.

    Source: PEP 3333, "A Note On String Types".
    """
    return str(value).encode().decode("latin-1")
