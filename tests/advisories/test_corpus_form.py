"""The corpus of real advisory records holds its form: facts only, one record a line, a verdict for each."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
LINES = (CORPUS / "records.jsonl").read_text(encoding="utf-8").splitlines()
RECORDS: dict[str, dict[str, Any]] = {record["id"]: record for record in map(json.loads, LINES)}
VERDICTS: dict[str, list[dict[str, Any]]] = json.loads((CORPUS / "verdicts.json").read_text(encoding="utf-8"))

BEFORE = " (before withdrawal)"
# What may stand in each object of a record. Everything else in the databases is prose, or is never read.
RECORD_FIELDS = {"id", "modified", "published", "withdrawn", "aliases", "affected", "database_specific"}
FORMATS = {
    "npm": "npm",
    "PyPI": "pypi",
    "Maven": "maven",
    "NuGet": "nuget",
    "crates.io": "cargo",
    "RubyGems": "ruby",
}
KINDS = {"contain", "nothing", "accept", "set-aside", "over-cap", "not-mapped", "other-kind"}
OPTIONAL_FIELDS = {"feed", "origin", "without_withdrawn", "unordered", "fault", "named"}
FIELDS = {"package", "format", "held", "verdict", "versions", "why"}


def test_there_are_enough_records_and_no_file_is_large() -> None:
    assert len(RECORDS) == len(LINES) >= 200
    assert all(file.stat().st_size < 1_500_000 for file in CORPUS.iterdir())


def test_records_are_compact_and_sorted() -> None:
    assert list(RECORDS) == sorted(RECORDS)
    assert [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in RECORDS.values()] == LINES


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_record_holds_facts_only(record: dict[str, Any]) -> None:
    assert record.keys() <= RECORD_FIELDS
    assert record.get("database_specific", {}).keys() <= {"cwe_ids"}
    for affected in record["affected"]:
        assert affected.keys() <= {"package", "ranges", "versions"}
        assert affected["package"].keys() == {"ecosystem", "name"}
        for each in affected.get("ranges", []):
            assert each.keys() == {"type", "events"}
            assert each["type"] in {"SEMVER", "ECOSYSTEM", "GIT"}
            assert all(event.keys() <= {"introduced", "fixed", "last_affected", "limit"} for event in each["events"])


def test_every_record_has_a_verdict_and_every_verdict_a_record() -> None:
    assert list(VERDICTS) == sorted(VERDICTS)
    assert {key.removesuffix(BEFORE) for key in VERDICTS} == RECORDS.keys() == RECORDS.keys() & VERDICTS.keys()


def test_every_kind_of_verdict_is_there_for_both_kinds_of_feed() -> None:
    count = Counter((entry.get("feed"), entry["verdict"]) for entries in VERDICTS.values() for entry in entries)
    assert {verdict for feed, verdict in count if feed is None} == KINDS
    # The guard that sets a range aside is for malware only.
    assert {verdict for feed, verdict in count if feed == "vulnerability"} == KINDS - {"set-aside"}


@pytest.mark.parametrize("key", VERDICTS)
def test_a_verdict_fits_its_record(key: str) -> None:
    record = RECORDS[key.removesuffix(BEFORE)]
    packages = {(each["package"]["name"], each["package"]["ecosystem"]) for each in record["affected"]}
    known = {(name, FORMATS.get(ecosystem)) for name, ecosystem in packages}
    for entry in VERDICTS[key]:
        assert entry.keys() - OPTIONAL_FIELDS == FIELDS
        assert (entry["package"], entry["format"]) in known
        assert (entry["format"] is None) == (entry["verdict"] == "not-mapped") == (not entry["held"])
        assert entry.get("feed", "vulnerability") == "vulnerability"
        assert entry.get("origin", "INTERNAL") == "INTERNAL"
        assert len(entry["held"]) == len(set(entry["held"])) <= 40
        assert entry["versions"] == [each for each in entry["held"] if each in entry["versions"]]
        assert bool(entry["versions"]) == (entry["verdict"] in {"contain", "set-aside"})
        assert set(entry["versions"]) <= set(entry.get("named", entry["versions"])) <= set(entry["held"])
        assert 0 < len(entry["why"]) <= 100


def test_what_was_withdrawn_does_nothing_now() -> None:
    withdrawn = {identity for identity, record in RECORDS.items() if "withdrawn" in record}
    assert all(entry["verdict"] == "nothing" for identity in withdrawn for entry in VERDICTS[identity])
    earlier = {key.removesuffix(BEFORE) for key in VERDICTS if key.endswith(BEFORE)}
    assert earlier <= withdrawn
    flagged = {key for key, entries in VERDICTS.items() for entry in entries if "without_withdrawn" in entry}
    assert flagged == {identity + BEFORE for identity in earlier}
