"""The wheel by itself, away from the repository: what it holds, and a program of one's own that uses it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from tests.support.asking import statuses
from tests.support.stores import store

PROGRAM = """\
import provider
import schemas
from packagestate import Package

Package(
    schemas.NAME + provider.NAME,
    domain="acme",
    repository="npm-store",
    format="npm",
    package="chalk",
    versions={"5.6.1": "Archived"},
)
"""
SEED = store(npm={"chalk": ["5.6.0", "5.6.1"]})


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution as a release is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_has_one_importable_name_and_all_of_the_code(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {"packagestate", "packagestate-0.1.0.dist-info"}
    places = {
        "provider": ROOT / "provider",
        "schemas": ROOT / "schemas",
        "data/policies": ROOT / "policies",
        "data/repository": ROOT / "examples" / "gitops-repository",
    }
    expected = {
        f"packagestate/{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in places.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    others = ("__init__.py", "py.typed", "data/program/Pulumi.yaml", "data/program/__main__.py")
    assert {name for name in names if name.startswith("packagestate/")} == expected | {
        f"packagestate/{name}" for name in others
    }


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel, and nothing else that comes from the repository."""
    environment = tmp_path_factory.mktemp("own") / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    # Its dependencies are those of the repository's environment: a test reaches no package index.
    (packages,) = environment.glob("lib/python3*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return environment


@pytest.mark.engine
def test_a_program_of_ones_own_uses_the_wheel_beside_modules_called_like_its_parts(
    environment: Path, tmp_path: Path, endpoint: Endpoint
) -> None:
    sandbox = Sandbox(tmp_path / "project", endpoint.url)
    sandbox.folder.mkdir()
    (sandbox.folder / ".venv").symlink_to(environment)
    for name in ("state", "home"):
        (sandbox.folder / name).mkdir()
    (sandbox.folder / "Pulumi.yaml").write_text("name: own\nruntime: {name: python, options: {virtualenv: .venv}}\n")
    (sandbox.folder / "schemas.py").write_text('NAME = "ch"\n')
    (sandbox.folder / "provider.py").write_text('NAME = "alk"\n')
    (sandbox.folder / "__main__.py").write_text(PROGRAM)
    sandbox.variables["PATH"] = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    assert sandbox.pulumi("stack", "init", "sandbox").exit_code == 0
    imported = subprocess.run(
        [environment / "bin" / "python", "-c", "import packagestate; print(packagestate.__file__)"],
        cwd=sandbox.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    (installed,) = environment.glob("lib/python3*/site-packages/packagestate/__init__.py")
    assert Path(imported.stdout.strip()) == installed
    ran = sandbox.up()
    assert ran.exit_code == 0, ran.text
    assert "chalk" in ran.text
    assert statuses(endpoint)["5.6.1"] == "Archived"
    again = sandbox.up("--expect-no-changes")
    assert again.exit_code == 0, again.text
    assert sandbox.destroy().exit_code == 0


@pytest.mark.engine
def test_the_command_of_the_wheel_begins_a_repository_and_previews_and_applies_it(
    environment: Path, tmp_path: Path, endpoint: Endpoint
) -> None:
    sandbox = Sandbox(tmp_path, endpoint.url)
    for name in ("state", "home"):
        (tmp_path / name).mkdir()
    sandbox.variables["PATH"] = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"

    def command(*arguments: str, folder: Path = tmp_path) -> str:
        done = subprocess.run(
            [environment / "bin" / "packagestate", *arguments],
            cwd=folder,
            env=sandbox.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    command("init", "registry", "--domain", "acme", "--repository", "npm-store")
    registry = tmp_path / "registry"
    manifest = registry / "packages" / "npm-store.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("packages: {}", 'packages: {chalk: {versions: {"5.6.1": Archived}}}'))
    command("pulumi", "stack", "init", "prod", folder=registry)
    assert "5.6.1  Published -> Archived" in command("pulumi", "preview", "--stack", "prod", folder=registry)
    command("pipeline", "preview", "--stack", "prod", folder=registry)
    command("pipeline", "up", "--stack", "prod", folder=registry)
    assert statuses(endpoint)["5.6.1"] == "Archived"
