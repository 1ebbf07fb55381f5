from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools.conftest import WriteProgram
from tools.engine.build import build, describe_compilation, describe_downloads
from tools.engine.choice import SourceFailedError
from tools.engine.installer import install
from tools.engine.recipe import PROGRAMS, SCRIPTS, read_recipe

RECIPE = read_recipe()
# A Go that lists, compiles and locates, and notes what it was asked for.
GO = """
echo "$GOTOOLCHAIN $CGO_ENABLED $@" >>"$GO_CALLS"
case "$1 $2" in
    "list -m") echo "$SDK" ;;
    "list "*) echo "go: downloading one"; echo package ;;
    build*)
        while [ "$1" != -o ]; do shift; done
        printf '#!/bin/sh\\necho v3.259.0\\n' >"$2${3##*/}"
        chmod 755 "$2${3##*/}" ;;
esac
"""
INSTALLER = """
while [ $# -gt 0 ]; do
    case "$1" in
        --version) version=$2; shift ;;
        --install-root) root=$2; shift ;;
    esac
    shift
done
mkdir -p "$root/bin" && echo "$version" >"$root/bin/pulumi"
"""


def ignore(_line: str) -> None: ...


@pytest.fixture
def go_environment(tmp_path: Path, path_folder: Path, write_program: WriteProgram) -> Mapping[str, str]:
    write_program(path_folder, "go", GO)
    for script in SCRIPTS:
        write_program((tmp_path / "sdk" / script).parent, Path(script).name, "exec true")
    return {
        "PATH": f"{path_folder}:/usr/bin:/bin",
        "SDK": str(tmp_path / "sdk"),
        "GO_CALLS": str(tmp_path / "calls"),
        "GOTOOLCHAIN": "auto",
    }


def test_a_build_makes_all_programs_of_an_engine(go_environment: Mapping[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "new engine"
    folder.mkdir()
    build(RECIPE, folder, go_environment, ignore)
    assert {path.name for path in folder.iterdir()} == set(PROGRAMS)
    assert all(path.stat().st_mode & 0o111 for path in folder.iterdir())


def test_a_build_uses_the_go_that_is_there_and_no_compiler_of_c(
    go_environment: Mapping[str, str], tmp_path: Path
) -> None:
    build(RECIPE, tmp_path, go_environment, ignore)
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert all(call.startswith("local 0 ") for call in calls)
    assert f"version.Version=v{RECIPE.version}" in calls[1]


def test_a_build_that_fails_says_gos_last_words(tmp_path: Path, path_folder: Path, write_program: WriteProgram) -> None:
    write_program(path_folder, "go", "echo go: no proxy >&2; exit 1")
    with pytest.raises(SourceFailedError, match=r"^`go list` failed: go: no proxy\.$"):
        build(RECIPE, tmp_path, {"PATH": str(path_folder)}, ignore)


def test_the_progress_of_a_build_is_counted() -> None:
    lines = ["go: downloading one", "go: downloading two", "internal/cpu", "fmt"]
    assert describe_downloads(lines) == "downloading Go modules: 2 so far"
    assert describe_compilation(lines, 1683) == "compiling: 2 of at most 1683 packages"


def test_the_installer_is_asked_for_the_pinned_version(tmp_path: Path) -> None:
    script, folder = tmp_path / "install.sh", tmp_path / "new engine"
    script.write_text(INSTALLER, encoding="utf-8")
    folder.mkdir()
    install(RECIPE, folder, {"PATH": "/usr/bin:/bin"}, ignore, url=script.as_uri())
    assert [path.name for path in folder.iterdir()] == ["pulumi"]
    assert (folder / "pulumi").read_text(encoding="utf-8") == f"{RECIPE.version}\n"


def test_an_installer_script_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceFailedError, match=r"^Pulumi's installer script cannot be had: curl: .*\.$"):
        install(RECIPE, tmp_path, {"PATH": "/usr/bin:/bin"}, ignore, url=(tmp_path / "none.sh").as_uri())


def test_an_installer_that_fails_says_its_last_words(tmp_path: Path) -> None:
    script = tmp_path / "install.sh"
    script.write_text("echo error: no such version >&2; exit 1", encoding="utf-8")
    with pytest.raises(SourceFailedError, match=r"^Pulumi's installer failed: error: no such version\.$"):
        install(RECIPE, tmp_path, {"PATH": "/usr/bin:/bin"}, ignore, url=script.as_uri())
