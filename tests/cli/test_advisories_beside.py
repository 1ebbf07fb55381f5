"""Advisories beside rules, literals, other accounts, other domains, damage, and each other."""

import json
import os
import shutil
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from tests.cli.conftest import Run
from tests.support.advisories import affected, written
from tests.support.asking import set_status
from tests.support.osv_files import SHORT_FEED as MANIFEST
from tests.support.osv_files import external
from tests.support.stores import domains, repository

SEED = domains(
    acme={
        "npm-store": repository(npm={"chalk": external("5.6.0", "5.6.1")}),
        "npm-internal": repository(npm={"chalk": ["5.6.1"]}),
    }
)
FILES = {"malware.yaml": MANIFEST}
RULES = """\
rules:
  old: {packages: ["*"], match: {olderThan: 36500d, versions: "<5.6.1"}, status: Archived}
"""
LITERAL = """\
domain: acme
repository: npm-store
format: npm
packages: {chalk: {versions: {"5.6.1": {status: Published, over: OVER, reason: "kept"}}}}
"""
CHALK = written("MAL-2025-1", affected(versions=["5.6.1"]))
OTHER = written("MAL-2025-2", affected(versions=["5.6.1"]))
LOCK = Path("packages/packagestate.lock/123456789012.eu-west-1/acme/_domain.malware.yaml")


def add(ask: Run, *records: bytes) -> str:
    files = [Path(f"{number}.json") for number in range(len(records))]
    for file, content in zip(files, records, strict=True):
        file.write_bytes(content)
    code, _, errors = ask("advisories", "add", *map(str, files))
    assert code == 0, errors
    return errors


