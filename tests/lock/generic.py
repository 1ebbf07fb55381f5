"""Two rules about generic packages of a whole domain: one that keeps, and one that names versions."""

import json

_RULES = """\
domain: acme
repositories: all
format: generic
rules:
  recent:
    packages: ["acme/*"]
    keep: {versions: ["2.0.0"]}
  old:
    packages: ["acme/*"]
    match: {versions: [RANGE]}
    status: STATUS
    reason: "nobody uses it"
"""


def rules(*versions: str, status: str = "Archived") -> str:
    """A manifest with both; the second is about some versions."""
    return _RULES.replace("RANGE", ", ".join(map(json.dumps, versions))).replace("STATUS", status)
