"""What somebody gains who controls an advisory, a source of them, or the file of holds."""

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from tests.cli.conftest import Run
from tests.support.asking import set_status
from tests.support.osv_files import FEED, UNBOUNDED, external, put, record
from tests.support.stores import domains, repository

VERSIONS = [f"1.{number}.0" for number in range(12)]
OTHERS = {"ours": {"1.0.0": {"originType": "INTERNAL"}}, "unknown": {"1.0.0": {"originType": "UNKNOWN"}}}
SEED = domains(
    acme={
        "npm-store": repository(npm={"healthy": external(*VERSIONS), "chalk": external("5.6.0", "5.6.1"), **OTHERS}),
        "npm-web": repository("npm-store", npm={"chalk": external("5.6.0", "5.6.1")}),
    }
)
CHALK = record("MAL-2025-46969", "chalk", ["5.6.1"])
FOLDER = Path("packages") / "advisories"
LOCK = Path("packages") / "packagestate.lock" / "123456789012.eu-west-1" / "acme"
HOLDS = LOCK / "_holds.malware.yaml"


@pytest.fixture(autouse=True)
def _feed(packages: Callable[[str], Path], run: Run) -> None:
    assert callable(run)
    packages(FEED)


def lines(ask: Run, *options: str) -> str:
    """The lock that the records of the folder give."""
    code, said, _ = ask("lock", *options)
    assert code == 0, said
    return "".join(file.read_text(encoding="utf-8") for file in LOCK.glob("*.yaml"))


def semver(*events: Mapping[str, str]) -> Mapping[str, Any]:
    return {"type": "SEMVER", "events": [*events]}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ranges": [UNBOUNDED]}, "nothing but a range without an end"),
        ({"versions": VERSIONS[:11]}, "would restrict 11 versions"),
        ({"versions": [f"9.{number}.0" for number in range(400)]}, "0 lines changed"),
        ({"ranges": [semver({"introduced": "0"}, {"fixed": "1.7.0"})]}, "more than 50.0 %"),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, "0 lines changed"),
        (
            {"database_specific": {"versions": VERSIONS}, "ecosystem_specific": {"versions": VERSIONS}},
            "0 lines changed",
        ),
    ],
)
def test_no_record_takes_a_healthy_package_away(ask: Run, wrong: Mapping[str, Any], words: str) -> None:
    fields = {key: wrong[key] for key in wrong.keys() - {"versions", "ranges"}}
    put(FOLDER, record("MAL-2026-1", "healthy", wrong.get("versions", ()), ranges=wrong.get("ranges", ()), **fields))
    for options in ((), ("--holds",)):
        code, said, _ = ask("lock", *options)
        assert code == 0
        assert words in said
        assert "packages: {}" in lines(ask) or not options


@pytest.mark.parametrize("name", ["ours", "unknown"])
def test_no_record_reaches_what_did_not_come_from_outside(ask: Run, endpoint: Endpoint, name: str) -> None:
    put(FOLDER, record("MAL-2026-1", name, ["1.0.0"]))
    code, said, _ = ask("lock")
    assert code == 0
    assert f"not touched: 1 copy with the origin {'INTERNAL' if name == 'ours' else 'UNKNOWN'}" in said
    assert "nothing to change" in ask("plan")[1]
    assert not endpoint.calls.writes


def test_no_record_disposes_however_often_the_lock_is_made(ask: Run) -> None:
    (Path("packages") / "rules.yaml").write_text(f"{FEED}    dispose: {{after: 30d}}\n", encoding="utf-8")
    put(FOLDER, CHALK)
    for _ in range(2):
        assert "disposals" not in lines(ask)
    assert "Disposed" not in ask("plan")[1]


