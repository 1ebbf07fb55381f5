"""Each real record of the corpus has the verdict that people would want, with the default guards."""

import json
from pathlib import Path
from typing import Any

import pytest

from packagestate.provider.advisories.held import Held
from packagestate.provider.advisories.verdict import Guard, Verdict
from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Kind
from packagestate.schemas.coordinates import Format, normalised_version, parse_package_name
from packagestate.schemas.errors import RecordError
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.support.advisories import advisories, copy, feed, lines, lock_of

CORPUS = Path(__file__).parent / "corpus"
BEFORE = " (before withdrawal)"
RECORDS = {
    json.loads(line)["id"]: json.loads(line)
    for line in (CORPUS / "records.jsonl").read_text(encoding="utf-8").splitlines()
}
CASES = [
    pytest.param(key, entry, id=f"{key} {number}")
    for key, entries in json.loads((CORPUS / "verdicts.json").read_text(encoding="utf-8")).items()
    for number, entry in enumerate(entries)
]
GUARDS = {
    Guard.WITHDRAWN: "nothing",
    Guard.SET_ASIDE: "set-aside",
    Guard.UNBOUNDED: "accept",
    Guard.TOO_MANY: "over-cap",
    Guard.TOO_LARGE_A_PART: "over-cap",
}


def said(found: tuple[Verdict, ...], versions: list[str]) -> str:
    """The verdict in the words of the corpus."""
    guards = {GUARDS[each.guard] for each in found if each.guard is not None}
    if guards and not (guards == {"set-aside"} and not versions):
        (guard,) = guards
        return guard
    return "contain" if versions else "nothing"


@pytest.mark.parametrize(("key", "entry"), CASES)
def test_a_record_has_the_verdict_that_people_want(key: str, entry: dict[str, Any]) -> None:
    raw = RECORDS[key.removesuffix(BEFORE)]
    if key.endswith(BEFORE):
        raw = {name: value for name, value in raw.items() if name != "withdrawn"}
    content = json.dumps(raw).encode()
    if entry.get("fault"):
        with pytest.raises(RecordError):
            read_record(content)
        return
    record = read_record(content)
    if entry["verdict"] == "not-mapped":
        assert record.not_mapped
        assert not any(each.written == entry["package"] for each in record.affected)
        return
    package_format = Format(entry["format"])
    kind = Kind.VULNERABILITY if entry.get("feed") else Kind.MALWARE
    status = Status.UNLISTED if entry.get("feed") else Status.ARCHIVED
    of = feed(kinds=[kind], status=status, package_format=package_format)
    if entry["verdict"] == "other-kind":
        assert record.kind is not kind
    origin = OriginType(entry.get("origin", "EXTERNAL"))
    names = {normalised_version(package_format, each): each for each in entry["held"]}
    held = Held({name: {"store": copy(name, origin=origin)} for name in names})
    name = parse_package_name(package_format, entry["package"])
    found = lock_of(advisories(of, record), {name: held})
    restricted = {each.partition(" ")[2] for each in lines(found)} & names.keys()
    if origin is OriginType.INTERNAL:
        restricted = set()
    assert sorted(names[each] for each in restricted) == sorted(entry["versions"])
    if entry["verdict"] != "other-kind" and origin is OriginType.EXTERNAL:
        # A range that nobody can evaluate is left out when the record is read, and reported then.
        wanted = "contain" if entry.get("unordered") and entry["versions"] else entry["verdict"]
        assert said(found.verdicts, entry["versions"]) == wanted
    assert (package_format.value in {"ruby", "generic"} and bool(record.unordered)) >= bool(entry.get("unordered"))
