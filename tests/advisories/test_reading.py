"""What an OSV record says of packages, as far as it matters here."""

import json

import pytest

from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Affected, Event, Kind, Range
from packagestate.schemas.coordinates import Format
from tests.advisories.records import bounds, content, package, read

ANY = bounds({"introduced": "0"})


def test_a_record_names_versions_and_ranges_of_a_package() -> None:
    found = read(
        package("npm", "chalk", versions=["5.6.1"], ranges=[bounds({"introduced": "5.6.1"}, {"fixed": "6.0.0"})])
    )
    events = (Event("introduced", "5.6.1"), Event("fixed", "6.0.0"))
    assert found.id == "MAL-2025-1"
    assert found.affected == (Affected(Format.NPM, None, "chalk", ("5.6.1",), (Range(events),)),)
    assert (found.is_withdrawn, found.not_mapped, found.unordered) == (False, (), ())


@pytest.mark.parametrize(
    ("ecosystem", "name", "package_format", "written"),
    [
        ("npm", "@ctrl/tinycolor", Format.NPM, "@ctrl/tinycolor"),
        ("npm", "chalk", Format.NPM, "chalk"),
        ("PyPI", "Zope.Interface", Format.PYPI, "zope-interface"),
        ("Maven", "org.acme:ui", Format.MAVEN, "org.acme:ui"),
        ("Maven:https://maven.example.com", "org.acme:ui", Format.MAVEN, "org.acme:ui"),
        ("NuGet", "Newtonsoft.Json", Format.NUGET, "newtonsoft.json"),
        ("crates.io", "serde_json", Format.CARGO, "serde_json"),
        ("RubyGems", "rails", Format.RUBY, "rails"),
    ],
)
def test_an_ecosystem_is_a_format_and_its_names_are_normalised(
    ecosystem: str, name: str, package_format: Format, written: str
) -> None:
    (found,) = read(package(ecosystem, name)).affected
    assert (found.package_format, found.written) == (package_format, written)


@pytest.mark.parametrize("ecosystem", ["SwiftURL", "Go", "Debian:12", "NPM", "pypi", "npm:private", "something new"])
def test_an_ecosystem_without_a_format_is_reported_and_nothing_of_it_is_read(ecosystem: str) -> None:
    found = read(package(ecosystem, "", versions=5), package("npm", "chalk"), package(ecosystem, "b"))
    assert found.not_mapped == (ecosystem,)
    assert [each.package for each in found.affected] == ["chalk"]


def test_entries_of_one_package_are_merged_and_all_is_sorted() -> None:
    late, early = bounds({"introduced": "2.0.0"}), bounds({"introduced": "1.0.0"}, kind="ECOSYSTEM")
    found = read(
        package("npm", "zeta"),
        package("PyPI", "a_b", versions=["2.0", "1.0"], ranges=[late]),
        package("npm", "@acme/web"),
        package("PyPI", "A.B", versions=["1.0", "0.5"], ranges=[early, late]),
        package("npm", "alpha"),
    )
    assert [each.written for each in found.affected] == ["alpha", "zeta", "@acme/web", "a-b"]
    merged = found.affected[-1]
    assert merged.versions == ("0.5", "1.0", "2.0")
    assert [each.events[0].version for each in merged.ranges] == ["1.0.0", "2.0.0"]


def test_versions_are_normalised_and_each_stands_once() -> None:
    (found,) = read(package("NuGet", "Acme", versions=["1.02.0.0", "1.2.0", "1.2.0+build"])).affected
    assert found.versions == ("1.2.0",)


def test_a_record_may_name_nothing() -> None:
    assert read_record(b'{"id": "GHSA-1"}').affected == ()
    assert read_record(b'{"id": "GHSA-1", "affected": null, "aliases": null}').affected == ()


@pytest.mark.parametrize(
    "nothing", [{}, {"versions": [], "ranges": []}, {"versions": None, "ranges": None}, {"ranges": [{"type": "GIT"}]}]
)
def test_a_package_may_stand_without_versions(nothing: dict[str, object]) -> None:
    assert read(package("npm", "chalk", **nothing)).affected == (Affected(Format.NPM, None, "chalk"),)


def test_commits_are_never_read() -> None:
    commits = {"type": "GIT", "repo": "https://example.com", "events": 7}
    found = read({"ranges": [commits], "versions": ["v1"]}, package("npm", "chalk", ranges=[commits]))
    assert found.affected == (Affected(Format.NPM, None, "chalk"),)


