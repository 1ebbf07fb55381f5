"""Requests to the API as no client of AWS would send them."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

SIGNATURE = "AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-1/codeartifact/aws4_request, Signature=0"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    error_type: str
    body: bytes


def send(url: str, method: str, path: str, query: Mapping[str, str], body: bytes = b"") -> Answer:
    """Send one request, signed in name only."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        sent = {"Authorization": SIGNATURE, "Content-Type": "application/json"}
        connection.request(method, f"{path}?{urlencode(query)}", body, sent)
        response = connection.getresponse()
        content = response.read()
        return Answer(response.status, response.getheader("x-amzn-errortype", ""), content)
    finally:
        connection.close()
