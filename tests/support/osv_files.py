"""OSV records for tests, and versions that came from outside."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

EXTERNAL = {"originType": "EXTERNAL"}
# A range that contains every version, also those that are published later.
UNBOUNDED: Mapping[str, Any] = {"type": "SEMVER", "events": [{"introduced": "0"}]}
FEED = """\
domain: acme
repositories: all
format: npm
advisories:
  malware:
    from: advisories
    kinds: [malware]
    status: Archived
"""
# The same in a few words, with another folder.
SHORT_FEED = """\
domain: acme
repositories: all
format: npm
advisories:
  malware: {from: records, kinds: [malware], status: Archived}
"""


def external(*versions: str) -> dict[str, dict[str, str]]:
    """Versions of a seed that entered the domain through an external connection."""
    return dict.fromkeys(versions, EXTERNAL)


def record(
    identifier: str,
    name: str,
    versions: Iterable[str] = (),
    *,
    ecosystem: str = "npm",
    ranges: Iterable[Mapping[str, Any]] = (),
    **fields: object,
) -> dict[str, Any]:
    """A record about one package."""
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "versions": [*versions], "ranges": [*ranges]}
    return {"id": identifier, "modified": "2026-05-23T19:14:13Z", "affected": [affected], **fields}


def put(folder: Path, *records: Mapping[str, Any]) -> Path:
    """Write records into a folder, each into a file of its own; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in records:
        (folder / f"{each['id']}.json").write_text(json.dumps(each), encoding="utf-8")
    return folder
