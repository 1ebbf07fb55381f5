"""Adopt, import, preview: under the real engine, without a write to AWS on the way in."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Finished, Sandbox
from provider.adoption.selection import Selection
from tests.adoption.seeds import ALL, SEED, adopted

pytestmark = pytest.mark.engine


@pytest.fixture
def seed() -> object:
    return SEED


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    (tmp_path / "stack").mkdir()
    return Sandbox.create(tmp_path / "stack", endpoint.url)


def take_over(sandbox: Sandbox) -> Finished:
    file = str(sandbox.folder / "import.json")
    return sandbox.pulumi(
        "import", "--stack", STACK, "--file", file, "--generate-code=false", "--protect=false", "--yes"
    )


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
    updated = Sandbox.create(tmp_path / "updated", endpoint.url)
    adopted(endpoint.url, updated.folder, ALL)
    assert updated.up().exit_code == 0
    taken, made = sandbox.state(), updated.state()
    assert taken.keys() == made.keys()
    for name in made:
        assert taken[name]["inputs"] == made[name]["inputs"]
        assert taken[name]["outputs"] == made[name]["outputs"]
        assert taken[name]["id"] == made[name]["id"]
    assert endpoint.calls.writes == ()
