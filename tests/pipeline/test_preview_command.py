"""What `packagestate pipeline preview` says to do next, without the engine."""

from pathlib import Path

import pytest

from packagestate.provider.cli import main
from packagestate.provider.pipeline import modes


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], "packagestate pipeline up --stack prod"),
        (["--plan", "a plan.json"], "packagestate pipeline up --stack prod --plan 'a plan.json'"),
        (["--folder", "data"], "packagestate pipeline up --stack prod --folder data"),
    ],
)
def test_a_preview_ends_with_the_command_that_carries_it_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], command: str
) -> None:
    """The engine names `pulumi up --plan`, which finds out half-way that a plan is stale."""
    monkeypatch.setattr(modes, "preview", lambda *_arguments: 0)
    assert main(["pipeline", "preview", "--stack", "prod", *arguments]) == 0
    assert capsys.readouterr().out == f"next: `{command}`, not the `pulumi up --plan` above\n"


def test_a_preview_that_failed_says_nothing_of_what_comes_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(modes, "preview", lambda *_arguments: 1)
    assert main(["pipeline", "preview", "--stack", "prod"]) == 1
    assert capsys.readouterr().out == ""
