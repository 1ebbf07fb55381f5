"""OSV records to be read."""

import json
from typing import Any

from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Record


def package(ecosystem: str, name: str, **said: object) -> dict[str, Any]:
    """Write an entry of `affected`."""
    return {"package": {"ecosystem": ecosystem, "name": name}, **said}


def bounds(*events: dict[str, object], kind: object = "SEMVER") -> dict[str, Any]:
    """Write a range."""
    return {"type": kind, "events": list(events)}


def content(*affected: object, **fields: object) -> bytes:
    """Write a record."""
    return json.dumps({"id": "MAL-2025-1", "modified": "2025-09-08T10:00:00Z", "affected": affected} | fields).encode()


def read(*affected: object, **fields: object) -> Record:
    return read_record(content(*affected, **fields))
