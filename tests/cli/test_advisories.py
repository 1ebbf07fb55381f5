"""`packagestate advisories add`, and what `lock` makes of it, against the endpoint."""

import json
import zipfile
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run
from tests.support.advisories import affected, written
from tests.support.osv_files import SHORT_FEED as MANIFEST
from tests.support.osv_files import external
from tests.support.stores import domains, repository

SEED = domains(
    acme={
        "npm-store": repository(npm={"chalk": external("5.6.0", "5.6.1")}),
        "npm-internal": repository(npm={"@acme/ui": ["1.0.0"]}),
    }
)
FILES = {"malware.yaml": MANIFEST}
CHALK = written("MAL-2025-1", affected(versions=["5.6.1"]))
NOBODY = written("MAL-2025-2", affected("nobody-has-it", versions=["1.0.0"]))


def saved(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name


def test_records_of_what_the_domain_holds_are_kept_and_the_lock_is_told(ask: Run, folder: Path) -> None:
    code, output, errors = ask("advisories", "add", saved("one.json", CHALK), saved("two.json", NOBODY))
    assert (code, errors) == (0, "")
    assert output.splitlines()[:4] == [
        "2 records: 1 new, 1 of packages that the domain does not hold",
        "wrote packages/records/MAL-2025-1.json",
        "",
        "`packagestate lock` would make of it:",
    ]
    assert "  chalk 5.6.1 in all of acme: new -> Archived (MAL-2025-1)" in output
    kept = (folder / "records" / "MAL-2025-1.json").read_text(encoding="utf-8")
    assert json.loads(kept) == json.loads(CHALK)
    assert ask("advisories", "add", "one.json")[1].startswith("1 record: 1 unchanged\n")


def test_a_record_that_is_kept_is_updated_also_once_the_domain_holds_nothing_of_it(ask: Run, folder: Path) -> None:
    (folder / "records" / "npm").mkdir(parents=True)
    kept = folder / "records" / "npm" / "old.json"
    kept.write_bytes(NOBODY)
    withdrawn = written("MAL-2025-2", affected("nobody-has-it"), withdrawn="2025-09-09T00:00:00Z")
    code, output, _ = ask("advisories", "add", saved("two.json", withdrawn))
    assert (code, output.splitlines()[:2]) == (0, ["1 record: 1 updated", "wrote packages/records/npm/old.json"])
    assert "withdrawn" in json.loads(kept.read_text(encoding="utf-8"))


def test_damaged_records_are_named_and_the_others_go_on(ask: Run, folder: Path) -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("good.json", CHALK)
        archive.writestr("bad.json", b"{")
        archive.writestr("notes.txt", b"nothing")
    code, output, errors = ask("advisories", "add", "all.zip")
    assert code == 0
    assert output.startswith("2 records: 1 new, 1 damaged\n")
    assert "bad.json" in errors
    assert [each.name for each in (folder / "records").iterdir()] == ["MAL-2025-1.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": "x"}', b'{"affected": []}', b"\xff\xfe"])
def test_where_every_record_is_damaged_nothing_is_written(ask: Run, folder: Path, content: bytes) -> None:
    code, output, errors = ask("advisories", "add", saved("one.json", content))
    assert (code, output) == (ExitCode.ERROR, "")
    assert "one.json" in errors
    assert "Traceback" not in errors
    assert not (folder / "records").exists()


def test_a_zip_that_leads_elsewhere_is_refused_as_a_whole(ask: Run, folder: Path) -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("good.json", CHALK)
        archive.writestr("../escape.json", CHALK)
    code, _, errors = ask("advisories", "add", "all.zip")
    assert code == ExitCode.ERROR
    assert "../escape.json" in errors
    assert not (folder / "records").exists()


def test_a_folder_without_records_is_told(ask: Run, folder: Path) -> None:
    Path("empty").mkdir()
    code, _, errors = ask("advisories", "add", "empty")
    assert (code, "No advisories in the sources" in errors) == (ExitCode.ERROR, True)
    assert folder.is_dir()


def test_without_advisories_in_a_manifest_nothing_says_where_records_go(ask: Run, folder: Path) -> None:
    (folder / "malware.yaml").write_text(
        "domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n", encoding="utf-8"
    )
    code, _, errors = ask("advisories", "add", saved("one.json", CHALK))
    assert (code, "No advisories in the manifests" in errors) == (ExitCode.ERROR, True)


def test_a_dry_run_writes_nothing(ask: Run, folder: Path) -> None:
    code, output, _ = ask("advisories", "add", saved("one.json", CHALK), "--dry-run")
    assert (code, output.splitlines()[1]) == (0, "would write packages/records/MAL-2025-1.json")
    assert "  chalk 5.6.1 in all of acme: new -> Archived (MAL-2025-1)" in output
    assert not (folder / "records").exists()


def test_a_program_gets_counts_files_and_the_lock(ask: Run, folder: Path) -> None:
    unmapped = written("MAL-2025-3", affected("x", ["1"], ecosystem="Go"), affected("y", ["1"], ecosystem="SwiftURL"))
    code, output, _ = ask("advisories", "add", saved("1.json", CHALK), saved("2.json", unmapped), "--json")
    found = json.loads(output)
    assert (code, found["records"], found["notMapped"]) == (0, {"new": 1, "noFormat": 1}, {"Go": 1, "SwiftURL": 1})
    assert found["files"] == ["packages/records/MAL-2025-1.json"]
    assert [each["version"] for each in found["lock"]["advisories"]["changes"]] == ["5.6.1"]
    assert folder.is_dir()


def test_a_record_of_another_kind_about_what_the_domain_holds_is_named(ask: Run, folder: Path) -> None:
    other = written("GHSA-2025-1", affected(versions=["5.6.1"]))
    code, output, _ = ask("advisories", "add", saved("1.json", other), saved("2.json", NOBODY))
    first, second, *_ = output.splitlines()
    assert (code, first) == (
        0,
        "2 records: 1 of a kind that no feed takes, 1 of packages that the domain does not hold",
    )
    assert second == (
        "left out: GHSA-2025-1 names chalk, and is a record of `vulnerability`: its id is none of `MAL-…`, nor are its "
        "aliases, nor is it `CWE-506`. If it is meant: name `vulnerability` in `kinds`"
    )
    assert not (folder / "records").exists()


def test_that_lines_are_about_other_copies_is_told_although_no_line_differs(ask: Run, folder: Path) -> None:
    ask("advisories", "add", saved("1.json", CHALK))
    assert ask("lock")[0] == 0
    wider = MANIFEST.replace("all", "[npm-store]", 1).replace("}", ", origin: [EXTERNAL, INTERNAL]}")
    (folder / "malware.yaml").write_text(wider, encoding="utf-8")
    (told,) = json.loads(ask("lock", "--check", "--json")[1])["advisories"]["about"]
    assert (told["before"], told["after"]) == (
        {"origin": ["EXTERNAL"], "repositories": []},
        {"origin": ["EXTERNAL", "INTERNAL"], "repositories": ["npm-store"]},
    )
    output = ask("lock")[1]
    about = "copies with the origin EXTERNAL or INTERNAL (before: EXTERNAL) in npm-store (before: all repositories)"
    assert f"malware: its line is about {about} from now on. `packagestate plan` shows what that changes\n" in output
    assert "no line says anything else" not in output


def test_ecosystems_without_a_format_are_told(ask: Run, folder: Path) -> None:
    unmapped = written("MAL-2025-3", affected("x", ["1"], ecosystem="Go"))
    _, output, _ = ask("advisories", "add", saved("2.json", unmapped))
    assert "1 record of ecosystems without a format, such as Go" in output
    assert folder.is_dir()


def test_many_files_are_cut_short(ask: Run, folder: Path) -> None:
    for number in range(25):
        saved(f"{number}.json", written(f"MAL-2025-{number}", affected(versions=["5.6.1"])))
    code, output, _ = ask("advisories", "add", *(f"{number}.json" for number in range(25)))
    assert (code, "wrote 5 more files" in output) == (0, True)
    assert len(list((folder / "records").iterdir())) == 25


def test_the_lock_of_advisories_is_checked_written_and_told(ask: Run, run: Run, folder: Path) -> None:
    assert ask("advisories", "add", saved("one.json", CHALK))[0] == 0
    assert run("validate")[0] == ExitCode.ERROR
    assert ask("lock", "--check")[0] == ExitCode.CHANGES_FOUND
    code, output, _ = ask("lock", "--rule", "malware")
    file = "packages/packagestate.lock/123456789012.eu-west-1/acme/_domain.malware.yaml"
    assert (code, output.splitlines()[-1]) == (0, f"wrote {file}")
    assert ask("lock", "--check")[0] == 0
    assert run("validate")[1] == "no fault in 2 files, 0 packages, 0 versions, 1 advisory, 1 line\n"
    assert folder.is_dir()


def test_a_hold_and_a_rule_are_two_ways(ask: Run, folder: Path) -> None:
    code, _, errors = ask("lock", "--holds", "--rule", "malware")
    assert (code, "--holds and --rule are two ways" in errors) == (ExitCode.USAGE, True)
    assert folder.is_dir()


def test_a_feed_that_went_takes_its_file_with_it(ask: Run, folder: Path) -> None:
    assert ask("advisories", "add", saved("one.json", CHALK))[0] == 0
    assert ask("lock")[0] == 0
    (folder / "malware.yaml").write_text(
        'domain: acme\nrepository: npm-store\nformat: npm\npackages: {chalk: {versions: {"5.6.0": Published}}}\n',
        encoding="utf-8",
    )
    code, output, _ = ask("lock")
    assert (code, "Archived -> gone" in output) == (0, True)
    assert not list(folder.rglob("_domain.*"))


def test_an_entry_that_is_over_is_warned_about(ask: Run, folder: Path) -> None:
    (folder / "malware.yaml").write_text(
        MANIFEST.replace("}", ', ignore: [{id: MAL-2025-1, reason: "wrong", until: 2020-01-01}]}'), encoding="utf-8"
    )
    assert ask("advisories", "add", saved("one.json", CHALK))[0] == 0
    code, output, errors = ask("lock")
    assert (code, "Entry of advisories is over" in errors) == (0, True)
    assert "new -> Archived" in output


def test_where_says_which_advisory_archives_a_copy(ask: Run, folder: Path, endpoint: Endpoint) -> None:
    assert ask("advisories", "add", saved("one.json", CHALK))[0] == 0
    assert ask("lock")[0] == 0
    code, output, _ = ask("where", "chalk@5.6.1")
    assert (code, "MAL-2025-1" in output) == (0, True), output
    code, output, _ = ask("explain", "acme/npm-store/npm//chalk@5.6.1")
    assert (code, "MAL-2025-1" in output) == (0, True), output
    assert not endpoint.calls.writes
    assert folder.is_dir()
