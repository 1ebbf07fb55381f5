"""What the tests of the command share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from tests.cli.place import SEED

Answer = tuple[int, str, str]
Run = Callable[..., Answer]


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    """What most modules of this folder need; one that needs something else has a `SEED` of its own."""
    return getattr(request.module, "SEED", SEED)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, in a folder of the test's own: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Answer:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ran


@pytest.fixture
def ask(run: Run, endpoint: Endpoint) -> Run:
    """The same, for a command that asks the endpoint."""

    def asked(*arguments: str) -> Answer:
        return run(*arguments, "--region", "eu-west-1", "--endpoint", endpoint.url)

    return asked


@pytest.fixture
def packages(tmp_path: Path) -> Callable[[str], Path]:
    """Writes rules into the folder of manifests, and gives the folder."""

    def write(text: str) -> Path:
        folder = tmp_path / "packages"
        folder.mkdir(exist_ok=True)
        (folder / "rules.yaml").write_text(text, encoding="utf-8")
        return folder

    return write
