"""What the documents say is what happens: their manifests load, their programs and commands run."""

import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.schemas.load import load
from tests.support.documents import blocks
from tests.support.sandboxes import new_sandbox
from tests.support.stores import store

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUICKSTART = ROOT / "examples" / "quickstart"
SEED = QUICKSTART / "seed.yaml"


def without_revision(line: str) -> str:
    """A line of a plan without what is opaque in it: a revision is another when the endpoint's packages are."""
    return re.sub(r"revision \S+", "revision", line.strip())


@pytest.mark.parametrize("manifest", blocks(README, "yaml"))
def test_the_manifests_load(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.yaml").write_text(manifest)
    loaded = load(tmp_path)
    assert loaded.packages or loaded.wide or loaded.rules or loaded.feeds
    assert not loaded.warnings


def test_the_picture_shows_the_preview() -> None:
    """And is small enough for a page."""
    script = runpy.run_path(str(ROOT / "docs" / "pictures" / "preview.py"))
    picture = script["PICTURE"].read_text(encoding="utf-8")
    assert picture == script["drawn"](script["shown"]()), "run `python docs/pictures/preview.py`"
    assert len(picture) < 60_000


@pytest.mark.engine
def test_the_preview_is_what_the_first_manifest_gives(tmp_path: Path, endpoint: Endpoint) -> None:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.declare(blocks(README, "yaml")[0])
    preview = sandbox.preview()
    printed = {without_revision(line) for line in preview.text.splitlines()}
    command, *shown = next(block for block in blocks(README, "text") if "$ pulumi preview" in block).splitlines()
    assert command == "$ pulumi preview"
    assert [line for line in shown if without_revision(line) not in printed] == [], preview.text


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    two_commands = next(block for block in blocks(README, "sh") if "make demo" in block)
    assert two_commands == "make demo\nmake test\n"
    for command in two_commands.splitlines():
        subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.engine
def test_the_tools_come_into_ones_own_shell() -> None:
    script = next(block for block in blocks(README, "sh") if "pulumi version" in block)
    finished = subprocess.run(["bash", "-euc", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith("v3.")


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run commands of a document in a shell that stops at the first one that fails."""
    return subprocess.run(
        ["bash", "-euxc", script],
        cwd=folder,
        env=os.environ | variables | {"PULUMI_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def like_the_clone(folder: Path) -> None:
    for name in ("Pulumi.yaml", "__main__.py", "packagestate", ".venv"):
        (folder / name).symlink_to(ROOT / name)


def first_manifest(way: str) -> str:
    """The commands of one way to the first manifest of one's own."""
    (script,) = blocks(README.partition(f"<!-- first manifest, {way} -->")[2].partition("<!--")[0], "sh")
    return script


@pytest.mark.engine
@pytest.mark.parametrize(("way", "shown"), [("from a clone", "5.6.1"), ("from the wheel", "nothing to change")])
def test_the_first_manifest_is_previewed_as_it_is_written(way: str, shown: str, tmp_path: Path) -> None:
    """Against an endpoint, with a folder for the bucket; the wheel is there already."""
    like_the_clone(tmp_path)
    (tmp_path / "state").mkdir()
    script = first_manifest(way)
    for written, here in (
        ("make -s env", f"make -s -C '{ROOT}' env"),
        ("s3://acme-packagestate", f"file://{tmp_path / 'state'}"),
        ("pip install packagestate\n", ""),
    ):
        script = script.replace(written, here)
    with Endpoint.start(seed=store(npm={"chalk": ["5.6.1", "5.6.2"]})) as endpoint:
        finished = run(
            script,
            tmp_path,
            AWS_ENDPOINT_URL_CODEARTIFACT=endpoint.url,
            AWS_ACCESS_KEY_ID="local",
            AWS_SECRET_ACCESS_KEY="local",
        )
    assert finished.returncode == 0, finished.stdout
    assert shown in finished.stdout


@pytest.mark.engine
def test_the_quickstart_runs_as_it_is_written(tmp_path: Path, endpoint: Endpoint) -> None:
    """In a folder that looks like the clone, and against an endpoint on another port."""
    like_the_clone(tmp_path)
    shutil.copytree(QUICKSTART, tmp_path / "examples" / "quickstart")
    served, preview, up, forget = blocks((QUICKSTART / "README.md").read_text(encoding="utf-8"), "sh")
    assert served == "make endpoint\n"
    # What its text says between the commands, but for the file, in which somebody replaces a word.
    edit = "sed -i 's/status: Archived/status: Published/' examples/quickstart/packages/npm.yaml\npulumi preview\n"
    script = f"{preview}{up}{edit}{up}{forget}"
    script = script.replace("http://127.0.0.1:4555", endpoint.url).replace("make -s env", f"make -s -C '{ROOT}' env")
    finished = run(script, tmp_path)
    assert finished.returncode == 0, finished.stdout
    before, _, after = finished.stdout.partition("sed -i")
    for status in ("Unlisted", "Archived", "Disposed", "Deleted"):
        assert f"Published -> {status}" in before, before
    assert "Archived -> Published" in after, after
