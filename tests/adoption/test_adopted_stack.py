"""Adopt, import, preview: under the real engine, without a write to AWS on the way in."""

from pathlib import Path

import boto3
import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Finished, Sandbox
from packagestate.provider.adoption.selection import Selection
from tests.adoption.large import Size, measure
from tests.adoption.seeds import ALL, DOMAIN, adopted
from tests.support.sandboxes import new_sandbox

pytestmark = pytest.mark.engine
SEED = DOMAIN


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    (tmp_path / "stack").mkdir()
    return new_sandbox(tmp_path / "stack", endpoint.url)


def take_over(sandbox: Sandbox) -> Finished:
    file = str(sandbox.folder / "import.json")
    return sandbox.pulumi(
        "import", "--stack", STACK, "--file", file, "--generate-code=false", "--protect=false", "--yes"
    )


def archive(endpoint: Endpoint, package: str, version: str) -> None:
    """Somebody else archives a version."""
    client = boto3.client("codeartifact", endpoint_url=endpoint.url, region_name="eu-west-1")
    names = {"domain": "acme", "repository": "npm-store", "package": package}
    client.update_package_versions_status(**names, format="npm", versions=[version], targetStatus="Archived")


@pytest.mark.parametrize(
    "selection", [Selection(), ALL, Selection(with_origin=True)], ids=["remarkable", "all", "origin"]
)
def test_what_is_imported_is_what_the_next_preview_finds(
    sandbox: Sandbox, endpoint: Endpoint, selection: Selection
) -> None:
    report = adopted(endpoint.url, sandbox.folder, selection)
    before = len(endpoint.calls)
    imported = take_over(sandbox)
    assert imported.exit_code == 0, imported.text
    assert len(endpoint.calls) == before, "the import asked AWS"
    assert len(sandbox.state()) == report.named_package_count
    preview = sandbox.preview("--expect-no-changes")
    assert preview.exit_code == 0, preview.text
    assert endpoint.calls.writes == ()


def test_the_state_is_that_of_an_update(sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path) -> None:
    adopted(endpoint.url, sandbox.folder, ALL)
    assert take_over(sandbox).exit_code == 0
    (tmp_path / "updated").mkdir()
    updated = new_sandbox(tmp_path / "updated", endpoint.url)
    adopted(endpoint.url, updated.folder, ALL)
    assert updated.up().exit_code == 0
    taken, made = sandbox.state(), updated.state()
    assert taken.keys() == made.keys()
    for name in made:
        assert taken[name]["inputs"] == made[name]["inputs"]
        assert taken[name]["outputs"] == made[name]["outputs"]
        assert taken[name]["id"] == made[name]["id"]
    assert endpoint.calls.writes == ()


def test_a_second_adoption_brings_what_is_new_and_touches_nothing_else(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """People edit, AWS gets more, and both end in one preview that says what the edit changes, and nothing else."""
    adopted(endpoint.url, sandbox.folder, None, "npm-store")
    assert take_over(sandbox).exit_code == 0
    file = sandbox.folder / "packages" / "npm-store" / "npm.yaml"
    edited = file.read_text().replace(
        '      "5.6.1": Disposed\n', '      # The incident.\n      "5.6.1": {status: Disposed, reason: "compromised"}\n'
    )
    edited = edited.replace('"5.10.0": Unlisted', '"5.10.0": Published  # fixed')
    file.write_text(edited)
    archive(endpoint, "debug", "4.4.1")
    report = adopted(endpoint.url, sandbox.folder, None, "npm-store")
    assert len(report.differences) == 1
    added = '  debug:\n    versions:\n      "4.4.1": Archived\n'
    text = file.read_text()
    assert added in text
    assert text.replace(added, "") == edited
    endpoint.calls.clear()
    again = take_over(sandbox)
    assert again.exit_code == 0, again.text
    assert "acme/npm-store/npm//debug" in sandbox.state()
    steps = {name: step for name, step in sandbox.steps().items() if step != "same"}
    assert steps == {"acme/npm-store/npm//chalk": "update"}
    assert "Unlisted -> Published" in sandbox.preview().text
    assert endpoint.calls.writes == ()


def test_a_new_version_of_a_package_in_the_state_is_recorded_by_the_next_update_without_a_write(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    """The engine imports nothing that it knows."""
    adopted(endpoint.url, sandbox.folder, None, "npm-store")
    assert take_over(sandbox).exit_code == 0
    archive(endpoint, "chalk", "5.5.0")
    adopted(endpoint.url, sandbox.folder, None, "npm-store")
    endpoint.calls.clear()
    assert take_over(sandbox).exit_code == 0
    preview = sandbox.preview("--diff")
    assert '"5.5.0 5.6.0"' in preview.text, preview.text
    assert sandbox.up().exit_code == 0
    assert sandbox.preview("--expect-no-changes").exit_code == 0
    assert endpoint.calls.writes == ()


def test_a_domain_of_some_size_costs_what_it_must(tmp_path: Path) -> None:
    (tmp_path / "large").mkdir()
    measured = measure(Size(4, 60, 1_200), tmp_path / "large", every=True)
    assert measured.findings == []
    assert "named 1,200 versions of 60 packages" in measured.adopted.text
    assert any(line.startswith("adopt: ") for line in measured.lines())
