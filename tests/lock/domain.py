"""A domain with old and new releases, and rules about them."""

from emulator import Endpoint
from tests.support.asking import set_status
from tests.support.stores import domains, repository

OLD, NEW = "2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z"
UI = {
    "1.0.0": {"published": OLD},
    "1.1.0": {"published": OLD},
    "1.2.0-beta.1": {"published": OLD},
    "1.2.0": {"published": OLD},
    "2.0.0": {"published": NEW},
}
SEED = domains(
    acme={
        "npm-internal": repository(
            npm={"@acme/ui": UI, "other": ["1.0.0"], "many": [f"1.0.{number}" for number in range(25)]}
        ),
        "npm-release-a": repository(npm={"@acme/ui": UI}),
        "tools": repository(npm={"@acme/ui": UI}),
    }
)
RULES = """\
domain: acme
repositories: ["npm-internal", "npm-release-*"]
format: npm
rules:
  recent:
    packages: ["@acme/*"]
    keep: {latest: 2}
  old-releases:
    packages: ["@acme/*"]
    match: {olderThan: 180d, prerelease: false}
    status: Archived
"""


_EVERYTHING = """\
domain: acme
repository: npm-internal
format: FORMAT
rules:
  all:
    packages: [PACKAGES]
    match: {status: [Published]}
    status: STATUS
    allowEmpty: true
"""


def everything(package_format: str = "npm", status: str = "Archived", packages: str = '"*", "@acme/*"') -> str:
    """A rule about all that is Published in one repository, of whatever AWS names."""
    return _EVERYTHING.replace("FORMAT", package_format).replace("STATUS", status).replace("PACKAGES", packages)


def carry_out(endpoint: Endpoint) -> None:
    """Archive in AWS what the rules mean, as a run does that carries out their lock."""
    for name in ("npm-internal", "npm-release-a"):
        set_status(endpoint, "@acme/ui", ["1.0.0", "1.1.0"], "Archived", repository=name)
