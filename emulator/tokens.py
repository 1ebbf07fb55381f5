"""The tokens that package managers log in with: given out by GetAuthorizationToken, asked for by the registries.

A token is signed with a secret of this process, and says for which domain and until when it is good.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Final

SHORTEST_SECONDS: Final = 900
LONGEST_SECONDS: Final = 43_200
"""Source: botocore's model, GetAuthorizationToken ("15 minutes", "12 hours")."""

_SECRET: Final = secrets.token_bytes(32)


def issue(domain: str, duration_seconds: int, now: float | None = None) -> tuple[str, float]:
    """Make a token.

    Args:
        domain: The domain that it is good for.
        duration_seconds: How long it is good; 0, as for temporary credentials, means the longest time.
        now: The time in seconds since the epoch; the machine's where it is left out.

    Returns:
        The token, and when it ends in seconds since the epoch.
    """
    expiration = (time.time() if now is None else now) + (duration_seconds or LONGEST_SECONDS)
    claims = json.dumps({"domain": domain, "expiration": expiration}).encode()
    return f"{_encoded(claims)}.{_encoded(_signature(claims))}", expiration


def is_good(token: str, domain: str, now: float | None = None) -> bool:
    """Whether a token opens a domain.

    Args:
        token: What the package manager sent.
        domain: The domain.
        now: The time in seconds since the epoch; the machine's where it is left out.
    """
    claims_text, _, signature_text = token.partition(".")
    try:
        claims, signature = _decoded(claims_text), _decoded(signature_text)
    except ValueError:
        return False
    if not hmac.compare_digest(signature, _signature(claims)):
        return False
    said = json.loads(claims)
    return bool(said["domain"] == domain and said["expiration"] > (time.time() if now is None else now))


def _signature(claims: bytes) -> bytes:
    return hmac.digest(_SECRET, claims, hashlib.sha256)


def _encoded(content: bytes) -> str:
    """Without padding: an equals sign is not part of a bearer token. Source: RFC 6750, section 2.1."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
