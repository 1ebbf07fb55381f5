"""`packagestate validate`, and the hook that runs it."""

import json
import shlex
from pathlib import Path

import pytest
import yaml

from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run
from tests.cli.place import AS_IT_IS, DISPOSES, ROOT, packagestate
from tests.support.manifests import declared

WRONG = "domain: acme\nrepository: npm-store\nformat: nmp\npackages:\n  chalk: {versions: {'5.6.0': Publishd}}\n"


def test_manifests_without_a_fault_are_counted(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    assert run("validate") == (0, "no fault in 1 file, 1 package, 1 version\n", "")


def test_what_is_said_of_several_repositories_is_counted_too(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    wide = "domain: acme\nrepositories: REPOSITORIES\nformat: npm\npackages:\n  PACKAGES\n"
    one = wide.replace("PACKAGES", "chalk: {versions: {'5.6.0': Archived, '5.6.1': Archived}}")
    two = wide.replace("PACKAGES", "chalk: {versions: {'5.6.2': Archived}}\n  ms: {versions: {'1.0.0': Archived}}")
    declared(tmp_path, one.replace("REPOSITORIES", "all"), "a.yaml")
    declared(tmp_path, two.replace("REPOSITORIES", "all"), "b.yaml")
    declared(tmp_path, two.replace("REPOSITORIES", "['npm-*']"), "c.yaml")
    assert run("validate") == (0, "no fault in 4 files, 5 packages, 7 versions\n", "")


def test_every_fault_is_named_with_its_line_and_column(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, WRONG)
    code, text, errors = run("validate")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "packages/manifest.yaml:3:9: " in errors
    assert "packages/manifest.yaml:5:31: " in errors
    assert errors.endswith("2 faults in 1 file\n")


def test_every_path_is_checked(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    declared(tmp_path, WRONG, "wrong.yaml")
    code, text, errors = run("validate", "packages/manifest.yaml", "packages/wrong.yaml", "nowhere")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "There is no file or folder `nowhere`" in errors
    assert errors.endswith("3 faults in 1 file\n")


def test_a_folder_that_is_not_there_is_a_fault_in_no_file(run: Run) -> None:
    code, _, errors = run("validate")
    assert code == ExitCode.ERROR
    assert errors.endswith("\n1 fault\n")


def test_warnings_are_printed_and_are_no_faults(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS.replace("'5.6.0'", "5.10"))
    code, text, errors = run("validate")
    assert code == 0
    assert text == "no fault in 1 file, 1 package, 1 version\n"
    assert "packages/manifest.yaml:5:22: " in errors


def test_a_program_gets_one_object(run: Run, tmp_path: Path) -> None:
    declared(tmp_path, WRONG)
    declared(tmp_path, AS_IT_IS, "right.yaml")
    code, text, errors = run("validate", "packages/right.yaml", "packages/manifest.yaml", "--json")
    answer = json.loads(text)
    assert (code, errors) == (ExitCode.ERROR, "")
    assert answer["formatVersion"] == 1
    assert [(fault["file"], fault["line"], fault["column"]) for fault in answer["faults"]] == [
        ("packages/manifest.yaml", 3, 9),
        ("packages/manifest.yaml", 5, 31),
    ]
    assert (answer["warnings"], answer["fileCount"], answer["packageCount"], answer["versionCount"]) == ([], 1, 1, 1)


@pytest.mark.parametrize(("text", "code"), [(AS_IT_IS, 0), (WRONG, 1)], ids=["right", "wrong"])
def test_the_hook_runs_it_on_all_manifests(tmp_path: Path, text: str, code: int) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(hook["entry"])
    declared(tmp_path, text)
    assert program == "packagestate"
    assert not hook["pass_filenames"]
    # Its `args` stand behind the entry.
    assert packagestate(tmp_path, *arguments, "packages").returncode == code


def test_the_schema_is_the_exported_one(run: Run) -> None:
    exported = (ROOT / "schemas" / "manifest.schema.json").read_text(encoding="utf-8")
    assert run("schema") == (0, exported, "")
