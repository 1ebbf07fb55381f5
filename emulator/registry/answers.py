"""How a registry answers: with JSON, errors as well."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Response


def json_answer(
    document: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK, content_type: str = "application/json"
) -> Response:
    """An answer with a JSON document.

    Args:
        document: The document.
        status: The status.
        content_type: What a client that asked for a special form looks for.
    """
    return Response(json.dumps(document), status, content_type=content_type)


def error_answer(status: HTTPStatus, message: str) -> Response:
    """An answer that refuses a request; npm and twine show the message.

    Args:
        status: The status.
        message: What is wrong.
    """
    return json_answer({"error": message}, status)
