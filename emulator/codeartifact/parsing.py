"""From an HTTP request to an operation's parameters, by the locations that the model gives to the members.

JSON values keep the type that they have on the wire, so that `emulator.codeartifact.validation` can tell a string from
a list. What the values must be like is left to it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.model import Shape, StructureShape
from werkzeug.datastructures import Headers

from emulator.codeartifact.exceptions import Reason, ValidationException

# What Python reads as a number is more: digits of other scripts, spaces, underscores.
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS = {"true": True, "false": False}


def parsed(shape: StructureShape, query: Mapping[str, str], headers: Headers, body: bytes) -> dict[str, Any]:
    """The parameters of a request, by the names of the model's members.

    Args:
        shape: The operation's input shape.
        query: The query string's values by name.
        headers: The request's headers.
        body: The request's body.

    Raises:
        ValidationException: The body is not a JSON object, or a number or boolean cannot be read.
    """
    payload = shape.serialization.get("payload")
    document = {} if payload else json_object(body)
    parameters: dict[str, Any] = {}
    for name, member in shape.members.items():
        wire_name = member.serialization.get("name", name)
        value: object
        match member.serialization.get("location"):
            case "querystring":
                value = scalar(member, name, query.get(wire_name))
            case "header":
                value = scalar(member, name, headers.get(wire_name))
            case _:
                value = body if name == payload else document.get(wire_name)
        if value is not None:
            parameters[name] = value
    return parameters


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body; an empty body is an empty object.

    Raises:
        ValidationException: It is not one.
    """
    if not body:
        return {}
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ValidationException("The request body could not be parsed.", Reason.CANNOT_PARSE)
    return document


def scalar(shape: Shape, name: str, text: str | None) -> str | int | bool | None:
    """A value of the query string or a header in the type that the model gives it.

    Raises:
        ValidationException: It cannot be read as that type.
    """
    match shape.type_name:
        case _ if text is None:
            return None
        case "integer" | "long" if _NUMBER.fullmatch(text):
            return int(text)
        case "boolean" if text.lower() in _BOOLEANS:
            return _BOOLEANS[text.lower()]
        case "integer" | "long" | "boolean":
            raise ValidationException(f"{name} could not be parsed.", Reason.CANNOT_PARSE)
        case _:
            return text
