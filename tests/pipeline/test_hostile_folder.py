"""A folder of manifests that tries to run code, under the real engine: nothing in it is imported, by nobody."""

import shutil
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from tests.pipeline.team import STACK, Team
from tests.support.asking import statuses
from tests.support.usual import HELD, MANIFEST

pytestmark = pytest.mark.engine

# What the program, the plugin, the language host and Python itself import, as modules and as packages.
MODULES = ("yaml", "boto3", "json", "logging", "typing", "grpc", "google", "click", "sitecustomize", "usercustomize")
PACKAGES = (
    "pulumi",
    "packagestate",
    "provider",
    "schemas",
    "botocore",
    "pydantic",
    "packaging",
    "encodings",
    "asyncio",
    "packages",
)
FILES = ("__main__.py", "main.py", "setup.py", "conftest.py", "__init__.py")
PROJECT = """\
name: packagestate
runtime: {name: python, options: {virtualenv: .venv, toolchain: pip}}
main: hostile
plugins: {providers: [{name: pulumi-python, path: .}]}
"""
SEED = HELD


@pytest.fixture
def team(new_stack: Path, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team whose stack exists, with a manifest that has something to do, and whose folder somebody has filled."""
    team = Team.copy_of(new_stack, tmp_path, endpoint)
    team.sit_down(monkeypatch)
    (team.folder / "packages" / "npm.yaml").write_text(MANIFEST, encoding="utf-8")
    return team


def fill(folder: Path, markers: Path) -> None:
    """Put a file beside the manifests for every way to run code that is known; each leaves a marker when it is run."""
    markers.mkdir()

    def code(name: str) -> str:
        return f"open({str(markers / name.replace('/', '_'))!r}, 'w').close()\n"

    for name in (*FILES, *(f"{module}.py" for module in MODULES)):
        (folder / name).write_text(code(name), encoding="utf-8")
    for name in PACKAGES:
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "__init__.py").write_text(code(name), encoding="utf-8")
        (folder / name / "__main__.py").write_text(code(f"{name}-main"), encoding="utf-8")
    (folder / "hostile").mkdir()
    (folder / "hostile" / "__main__.py").write_text(code("hostile"), encoding="utf-8")
    (folder / "concurrent").symlink_to(folder / "hostile")
    (folder / "socket.py").symlink_to(folder / "json.py")
    shell = f"#!/bin/sh\n: >{markers}/shell\nexit 1\n"
    for name in (
        "pulumi-resource-pulumi-python",
        "pulumi-language-python",
        ".venv/bin/python",
        "bin/pulumi",
        "python3",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(shell, encoding="utf-8")
        (folder / name).chmod(0o755)
    for name in ("Pulumi.yaml", "Pulumi.yml", "PulumiPlugin.yaml"):
        (folder / name).write_text(PROJECT, encoding="utf-8")
    for name in ("requirements.txt", "pyproject.toml", ".env", "hostile.pth"):
        (folder / name).write_text(f"import os; {code(name)}", encoding="utf-8")


def pipeline(mode: str) -> int:
    kept = {"preview": ["--plan", "../plan.json", "--report", "../report.md"], "up": ["--plan", "../plan.json"]}
    return main(["pipeline", mode, "--stack", STACK, *kept.get(mode, ["--report", "../report.md"])])


def test_neither_the_program_nor_the_plugin_runs_anything_of_the_folder(
    team: Team, endpoint: Endpoint, tmp_path: Path
) -> None:
    fill(team.folder, tmp_path / "markers")
    assert pipeline("preview") == 0
    assert pipeline("up") == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"
    assert pipeline("drift") == 0
    assert main(["pulumi", "preview", "--stack", STACK, "--non-interactive"]) == 0
    assert [path.name for path in (tmp_path / "markers").iterdir()] == []


@pytest.mark.parametrize("name", ["yaml", "packagestate", "json"])
def test_manifests_in_a_folder_that_is_called_like_a_module_are_data(
    team: Team, endpoint: Endpoint, tmp_path: Path, name: str
) -> None:
    fill(team.folder, tmp_path / "markers")
    (team.folder / f"{name}.py").unlink(missing_ok=True)
    shutil.rmtree(team.folder / name, ignore_errors=True)
    shutil.move(team.folder / "packages", team.folder / name)
    (team.folder / f"Pulumi.{STACK}.yaml").write_text(
        f'config:\n  packagestate:manifests: {name}\n  packagestate:changedFractionLimit: "1"\n', encoding="utf-8"
    )
    assert pipeline("preview") == 0
    assert "5.6.1" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert not endpoint.calls.writes
    assert [path.name for path in (tmp_path / "markers").iterdir()] == []


def test_manifests_outside_of_the_folder_are_refused(
    team: Team, endpoint: Endpoint, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By a link; every other way out is held in `tests/configuration/test_configuration.py`."""
    secret = tmp_path / "secret"
    secret.write_text("token-of-the-runner", encoding="utf-8")
    (team.folder / "linked").symlink_to(secret)
    (team.folder / f"Pulumi.{STACK}.yaml").write_text("config:\n  packagestate:manifests: linked\n", encoding="utf-8")
    assert pipeline("preview") not in {0, 7}
    said = capfd.readouterr()
    assert "leads out of the folder" in said.out + said.err
    assert "token-of-the-runner" not in said.out + said.err
    assert not endpoint.calls


def test_places_in_the_manifests_are_named_from_the_folder_on(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    (team.folder / "packages" / "npm.yaml").write_text("domain: acme\n", encoding="utf-8")
    assert pipeline("preview") not in {0, 7}
    assert "packages/npm.yaml:1:1: Missing field" in "".join(
        line.strip() + "\n" for line in capfd.readouterr().out.splitlines()
    )
