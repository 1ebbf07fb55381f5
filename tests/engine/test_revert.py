"""A plan that was carried out is reverted under the real engine: the preview shows exactly the way back."""

import shlex
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from packagestate.provider.cli import main
from tests.engine.removing import OTHERS, ended, held, origin, plan_file, writes
from tests.support.documents import blocks

pytestmark = pytest.mark.engine

BEFORE = OTHERS.replace('"5.6.1": Archived', '"5.6.1": Published')
CHANGED = OTHERS.replace(
    "  chalk:\n", "  # the incident\n  chalk:\n    origin: {publish: BLOCK, upstream: BLOCK}\n"
) + ('  debug:\n    versions:\n      "4.4.1": Disposed\n      "4.4.3": {status: Unlisted, reason: "broken"}\n')


def both(endpoint: Endpoint) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return held(endpoint, "chalk"), held(endpoint, "debug"), origin(endpoint, "chalk")


@pytest.mark.parametrize("is_taken_back", [False, True], ids=["reverted alone", "after git revert"])
def test_the_next_run_is_exactly_the_way_back(
    sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_taken_back: bool
) -> None:
    sandbox.declare(BEFORE)
    ended(sandbox.up())
    before = both(endpoint)
    sandbox.declare(CHANGED)
    plan = plan_file(sandbox, tmp_path)
    ended(sandbox.up("--plan", plan))
    if is_taken_back:
        sandbox.declare(BEFORE.replace('      "5.6.1": Published\n', '      "5.6.0": Published\n'))
        ended(sandbox.up(), "no longer managed")
    endpoint.calls.clear()

    manifests = str(sandbox.folder / "packages")
    assert main(["revert", plan, "--manifests", manifests, "--region", "eu-west-1", "--endpoint", endpoint.url]) == 4

    told = capsys.readouterr().out
    assert "Published -> Disposed" not in told.partition("does not go back:")[0]
    assert "Unlisted -> Disposed  4.4.1  disposed: its assets are gone" in told
    assert not endpoint.calls.writes
    if not is_taken_back:
        # What was disposed cannot be declared otherwise, so its entry stays.
        expected = CHANGED.replace("Archived", "Published").replace("Unlisted", "Published")
        expected = expected.replace("publish: BLOCK", "publish: ALLOW")
        assert (sandbox.folder / "packages" / "manifest.yaml").read_text() == expected
    text = ended(sandbox.preview(), "5.6.1  Archived -> Published", "4.4.3  Unlisted -> Published")
    assert "2 of 7 observed versions to change" in text
    ended(sandbox.up())
    chalk, debug, restrictions = both(endpoint)
    assert (chalk, {**debug, "4.4.1": "Unlisted"}) == before[:2]
    assert restrictions == (before[2] if not is_taken_back else {"publish": "BLOCK", "upstream": "BLOCK"})
    ended(sandbox.preview("--expect-no-changes"))


def test_the_page_is_what_happens(
    sandbox: Sandbox, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands of `docs/how-to/roll-back.md`, in their order, in a project that has them to revert."""
    page = (ROOT / "docs" / "how-to" / "roll-back.md").read_text(encoding="utf-8")
    lines = [line for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]
    sandbox.declare(BEFORE)
    ended(sandbox.up())
    before = both(endpoint)
    sandbox.declare(OTHERS)
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    monkeypatch.chdir(sandbox.folder)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    ran = []
    for line in lines:
        words = shlex.split(line.removeprefix("$ "))
        ran.append(words[:2])
        if words[0] == "packagestate":
            assert main(words[1:]) == 0, line
        elif words[0] == "pulumi":
            ended(sandbox.pulumi(*words[1:], "--stack", "sandbox", *(["--yes"] if words[1] == "up" else [])))
        if words[:2] == ["pulumi", "up"] and "--plan" in words:
            assert both(endpoint) != before
    assert ["packagestate", "revert"] in ran
    assert "Archived -> Published  5.6.1" in capsys.readouterr().out
    assert both(endpoint) == before
    assert len(writes(endpoint, "chalk")) == 2
