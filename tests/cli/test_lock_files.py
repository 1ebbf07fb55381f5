"""What `packagestate lock` does with a folder, a lock and answers that are not as they should be."""

import json
import os
import re
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.choices import writing
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.load import load
from tests.cli.conftest import Run
from tests.lock import domain
from tests.lock.domain import RULES, SEED

__all__ = ("SEED",)

FILES = {"rules.yaml": RULES}


def everything(folder: Path, package_format: str = "npm", status: str = "Archived") -> None:
    named = '"*/*"' if package_format == "generic" else '"*", "@acme/*"'
    (folder / "rules.yaml").write_text(domain.everything(package_format, status, named), encoding="utf-8")


def first(folder: Path) -> Path:
    return min(folder.glob("packagestate.lock/*/acme/*"))


def test_a_file_in_the_place_of_the_lock_is_said(ask: Run, folder: Path) -> None:
    (folder / "packagestate.lock").write_text("mine")
    code, _, errors = ask("lock")
    assert (code, "cannot be written: Not a directory. No file was changed." in errors) == (ExitCode.ERROR, True)
    assert (folder / "packagestate.lock").read_text() == "mine"


def test_a_manifest_alone_has_no_lock(ask: Run, folder: Path) -> None:
    code, _, errors = ask("lock", "packages/rules.yaml")
    assert (code, "packages/rules.yaml is a file" in errors) == (ExitCode.USAGE, True)
    assert [each.name for each in folder.iterdir()] == ["rules.yaml"]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_out_of_the_folder_is_not_followed(ask: Run, folder: Path, *, is_there: bool) -> None:
    outside = folder.parent / "outside"
    if is_there:
        outside.mkdir()
    (folder / "packagestate.lock").symlink_to(outside)
    code, _, errors = ask("lock")
    assert (code, "Link leaves the folder" in errors) == (ExitCode.ERROR, True)
    assert not outside.exists() or not [*outside.iterdir()]


def test_a_link_within_the_folder_stays_one(ask: Run, folder: Path) -> None:
    (folder / "packagestate.lock").symlink_to("elsewhere")
    (folder / "elsewhere").mkdir()
    code, _, errors = ask("lock")
    assert (code, errors) == (0, "")
    code, _, errors = ask("lock", "--check")
    assert "Traceback" not in errors


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_in_the_place_of_one_is_said(ask: Run, folder: Path, kind: str) -> None:
    assert ask("lock")[0] == 0
    file = first(folder)
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to(os.devnull)
    else:
        file.mkdir()
    code, _, errors = ask("lock")
    assert code == ExitCode.ERROR
    assert errors.startswith(
        {"pipe": "File cannot be read", "device": "Link leaves", "folder": "File cannot take"}[kind]
    )


def test_a_file_that_is_gone_already_is_no_fault(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    assert ask("lock")[0] == 0
    gone = max(folder.glob("packagestate.lock/*/acme/*"))
    (folder / "rules.yaml").write_text(RULES.replace(', "npm-release-*"', ""), encoding="utf-8")
    endpoint.faults.plant(operation="ListRepositoriesInDomain", times=1, before=gone.unlink)
    assert ask("lock")[0] == 0
    assert not gone.exists()


def test_a_lock_that_no_run_could_read_is_not_written(ask: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "LARGEST_FILE_BYTES", 100)
    code, _, errors = ask("lock")
    assert (code, "Lock too large" in errors) == (ExitCode.ERROR, True)
    assert not (folder / "packagestate.lock").exists()


def test_line_ends_of_windows_are_read_and_stay(ask: Run, folder: Path) -> None:
    assert ask("lock")[0] == 0
    file = first(folder)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    assert ask("lock", "--check")[0] == 0
    assert ask("lock")[0] == 0
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        (("status: Archived", "status: archived"), "12:17", "packages.@acme/ui.versions.1.0.0.status"),
        (("via: [old-releases]", "via: [other]"), "12:7", "`via` names `other`"),
        (("was: Published", "was: Published, by: me"), "12:93", "by"),
        (('  "@acme/ui":', '  "@acme/ux":\n    versions: []\n  "@acme/ui":'), "11:5", "versions"),
        (("lockVersion: 1", "lockVersion: 9"), "2:1", "lockVersion"),
        (("packages:", "<<<<<<< HEAD\npackages:"), "[0-9]+:[0-9]+", "stops being YAML"),
        (("packages:", "packages"), "[0-9]+:[0-9]+", "stops being YAML"),
    ],
)
def test_an_edit_by_hand_is_named_with_its_place(
    ask: Run, folder: Path, edit: tuple[str, str], place: str, words: str
) -> None:
    assert ask("lock")[0] == 0
    file = first(folder)
    file.write_text(file.read_text(encoding="utf-8").replace(*edit, 1), encoding="utf-8")
    damaged = file.read_bytes()
    code, _, errors = ask("lock")
    assert code == ExitCode.ERROR
    assert re.search(f"{re.escape(str(file.relative_to(folder.parent)))}:{place}: ", errors)
    assert words in errors
    assert file.read_bytes() == damaged
    if "Lock is damaged" in errors:
        assert "take the file back from Git, or delete it" in errors
    file.unlink()
    assert ask("lock")[0] == 0


