"""What the documents say is what happens: their manifests load, their programs and commands run."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from botocore.session import get_session

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.schemas.load import load
from tests.support.documents import blocks
from tests.support.sandboxes import new_sandbox

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
    assert loaded.packages
    assert not loaded.warnings


@pytest.mark.engine
def test_the_preview_is_what_the_first_manifest_gives(tmp_path: Path, endpoint: Endpoint) -> None:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.declare(blocks(README, "yaml")[0])
    preview = sandbox.preview()
    printed = {without_revision(line) for line in preview.text.splitlines()}
    command, *shown = next(block for block in blocks(README, "text") if "$ pulumi preview" in block).splitlines()
    assert command == "$ pulumi preview"
    assert [line for line in shown if without_revision(line) not in printed] == [], preview.text


@pytest.mark.engine
def test_the_program_runs(tmp_path: Path, endpoint: Endpoint) -> None:
    (program,) = blocks(README, "python")
    sandbox = new_sandbox(tmp_path, endpoint.url, program=program)
    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text


def test_the_policies_are_filled_in_as_it_is_written(tmp_path: Path) -> None:
    script = next(block for block in blocks(README, "sh") if "packagestate policy" in block)
    subprocess.run(["bash", "-euc", script], cwd=tmp_path, check=True)
    filled = (tmp_path / "policy.json").read_text(encoding="utf-8")
    assert not re.search(r"REGION|ACCOUNT|DOMAIN|REPOSITORY", filled)
    operations = get_session().get_service_model("codeartifact").operation_names
    actions = {action for statement in json.loads(filled)["Statement"] for action in statement["Action"]}
    assert actions
    assert {action.removeprefix("codeartifact:") for action in actions} <= set(operations)


def test_the_table_of_the_configuration_is_that_of_the_project() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    assert declared
    for key, setting in declared.items():
        rows = re.findall(rf"^\|.*`(?:packagestate:)?{key.removeprefix('packagestate:')}`.*$", README, re.MULTILINE)
        assert rows, key
        if setting["default"]:
            default = re.escape(str(setting["default"]))
            assert any(re.search(rf"\| (`?){default}\1 \|", row) for row in rows), key


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


@pytest.mark.engine
def test_the_quickstart_runs_as_it_is_written(tmp_path: Path, endpoint: Endpoint) -> None:
    """In a folder that looks like the clone, and against an endpoint on another port."""
    for name in ("Pulumi.yaml", "__main__.py", "packagestate", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(QUICKSTART, tmp_path / "examples" / "quickstart")
    served, preview, up, forget = blocks((QUICKSTART / "README.md").read_text(encoding="utf-8"), "sh")
    assert served == "make endpoint\n"
    # What its text says between the commands, but for the file, in which somebody replaces a word.
    edit = "sed -i 's/status: Archived/status: Published/' examples/quickstart/packages/npm.yaml\npulumi preview\n"
    script = f"{preview}{up}{edit}{up}{forget}"
    script = script.replace("http://127.0.0.1:4555", endpoint.url).replace("make -s env", f"make -s -C '{ROOT}' env")
    finished = subprocess.run(
        ["bash", "-euxc", script],
        cwd=tmp_path,
        env=os.environ | {"PULUMI_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout
    before, _, after = finished.stdout.partition("sed -i")
    for status in ("Unlisted", "Archived", "Disposed", "Deleted"):
        assert f"Published -> {status}" in before, before
    assert "Archived -> Published" in after, after
