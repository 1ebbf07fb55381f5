"""The wheel by itself, away from the repository: what it holds, and a program of one's own that uses it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import boto3
import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
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
    expected = {
        f"packagestate/{path.relative_to(ROOT).as_posix()}"
        for folder in ("provider", "schemas")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith("packagestate/")} == expected | {
        "packagestate/__init__.py",
        "packagestate/py.typed",
    }


@pytest.mark.engine
def test_a_program_of_ones_own_uses_the_wheel_beside_modules_called_like_its_parts(
    wheel: Path, tmp_path: Path, endpoint: Endpoint
) -> None:
    sandbox = Sandbox(tmp_path / "project", endpoint.url)
    environment = sandbox.folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    # Its dependencies are those of the repository's environment: a test reaches no package index.
    (packages,) = environment.glob("lib/python3*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
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
    assert Path(imported.stdout.strip()) == packages / "packagestate" / "__init__.py"
    ran = sandbox.up()
    assert ran.exit_code == 0, ran.text
    assert "chalk" in ran.text
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    found = client.describe_package_version(
        domain="acme", repository="npm-store", format="npm", package="chalk", packageVersion="5.6.1"
    )
    assert found["packageVersion"]["status"] == "Archived"
    again = sandbox.up("--expect-no-changes")
    assert again.exit_code == 0, again.text
    assert sandbox.destroy().exit_code == 0
