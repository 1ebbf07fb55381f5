"""What stands beside a manifest for several repositories, under the real engine: an adopted tree, and revert."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Sandbox
from packagestate.provider.cli import main
from tests.engine.removing import ended, plan_file
from tests.support.asking import client
from tests.support.stores import domains, repository, without_content

pytestmark = pytest.mark.engine

NAMES = ("npm-a", "npm-b", "npm-c")
HELD = repository(npm={"chalk": ["5.6.0", "5.6.1"], "debug": {"4.4.1": "Archived", "4.4.2": "Published"}})
SEED = without_content(domains(acme=dict.fromkeys(NAMES, HELD)))
WIDE = """\
# The incident.
domain: acme
repositories: all
format: npm
packages:
  debug: {versions: {"4.4.1": Unlisted}}
"""
INCIDENT = f'{WIDE}  chalk: {{versions: {{"5.6.1": {{status: Archived, reason: "compromised"}}}}}}\n'
FILES = {"wide.yaml": WIDE}


def found(endpoint: Endpoint, version: str = "5.6.1") -> list[str]:
    """The status of a version of `chalk` in each repository."""
    listed = (
        client(endpoint).list_package_versions(domain="acme", repository=name, format="npm", package="chalk")
        for name in NAMES
    )
    return [each["status"] for answer in listed for each in answer["versions"] if each["version"] == version]


def adopt(sandbox: Sandbox, endpoint: Endpoint, *flags: str) -> None:
    folder = sandbox.folder
    files = ("--output", str(folder / "packages"), "--import-file", str(folder / "import.json"))
    assert main(["adopt", "--domain", "acme", "--endpoint", endpoint.url, "--region", "eu-west-1", *files, *flags]) == 0


@pytest.mark.parametrize("flags", [("--all",), ("--status", "Disposed")], ids=["everything", "nothing"])
def test_a_tree_that_was_adopted_changes_nothing_and_stands_in_no_way(
    sandbox: Sandbox, endpoint: Endpoint, flags: tuple[str, ...]
) -> None:
    adopt(sandbox, endpoint, *flags)
    file = str(sandbox.folder / "import.json")
    options = ("--generate-code=false", "--protect=false", "--yes")
    ended(sandbox.pulumi("import", "--stack", STACK, "--file", file, *options))
    ended(sandbox.preview("--expect-no-changes"))
    assert (sandbox.folder / "packages" / "wide.yaml").read_text() == WIDE
    assert not endpoint.calls.writes
    sandbox.declare(INCIDENT, "wide.yaml")
    ended(sandbox.up(), "3 of")
    assert (found(endpoint), found(endpoint, "5.6.0")) == (["Archived"] * 3, ["Published"] * 3)
    adopt(sandbox, endpoint, *flags, "--accept-drift")
    ended(sandbox.preview("--expect-no-changes"))
    assert (sandbox.folder / "packages" / "wide.yaml").read_text() == INCIDENT


@pytest.mark.parametrize("is_adopted", [False, True], ids=["alone", "beside literals"])
def test_a_run_after_a_revert_brings_back_what_a_manifest_for_several_repositories_did(
    sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path, *, is_adopted: bool
) -> None:
    if is_adopted:
        adopt(sandbox, endpoint, "--all", "--repository", "npm-b")
    ended(sandbox.up())
    sandbox.declare(INCIDENT, "wide.yaml")
    plan = plan_file(sandbox, tmp_path)
    ended(sandbox.up("--plan", plan))
    assert found(endpoint) == ["Archived"] * 3
    arguments = ["revert", plan, "--manifests", str(sandbox.folder / "packages"), "--endpoint", endpoint.url]
    assert main([*arguments, "--region", "eu-west-1"]) == 0
    assert (sandbox.folder / "packages" / "wide.yaml").read_text() == INCIDENT
    ended(sandbox.preview(), "Archived -> Published")
    ended(sandbox.up())
    assert found(endpoint) == ["Published"] * 3
    ended(sandbox.preview("--expect-no-changes"))
    assert main([*arguments, "--region", "eu-west-1", "--dry-run"]) == 0
    for name in NAMES:
        text = (sandbox.folder / "packages" / name / "npm.yaml").read_text()
        assert '{status: Published, over: wide.yaml, reason: "back to Published by packagestate revert"}' in text