def test_what_rules_ask_for_too_is_asked_once(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    add(ask, CHALK)
    (folder / "malware.yaml").write_text(MANIFEST + RULES, encoding="utf-8")
    endpoint.calls.clear()
    assert ask("lock")[0] == 0
    counts = {each.operation: endpoint.calls.count(each.operation) for each in endpoint.calls}
    assert counts == {
        "DescribeDomain": 1,
        "ListRepositoriesInDomain": 1,
        "ListPackages": 2,
        "ListPackageVersions": 2,
        "DescribePackageVersion": 1,
    }


def test_repositories_that_are_not_there_are_named(ask: Run, folder: Path) -> None:
    add(ask, CHALK)
    (folder / "malware.yaml").write_text(MANIFEST.replace("all", '["npm-nowhere"]'), encoding="utf-8")
    code, _, errors = ask("lock")
    assert (code, "No such repository" in errors) == (ExitCode.ERROR, True)
    assert not LOCK.exists()


def test_files_of_other_accounts_and_of_domains_that_are_gone_are_left_alone(ask: Run, folder: Path) -> None:
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    other = LOCK.parents[2] / "999999999999.eu-west-1" / "acme" / LOCK.name
    gone = LOCK.parents[1] / "gone" / LOCK.name
    for file in (other, gone):
        file.parent.mkdir(parents=True)
        file.write_text(LOCK.read_text().replace("domain: acme", f"domain: {file.parent.name}"), encoding="utf-8")
    LOCK.unlink()
    assert "nothing to change" in ask("plan")[1]
    assert "not in the lock" in ask("revert", "--advisory", "MAL-2025-1", "--force")[2]
    (folder / "malware.yaml").write_text(LITERAL.replace(", over: OVER", ""), encoding="utf-8")
    assert ask("lock")[0] == 0
    assert (other.exists(), gone.exists()) == (True, True)


def test_one_repository_keeps_a_version_over_the_feed_also_once_the_advisory_is_withdrawn(
    ask: Run, folder: Path
) -> None:
    for over in ("malware", "MAL-2025-1"):
        (folder / "kept.yaml").write_text(LITERAL.replace("OVER", over), encoding="utf-8")
        add(ask, CHALK)
        assert ask("lock")[0] == 0
        assert "nothing to change" in ask("plan")[1]
        add(ask, written("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z"))
        assert ask("lock")[0] == 0
        code, output, errors = ask("plan")
        assert (code, "nothing to change" in output) == (0, True), errors
    (folder / "kept.yaml").write_text(LITERAL.replace("OVER", "malwar"), encoding="utf-8")
    assert "Nothing to override" in ask("plan")[2]


def test_a_copy_of_another_origin_is_explained(ask: Run, folder: Path) -> None:
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    output = ask("explain", "acme/npm-internal/npm//chalk@5.6.1")[1]
    assert "does not hold here: it is about EXTERNAL, and this is INTERNAL" in output
    assert folder.is_dir()


def test_what_another_advisory_restricts_too_does_not_go_back(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    add(ask, CHALK, OTHER)
    assert ask("lock")[0] == 0
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    code, _, errors = ask("revert", "--advisory", "MAL-2025-1", "--force")
    assert (code, "caused by `MAL-2025-1` alone" in errors) == (ExitCode.ERROR, True)
    add(ask, written("MAL-2025-2", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z"))
    assert "Archived -> Published" in ask("revert", "--advisory", "MAL-2025-1", "--force", "--dry-run")[1]
    assert "did you mean `MAL-2025-" in ask("revert", "--advisory", "MAL-2025-9", "--force")[2]
    assert folder.is_dir()


def test_a_copy_that_is_not_as_the_line_made_it_has_nothing_to_go_back_from(ask: Run, folder: Path) -> None:
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    assert "the plan changed nothing" in ask("revert", "--advisory", "MAL-2025-1", "--force")[1]
    assert folder.is_dir()


@pytest.mark.parametrize("arguments", [(), ("plan.json", "--advisory", "MAL-2025-1")])
def test_a_plan_or_an_advisory_is_reverted(ask: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    code, _, errors = ask("revert", *arguments)
    assert (code, "one of the two" in errors) == (ExitCode.USAGE, True)
    assert folder.is_dir()


def test_a_record_that_is_kept_and_damaged_stops_no_other_one(ask: Run, folder: Path) -> None:
    (folder / "records").mkdir()
    (folder / "records" / "damaged.json").write_bytes(b"{")
    add(ask, CHALK)
    assert (folder / "records" / "MAL-2025-1.json").exists()
    assert "Not JSON" in ask("lock")[2]


def test_another_record_under_its_name_is_not_replaced(ask: Run, folder: Path) -> None:
    (folder / "records").mkdir()
    kept = folder / "records" / "MAL-2025-2.json"
    kept.write_bytes(CHALK)
    add(ask, OTHER)
    assert kept.read_bytes() == CHALK
    assert json.loads((folder / "records" / "MAL-2025-2.1.json").read_bytes())["id"] == "MAL-2025-2"


def test_a_record_that_grows_beyond_all_bounds_when_it_is_written_is_kept_as_it_came(ask: Run, folder: Path) -> None:
    deep = b"[" * 400 + b"0," * 8_000 + b"0" + b"]" * 400
    record = CHALK[:-1] + b', "database_specific": {"origins": ' + deep + b"}}"
    add(ask, record)
    kept = (folder / "records" / "MAL-2025-1.json").read_bytes()
    assert kept == record
    assert len(kept) < LARGEST_RECORD_BYTES


def test_of_many_damaged_records_the_first_are_named(ask: Run, folder: Path) -> None:
    errors = add(ask, CHALK, *[b"{"] * 25)
    assert errors.count("Not JSON") == 20
    assert folder.is_dir()


def test_a_record_that_cannot_be_read_is_named(ask: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(ask, CHALK)
    opened = Path.open

    def refusing(path: Path, *arguments: str, **options: str) -> object:
        if path.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    assert "Advisory cannot be read" in "".join(ask("plan")[1:])
    assert folder.is_dir()
    shutil.rmtree(folder)


def test_one_folder_of_records_inside_another_one_is_refused(ask: Run, folder: Path) -> None:
    add(ask, CHALK)
    inner = MANIFEST.replace("malware: {from: records", "inner: {from: records/npm")
    (folder / "inner.yaml").write_text(inner, encoding="utf-8")
    code, _, errors = ask("advisories", "add", "0.json")
    assert (code, "Folder of advisories inside another one" in errors) == (ExitCode.ERROR, True)


def test_a_hold_whose_advisory_was_withdrawn_can_be_read_again(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    add(ask, CHALK)
    assert ask("lock", "--holds")[0] == 0
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    add(ask, written("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z"))
    for arguments in (("lock", "--holds"), ("lock", "--holds"), ("plan",), ("lock",), ("lock", "--check")):
        code, _, errors = ask(*arguments)
        assert (code, "damaged" in errors) == (0, False), (arguments, errors)
    assert "Archived -> Published" in ask("revert", "--advisory", "MAL-2025-1", "--force", "--dry-run")[1]
    assert folder.is_dir()


def test_where_a_feed_is_gone_the_lock_is_made_again_before_anything_goes_back(
    ask: Run, folder: Path, endpoint: Endpoint
) -> None:
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    (folder / "malware.yaml").write_text(
        LITERAL.replace(", over: OVER", "").replace("5.6.1", "5.6.0"), encoding="utf-8"
    )
    lines = ask("revert", "--advisory", "MAL-2025-1", "--force")[1].splitlines()
    assert lines[-3:-1] == ["next:", "  packagestate lock"]
    assert ask("lock")[0] == 0
    assert "5.6.1  Archived -> Published" in ask("plan")[1]


def test_a_copy_that_somebody_else_archived_does_not_go_back(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    assert "the plan changed nothing" in ask("revert", "--advisory", "MAL-2025-1", "--force")[1]
    assert folder.is_dir()


def test_a_folder_of_records_that_cannot_be_read_releases_nothing(
    ask: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ask, CHALK)
    real = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "records":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("packagestate.schemas.advisories.paths.os.scandir", refusing)
    code, _, errors = ask("lock")
    assert (code, "Permission denied" in errors) == (ExitCode.ERROR, True)
    assert folder.is_dir()


def test_two_feeds_that_know_of_each_other_what_copies_were_leave_nothing_for_the_next_lock(
    ask: Run, folder: Path, endpoint: Endpoint
) -> None:
    feeds = f"{MANIFEST}  all: {{from: records, kinds: [malware], status: Unlisted}}\n"
    (folder / "malware.yaml").write_text(feeds, encoding="utf-8")
    set_status(endpoint, "chalk", "5.6.1", "Unlisted")
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    narrow = MANIFEST.replace("all", "[npm-internal]", 1)
    (folder / "malware.yaml").write_text(narrow, encoding="utf-8")
    (folder / "all.yaml").write_text(
        feeds.replace("  malware: {from: records, kinds: [malware], status: Archived}\n", "")
    )
    for arguments in (("lock",), ("lock", "--check"), ("lock", "--holds"), ("lock", "--check", "--holds")):
        assert ask(*arguments)[0] == 0, arguments


def test_a_line_of_another_format_is_not_taken_over(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    add(ask, CHALK)
    assert ask("lock")[0] == 0
    set_status(endpoint, "chalk", "5.6.1", "Archived")
    (folder / "malware.yaml").write_text(MANIFEST.replace("npm", "pypi"), encoding="utf-8")
    code, output, _ = ask("lock")
    assert (code, "Archived -> gone" in output, "released" in output) == (0, True, False)