@pytest.mark.parametrize(
    "damaged",
    [
        {**CHALK, "id": "../../MAL-2026-1"},
        {**CHALK, "id": "MAL-2026-1/x"},
        {**CHALK, "id": "MAL-2026-\u202e1"},
        {**CHALK, "id": "MAL-2026-1\x1b[2J"},
        record("MAL-2026-1", "chalk\u200b", ["5.6.0"]),
        record("MAL-2026-1", "chalk", ["5.6.0\x1b[2J"]),
        record("MAL-2026-1", "chalk", ["5.6.0"], ranges=[semver({"introduced": "0", "fixed": "1"})]),
        record("MAL-2026-1", "chalk", ["5.6.0"], ranges=[semver({"introduced": "*"})]),
        record("MAL-2026-1", "chalk", ["5.6.0"], details="x" * (4 * 1024 * 1024)),
    ],
    ids=lambda each: each["id"].encode("unicode_escape").decode(),
)
def test_what_is_damaged_has_no_effect_and_the_others_go_on(
    ask: Run, tmp_path: Path, damaged: Mapping[str, Any]
) -> None:
    source = put(tmp_path / "source", CHALK)
    (source / "damaged.json").write_text(json.dumps(damaged), encoding="utf-8")
    before = {file for file in tmp_path.parent.rglob("*.json") if FOLDER not in file.parents}
    code, said, errors = ask("advisories", "add", str(source))
    assert code == 0
    assert "2 records: 1 new, 1 damaged" in said
    assert "\x1b" not in said + errors
    assert [file.name for file in FOLDER.iterdir()] == ["MAL-2025-46969.json"]
    assert {file for file in tmp_path.parent.rglob("*.json") if tmp_path / FOLDER not in file.parents} == before
    assert "5.6.0" not in lines(ask)


@pytest.mark.parametrize("text", ['{"id": "MAL-2026-1", "id": "MAL-2026-2"}', "[" * 100_000, '{"id": NaN}'])
def test_a_file_that_programs_read_in_different_ways_is_none(ask: Run, tmp_path: Path, text: str) -> None:
    source = tmp_path / "damaged.json"
    source.write_text(text, encoding="utf-8")
    code, _, errors = ask("advisories", "add", str(source))
    assert code == 1
    assert "Nothing of the record is used" in errors
    assert not FOLDER.exists()


@pytest.mark.parametrize("identifier", ["MAL-2026-1!", "MAL-2026-1+2", f"M-{'1' * 98}", "MAL-2026-1:2", "A-%2F"])
def test_what_is_taken_in_never_makes_a_lock_that_no_run_can_read(ask: Run, tmp_path: Path, identifier: str) -> None:
    source = tmp_path / "strange.json"
    source.write_text(json.dumps(record(identifier, "chalk", ["5.6.1"], aliases=["MAL-1"])), encoding="utf-8")
    ask("advisories", "add", str(source))
    lines(ask)
    assert ask("plan")[0] == 0


@pytest.mark.parametrize("number", ["1" * 5_000, "1e999", "-1e999"])
def test_no_number_of_a_record_stops_the_others(ask: Run, run: Run, tmp_path: Path, number: str) -> None:
    source = put(tmp_path / "source", CHALK)
    text = json.dumps(record("MAL-2026-1", "chalk", ["5.6.0"])).replace('"modified"', f'"x": {number}, "modified"')
    (source / "number.json").write_text(text, encoding="utf-8")
    assert ask("advisories", "add", str(source))[0] == 0
    assert "MAL-2025-46969" in lines(ask)
    assert run("validate")[0] == 0