VERSIONS = ["null", "yes", "1e3", "0x1F", "..", "1: 2", "~", "é", "1.0.0\x1b[31m", "1\n2", "2\u202e1", "#", "x" * 300]
HELD = {"null", "yes", "1e3", "0x1F", "..", "é"}


def test_only_versions_that_can_be_read_back_are_written(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    everything(folder, "generic")
    packages = [
        {"format": "generic", "namespace": "a", "package": each} for each in ("..", "null", "a\x1b[2J", "b" * 300)
    ]
    listed = [{"version": each, "status": "Published", "revision": "r"} for each in VERSIONS]
    endpoint.faults.plant(operation="ListPackages", body=json.dumps({"packages": packages}))
    endpoint.faults.plant(operation="ListPackageVersions", body=json.dumps({"versions": listed}))
    code, said, errors = ask("lock")
    assert (code, errors) == (0, "")
    assert "\x1b" not in said
    assert "not touched: 14 versions of which no manifest can hold the name" in said
    (lock,) = load(folder).locks
    assert {each.coordinates.written for each in lock.packages} == {"a/..", "a/null"}
    assert all({line.version for line in each.lines} == HELD for each in lock.packages)
    assert ask("lock", "--check")[0] == 0


@pytest.mark.parametrize("status", ["Archived", "Disposed"])
def test_a_version_without_a_revision_is_not_touched(ask: Run, folder: Path, endpoint: Endpoint, status: str) -> None:
    everything(folder, status=status)
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    code, said, _ = ask("lock")
    assert (code, "of which AWS names no revision" in said) == (0, True)
    assert not any(each.packages for each in load(folder).locks)


@pytest.mark.parametrize("name", ["../../evil", "a/b", "..", "x\x1b[31m", "y" * 200])
def test_a_repository_with_an_odd_name_is_a_fault(ask: Run, folder: Path, endpoint: Endpoint, name: str) -> None:
    endpoint.faults.plant(operation="ListRepositoriesInDomain", body=json.dumps({"repositories": [{"name": name}]}))
    code, _, errors = ask("lock")
    assert (code, "Repository name not allowed" in errors, "\x1b" in errors) == (ExitCode.ERROR, True, False)
    assert [each.name for each in folder.iterdir()] == ["rules.yaml"]


@pytest.mark.parametrize(
    "domain",
    [
        {"owner": "../../../evil", "arn": "arn:aws:codeartifact:eu-west-1:1:domain/acme"},
        {"owner": "123456789012", "arn": "arn:aws:codeartifact:../../evil:1:domain/acme"},
        {"owner": "123456789012", "arn": "evil"},
    ],
)
def test_an_account_or_a_region_that_is_none_is_a_fault(
    ask: Run, folder: Path, endpoint: Endpoint, domain: dict[str, str]
) -> None:
    headers = {"Date": "Sat, 28 Nov 2026 10:00:00 GMT"}
    endpoint.faults.plant(operation="DescribeDomain", body=json.dumps({"domain": domain}), headers=headers)
    code, _, errors = ask("lock")
    assert (code, "Traceback" in errors) == (ExitCode.ERROR, False)
    assert [each.name for each in folder.iterdir()] == ["rules.yaml"]


def test_packages_that_rules_would_empty_are_cut_short(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    everything(folder)
    text = (folder / "rules.yaml").read_text(encoding="utf-8").replace("    allowEmpty: true\n", "")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    packages = [{"format": "npm", "package": f"p{number}"} for number in range(9)]
    endpoint.faults.plant(operation="ListPackages", body=json.dumps({"packages": packages}))
    listed = {"versions": [{"version": "1.0.0", "status": "Published", "revision": "r"}]}
    endpoint.faults.plant(operation="ListPackageVersions", body=json.dumps(listed))
    code, _, errors = ask("lock")
    assert (code, errors.count("Rule would empty a package")) == (ExitCode.ERROR, 3)
    assert "The same is wrong 6 more times." in errors
