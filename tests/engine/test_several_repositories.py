"""One manifest for several repositories, with the real engine."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.engine.removing import ended
from tests.support.asking import client, statuses
from tests.support.publishing import publish
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

HELD = {"ns/tool": ["1.0", "1.1"]}
SEED = domains(
    acme={
        "store": repository(generic=HELD),
        "live": repository(generic=HELD),
        "forensics": repository(generic=HELD),
        "empty": repository(),
    }
)
WIDE = """\
domain: acme
repositories: all
format: generic
packages:
  ns/tool: {versions: {"1.1": {status: Archived, reason: "compromised", except: [forensics]}}}
"""
FILES = {"manifest.yaml": WIDE}


def found(endpoint: Endpoint, name: str) -> dict[str, str]:
    return statuses(endpoint, "ns/tool", "generic", repository=name)


def test_every_copy_is_changed_and_a_repository_that_comes_later_too(sandbox: Sandbox, endpoint: Endpoint) -> None:
    preview = ended(sandbox.preview("--diff"))
    assert "ns/tool (generic) in acme/live, acme/store" in preview
    ended(sandbox.up())
    assert [found(endpoint, name)["1.1"] for name in ("store", "live", "forensics")] == [
        "Archived",
        "Archived",
        "Published",
    ]
    assert found(endpoint, "store")["1.0"] == "Published"
    ended(sandbox.preview("--expect-no-changes"))
    client(endpoint).create_repository(domain="acme", repository="later")
    tool = Coordinates(Repository("acme", "later"), Format.GENERIC, "ns", "tool")
    publish(endpoint, tool, "1.0")
    ended(sandbox.preview("--expect-no-changes"))
    publish(endpoint, tool, "1.1")
    ended(sandbox.up())
    assert found(endpoint, "later") == {"1.0": "Published", "1.1": "Archived"}


def test_what_somebody_makes_more_restrictive_or_deletes_is_no_difference(sandbox: Sandbox, endpoint: Endpoint) -> None:
    ended(sandbox.up())
    place = {"domain": "acme", "format": "generic", "namespace": "ns", "package": "tool"}
    client(endpoint).dispose_package_versions(**place, repository="store", versions=["1.1"])  # type: ignore[arg-type]
    client(endpoint).delete_package_versions(**place, repository="live", versions=["1.1"])  # type: ignore[arg-type]
    ended(sandbox.preview("--expect-no-changes"))
    endpoint.calls.clear()
    ended(sandbox.up())
    assert not endpoint.calls.writes
    # What is looser again is a difference, whatever the state has.
    publish(endpoint, Coordinates(Repository("acme", "live"), Format.GENERIC, "ns", "tool"), "1.1")
    assert "ns/tool (generic) in acme/live" in ended(sandbox.up())
    assert [found(endpoint, name)["1.1"] for name in ("store", "live")] == ["Disposed", "Archived"]


def test_a_statement_that_is_taken_out_is_forgotten_and_one_below_it_comes_back(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    one = WIDE.replace("repositories: all", "repository: store").replace(
        '{status: Archived, reason: "compromised", except: [forensics]}', "Published"
    )
    sandbox.declare(WIDE, "wide.yaml")
    sandbox.declare(one, "one.yaml")
    assert "overrides Published" in ended(sandbox.up())
    (sandbox.folder / "packages" / "wide.yaml").unlink()
    for path in (sandbox.folder / "packages").iterdir():
        if path.name != "one.yaml":
            path.unlink()
    # That a version becomes less restrictive is marked, and limited.
    sandbox.variables["PACKAGESTATE_LOOSENING_LIMIT"] = "0"
    refused = sandbox.preview()
    assert refused.exit_code != 0
    assert "Too many versions would become less restrictive" in refused.text
    sandbox.variables["PACKAGESTATE_LOOSENING_LIMIT"] = "1"
    preview = ended(sandbox.preview("--diff"))
    assert "loosens" in preview
    assert "in this run alone, packagestate:looseningLimit is 1 instead of 10" in preview
    assert "Archived -> Published" in preview
    assert "forgotten" in preview
    no_longer = (
        "1 version is no longer asked for by a statement for several repositories, or by the lock, so copies that "
        "appear later stay as they come"
    )
    assert no_longer in preview
    ended(sandbox.up())
    assert no_longer not in ended(sandbox.preview("--expect-no-changes"))
    assert [found(endpoint, name)["1.1"] for name in ("store", "live")] == ["Published", "Archived"]