@pytest.mark.parametrize("name", ["../MAL-2026-1.json", "/MAL-2026-1.json", "C:MAL-2026-1.json", "a\\..\\..\\b.json"])
def test_a_zip_that_leads_out_of_its_folder_is_refused_as_a_whole(ask: Run, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as made:
        made.writestr("MAL-2025-46969.json", json.dumps(CHALK))
        made.writestr(name, json.dumps(CHALK))
    code, _, errors = ask("advisories", "add", str(tmp_path / "all.zip"))
    assert code == 1
    assert "Archive not accepted" in errors
    assert not FOLDER.exists()


def test_a_link_in_a_source_is_not_followed(ask: Run, tmp_path: Path) -> None:
    source = put(tmp_path / "source", CHALK)
    put(tmp_path / "secret", record("MAL-2026-1", "chalk", ["5.6.0"]))
    (source / "link.json").symlink_to(tmp_path / "secret" / "MAL-2026-1.json")
    code, said, errors = ask("advisories", "add", str(source))
    assert code == 0
    assert "Link not followed" in errors
    assert "2 records: 1 new, 1 damaged" in said


def test_the_words_of_a_record_are_neither_shown_nor_locked(ask: Run) -> None:
    hostile = "\x1b[2J::error::obey ##vso[task] <{%reset%}>"
    put(FOLDER, {**CHALK, "summary": hostile, "details": hostile, "references": [{"type": "WEB", "url": hostile}]})
    assert "obey" not in lines(ask)
    for command in (["lock"], ["plan"], ["where", "acme/npm//chalk@5.6.1"], ["lock", "--json"]):
        code, said, errors = ask(*command)
        assert code == 0
        assert "obey" not in said + errors


def test_a_withdrawal_publishes_nothing_but_for_a_manifest_that_says_so_and_that_is_shown(
    ask: Run, endpoint: Endpoint
) -> None:
    put(FOLDER, CHALK)
    lines(ask)
    for name in ("npm-store", "npm-web"):
        set_status(endpoint, "chalk", "5.6.1", "Archived", repository=name)
    put(FOLDER, {**CHALK, "withdrawn": "2026-05-26T13:04:03Z"})
    assert "nothing to change" in ask("plan")[1]
    literal = 'domain: acme\nrepository: npm-store\nformat: npm\npackages: {chalk: {versions: {"5.6.1": Published}}}\n'
    (Path("packages") / "npm-store.yaml").write_text(literal, encoding="utf-8")
    said = ask("plan")[1]
    assert "5.6.1  Archived -> Published  can be undone  loosens" in said
    assert "in acme/npm-web" not in said


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        ("status: Archived", "status: Disposed"),
        ("status: Archived", "status: Published"),
        ("origin: [EXTERNAL]", "origin: [EXTERNAL, INTERNAL]"),
        ("origin: [EXTERNAL]", "origin: [INTERNAL]"),
        (
            "$",
            '    disposals:\n      npm-store:\n        "5.6.1": {since: "2026-01-01", revision: "abc="}\n',
        ),
    ],
)
def test_a_hold_that_says_more_than_can_be_undone_is_refused(
    ask: Run, run: Run, endpoint: Endpoint, written: str, forged: str
) -> None:
    put(FOLDER, CHALK)
    lines(ask, "--holds")
    text = HOLDS.read_text(encoding="utf-8")
    HOLDS.write_text(text + forged if written == "$" else text.replace(written, forged), encoding="utf-8")
    for code, _, errors in (run("validate"), ask("plan")):
        assert code == 1
        assert "Hold says too much" in errors
    assert not endpoint.calls.writes


def test_a_hold_without_its_record_asks_for_nothing_new(ask: Run) -> None:
    put(FOLDER, CHALK)
    lines(ask, "--holds")
    text = HOLDS.read_text(encoding="utf-8")
    HOLDS.write_text(text.replace('"5.6.1"', '"5.6.0"'), encoding="utf-8")
    assert "nothing to change" in ask("plan")[1]
    HOLDS.write_text(re.sub(r"MAL-2025-46969", "MAL-2026-7", text), encoding="utf-8")
    assert "nothing to change" in ask("plan")[1]
    HOLDS.write_text(text, encoding="utf-8")
    assert "5.6.1  Published -> Archived" in ask("plan")[1]


def test_a_hold_has_nothing_that_a_manifest_accepted(ask: Run) -> None:
    accept = '    accept: [{id: MAL-2026-1, range: unbounded, atMost: 20, reason: "all of it"}]\n'
    (Path("packages") / "rules.yaml").write_text(FEED + accept, encoding="utf-8")
    put(FOLDER, record("MAL-2026-1", "healthy", ranges=[UNBOUNDED]), CHALK)
    assert "healthy" not in lines(ask, "--holds")
    reviewed = lines(ask)
    assert reviewed.count("via: [MAL-2026-1]") == len(VERSIONS)
    assert not HOLDS.exists()