def test_ranges_of_a_format_without_an_order_are_left_out_and_the_record_says_so() -> None:
    found = read(package("RubyGems", "rails", versions=["7.0.0"], ranges=[bounds({"introduced": "?"})]))
    assert found.affected == (Affected(Format.RUBY, None, "rails", ("7.0.0",)),)
    assert found.unordered == ("rails",)
    assert read(package("RubyGems", "rails", ranges=[{"type": "GIT"}])).unordered == ()


@pytest.mark.parametrize("withdrawn", ["2025-09-10T08:00:00Z", "2025-09-10t08:00:60.123456789+02:00"])
def test_a_record_can_be_withdrawn(withdrawn: str) -> None:
    assert read(withdrawn=withdrawn).is_withdrawn
    assert not read(withdrawn="").is_withdrawn


SPECIFIC = {"cwe_ids": ["CWE-79", "CWE-506"]}


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "MAL-2025-1"},
        {"id": "GHSA-1", "aliases": ["CVE-2025-1", "MAL-2025-1"]},
        {"id": "GHSA-1", "database_specific": SPECIFIC},
        {"id": "GHSA-1", "affected": [package("npm", "chalk"), package("npm", "debug", database_specific=SPECIFIC)]},
        {"id": "GHSA-1", "affected": [{"database_specific": SPECIFIC}, package("npm", "chalk", database_specific={})]},
    ],
)
def test_malware_is_told_by_ids_and_by_its_weakness(fields: dict[str, object]) -> None:
    assert read(**fields).kind is Kind.MALWARE


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"aliases": ["CVE-2025-1", "NORMAL-1"], "related": ["MAL-2025-1"], "summary": "MAL-2025-1 CWE-506"},
        {"database_specific": {"cwe_ids": ["CWE-5060"], "notes": "CWE-506"}},
        {"database_specific": {"cwe_ids": "CWE-506"}},
        {"database_specific": {"cwe_ids": None}},
        {"affected": [package("npm", "chalk", ecosystem_specific=SPECIFIC)]},
    ],
)
def test_all_else_is_a_vulnerability(fields: dict[str, object]) -> None:
    assert read(**{"id": "GHSA-1"} | fields).kind is Kind.VULNERABILITY


def test_the_digest_is_of_what_decides_alone() -> None:
    entry = package("npm", "chalk", versions=["1.0.0", "2.0.0"], ranges=[ANY])
    digest = read(entry).digest
    assert len(digest) == 16
    prose = {"modified": "2026-01-01T00:00:00Z", "summary": "a", "details": "b", "references": [5], "credits": 5}
    said_otherwise = package("npm", "chalk", versions=["2.0.0", "1.0.0"], ranges=[ANY, {"type": "GIT"}], severity=[])
    assert read(said_otherwise, package("Go", "a"), **prose).digest == digest
    assert read(entry, aliases=["GHSA-1"]).digest == digest
    others = [
        read(entry, id="MAL-2025-2"),
        read(entry, id="GHSA-1"),
        read(entry, id="GHSA-1", aliases=["MAL-1"]),
        read(entry, withdrawn="2025-09-10T08:00:00Z"),
        read(package("npm", "chalk", versions=["1.0.0"], ranges=[ANY])),
        read(package("npm", "chalk", versions=["1.0.0", "2.0.0"])),
        read(
            package(
                "npm", "chalk", versions=["1.0.0", "2.0.0"], ranges=[bounds({"introduced": "0"}, {"limit": "3.0.0"})]
            )
        ),
        read(package("npm", "@chalk/chalk", versions=["1.0.0", "2.0.0"], ranges=[ANY])),
        read(package("crates.io", "chalk", versions=["1.0.0", "2.0.0"], ranges=[ANY])),
        read(entry, package("npm", "debug")),
    ]
    assert len({digest, *(each.digest for each in others)}) == len(others) + 1


def test_the_order_of_keys_and_a_byte_order_mark_do_not_matter() -> None:
    written = content(package("npm", "chalk", versions=["1.0.0"]))
    turned = json.dumps(dict(reversed(json.loads(written).items())), ensure_ascii=False)
    assert read_record(b"\xef\xbb\xbf" + turned.encode()) == read_record(written)
