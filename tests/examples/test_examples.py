"""The examples, as their readers run them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from examples.incident.records import (
    INVENTED,
    OF_EVERY_VERSION,
    OF_ONE_VERSION,
    RECORDS,
    export,
    record_files,
    withdraw,
)
from examples.incident.releases import NEIGHBOURS, NEW, SERVING, UNRELATED, read_releases
from examples.sandbox import ROOT
from packagestate.provider.advisories.sources import records_in
from packagestate.schemas.advisories.reading import read_record


@pytest.mark.engine
@pytest.mark.clients
def test_the_incident_goes_as_it_is_told() -> None:
    finished = subprocess.run(
        [sys.executable, ROOT / "examples" / "incident" / "demo.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    told = finished.stdout
    assert "The story went as told" in told
    assert "\033[" not in told
    packages = set(re.findall(r"^ *(\S+) \(npm\) in acme/npm-store", told, re.MULTILINE))
    assert packages == {*NEIGHBOURS, *(each.package for each in UNRELATED)}
    for name in (*SERVING, NEW):
        assert f"npm install chalk@5.6.1    # from {name}\n" in told
    for line in (
        f"stopped by a guard: {OF_EVERY_VERSION} ",
        "60 of 177 observed versions to change",
        "goes back with the next run:",
    ):
        assert line in told


def test_the_compromised_releases_of_the_incident_are_those_of_the_advisories() -> None:
    """Each stands between two healthy ones, so that the demo can show that the neighbours stay."""
    releases = read_releases()
    compromised = {each.package: (each.version,) for each in releases if each.compromised}
    assert len(compromised) == 19 == len(NEIGHBOURS)
    assert len(releases) == 57
    records = [read_record(file.read_bytes()) for file in sorted(RECORDS.glob("*.json"))]
    named = {affected.package: affected.versions for record in records for affected in record.affected}
    # The domain does not hold the twentieth package.
    assert named == compromised | {"proto-tinker-wc": ("0.1.87",)}
    assert all(re.fullmatch("MAL-2025-[0-9]{5}", record.id) and not record.is_withdrawn for record in records)


def test_the_invented_records_say_that_they_are(tmp_path: Path) -> None:
    files = [*INVENTED.glob("*.json"), withdraw(tmp_path)]
    assert {file.stem for file in files} == {OF_ONE_VERSION, OF_EVERY_VERSION}
    for file in files:
        assert json.loads(file.read_text(encoding="utf-8"))["summary"].startswith("Invented for a demo, and wrong")
        (affected,) = read_record(file.read_bytes()).affected
        assert affected.package in {each.package for each in UNRELATED}
    assert read_record(files[-1].read_bytes()).is_withdrawn


def test_the_export_has_each_record_once(tmp_path: Path) -> None:
    assert export(tmp_path / "all.zip") == len(record_files()) == 22
    found = {name.rpartition(":")[2]: content for name, content in records_in(tmp_path / "all.zip")}
    assert found == {file.name: file.read_bytes() for file in record_files()}
    assert [file.stem for file in record_files()] == [read_record(file.read_bytes()).id for file in record_files()]
