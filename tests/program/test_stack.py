"""The program's side of a run, with the real SDK and a monitor that only takes notes."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import mocks

from emulator import Endpoint
from emulator.store import PackageFormat, PackageKey, RepositoryKey
from packagestate import Package
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.observe import observe_package
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.model import PackageDeletion
from packagestate.provider.plan.removals import FENCE, deletion
from packagestate.provider.program.reviewed import StalePlanError
from packagestate.provider.program.run import report_progress, run
from packagestate.provider.program.unattended import UNATTENDED_VARIABLE, UnattendedError
from packagestate.provider.state.removals_property import to_property
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import LimitError, ManifestError, RefusalError, StateError
from tests.support.notes import Notes, registered, taken_notes
from tests.support.stores import store

SEED = store(npm={f"package-{number}": [f"5.{minor}.0" for minor in range(12)] for number in range(3)})


@pytest.fixture
def notes(caplog: pytest.LogCaptureFixture) -> Iterator[Notes]:
    caplog.set_level(logging.INFO)
    with taken_notes() as notes:
        yield notes


def configuration(endpoint: Endpoint, manifests: Path, limits: Limits | None = None) -> StackConfiguration:
    return StackConfiguration(manifests, ConnectionSettings("eu-west-1", None, endpoint.url), limits or Limits())


def declared(folder: Path, text: str) -> Path:
    file = folder / "manifest.yaml"
    file.write_text(text)
    return file


def manifest(body: str) -> str:
    return f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n{body}"


def test_every_declared_package_becomes_a_resource_with_its_changes(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = manifest(
        '  package-0:\n    origin: {publish: BLOCK, upstream: BLOCK}\n    versions: {"5.1.0": Archived}\n'
        '  package-1:\n    versions: {"5.1.0": Published, 9.0: Archived}\n'
        '  package-2:\n    versions: {"5.1.0": Published}\n'
    )
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    changed = inputs["acme/npm-store/npm//package-0"]
    assert changed["versions"] == {"Archived": "5.1.0"}
    assert changed["changes"]["5.1.0"].startswith("Published -> Archived, revision ")
    assert changed["changes"]["origin configuration"].endswith("-> publish BLOCK, upstream BLOCK")
    assert inputs["acme/npm-store/npm//package-1"]["changes"] == {}
    printed = caplog.text
    assert "Published -> Archived" in printed
    assert "9.0" in printed


def test_a_pipeline_gets_its_report_as_markdown_even_where_the_plan_is_refused(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.md"
    monkeypatch.setenv("PACKAGESTATE_REPORT", str(report))
    text = manifest('  package-0:\n    versions: {"9.9.9": Published, "5.1.0": Archived}\n')
    with pytest.raises(RefusalError):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    written = report.read_text(encoding="utf-8")
    assert written.startswith("<!-- packagestate test -->\n### packagestate: 1 of 12 observed versions to change")
    assert "1 refusal" in written


def test_a_deletion_with_an_open_way_back_is_warned_of_in_the_preview(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = manifest(
        '  package-0:\n    origin: {publish: BLOCK, upstream: ALLOW}\n    versions: {"5.1.0": Deleted}\n'
        '  package-1:\n    origin: {publish: ALLOW, upstream: BLOCK}\n    versions: {"5.2.0": Deleted}\n'
    )
    registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert "may return: the next request may fetch 5.1.0 from upstream again" in caplog.text
    assert "1 deleted version may return from upstream" in caplog.text


def test_a_pinned_revision_travels_with_the_resource(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    package = PackageKey(PackageFormat.NPM, "", "package-0")
    revision = endpoint.store.packages.describe_version(RepositoryKey("acme", "npm-store"), package, "5.1.0").revision
    text = manifest(f'  package-0:\n    versions: {{"5.1.0": {{status: Archived, revision: "{revision}"}}}}\n')
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert inputs["acme/npm-store/npm//package-0"]["versionRevisions"] == {"5.1.0": revision}


def test_a_refusal_refuses_the_whole_run(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest('  package-0: {versions: {"5.1.0": Archived}}\n  package-1: {versions: {"9.0.0": Published}}\n')
    with pytest.raises(RefusalError, match="Version is absent"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert not notes.inputs


def test_a_plan_over_a_limit_registers_nothing(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest('  package-0: {versions: {"5.1.0": Disposed}}\n')
    with pytest.raises(LimitError, match="packagestate:irreversibleLimit"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text), Limits(irreversible_count=0))))
    assert not notes.inputs


def test_without_a_person_a_plan_that_no_hold_asks_for_registers_nothing(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(UNATTENDED_VARIABLE, "true")
    text = manifest('  package-0: {versions: {"5.1.0": Archived}}\n')
    with pytest.raises(UnattendedError, match="Plan needs people"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert not notes.inputs


def test_long_observations_say_how_far_they_are(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    def observing() -> None:
        for done_count in range(1, 201):
            report_progress(done_count, 200)

    registered(notes, observing)
    assert [record.getMessage() for record in caplog.records] == ["observed 100 of 200 packages"]


def status_later() -> pulumi.Input[dict[str, pulumi.Input[str]]]:
    return {"5.6.1": pulumi.Output.from_input("Archived"), "5.6.0": "Published"}


def all_later() -> pulumi.Input[dict[str, pulumi.Input[str]]]:
    return pulumi.Output.from_input({"5.6.1": "Archived", "5.6.0": "Published"})


@pytest.mark.parametrize("versions", [status_later, all_later])
def test_outputs_are_taken_as_inputs(
    notes: Notes, versions: Callable[[], pulumi.Input[dict[str, pulumi.Input[str]]]]
) -> None:
    def program() -> None:
        Package(
            "chalk",
            domain=pulumi.Output.from_input("acme"),
            repository="npm-store",
            format="npm",
            package="chalk",
            versions=versions(),
        )

    assert registered(notes, program)["chalk"]["versions"] == {"Archived": "5.6.1", "Published": "5.6.0"}


KIND = "pulumi-python:dynamic/codeartifact"


def test_a_record_that_cannot_be_read_ends_the_run(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    notes.record = {"urn:pulumi:s::p::t::n": {"type": f"{KIND}:Package", "outputs": {}}}
    text = manifest('  package-0:\n    versions: {"5.1.0": Published}\n')
    with pytest.raises(StateError, match="Stack's record cannot be read"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))


def test_an_engine_that_does_not_say_what_it_remembers_ends_the_run(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_call: mocks.MockCallArgs) -> None:
        raise RuntimeError("no answer")

    monkeypatch.setattr(notes, "call", silent)
    text = manifest('  package-0:\n    versions: {"5.1.0": Published}\n')
    with pytest.raises(StateError, match="The engine did not say what this stack remembers"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))


def test_a_wrong_manifest_is_told_of_also_where_the_record_cannot_be_read(
    notes: Notes, endpoint: Endpoint, tmp_path: Path
) -> None:
    notes.record = {"urn:pulumi:s::p::t::n": {"type": f"{KIND}:Package", "outputs": {}}}
    with pytest.raises(ManifestError, match="Missing field"):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, "domain: acme\n"))))


def test_what_the_record_holds_is_removed_documented_and_compared(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outputs = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "gone", "onRemoval": "dispose"}
    stack = {"type": "pulumi:pulumi:Stack", "outputs": {"settings": {"irreversibleLimit": "40"}}}
    notes.record = {
        "urn:pulumi:s::p::t::acme/npm-store/npm//gone": {"type": f"{KIND}:Package", "outputs": outputs},
        "urn:pulumi:s::p::t::removals": {"type": f"{KIND}:Removals", "outputs": {"planned": {}}},
        "urn:pulumi:s::p::t::p-s": stack,
    }
    text = manifest('  package-0:\n    versions: {"5.1.0": Published}\n')
    file = tmp_path / "document.json"
    monkeypatch.setenv("PACKAGESTATE_PLAN_DOCUMENT", str(file))
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert inputs["removals"]["planned"] == {"acme/npm-store/npm//gone": {}}
    assert "packagestate:irreversibleLimit changed from 40 to 10" in caplog.text
    monkeypatch.setenv("PACKAGESTATE_REVIEWED", str(file))
    registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    file.write_text("null")
    monkeypatch.delenv("PACKAGESTATE_PLAN_DOCUMENT")
    with pytest.raises(StalePlanError):
        registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))


def test_a_package_that_an_interrupted_deletion_left_fenced_is_warned_of(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = connect(ConnectionSettings("eu-west-1", None, endpoint.url))
    place = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "package-0")
    observed = observe_package(gateway, place, with_origin=True)
    planned = to_property({place: deletion(observed, PackageDeletion(observed.origin))})
    outputs = {"planned": planned, "generation": 1}
    notes.record = {"urn:pulumi:s::p::t::removals": {"type": f"{KIND}:Removals", "outputs": outputs}}
    gateway.put_origin(place, FENCE)
    text = manifest('  package-0:\n    versions: {"5.1.0": Published}\n')
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert "Interrupted deletion left a package fenced" in caplog.text
    assert f"before that run it was `{observed.origin}`" in caplog.text
    assert inputs["removals"]["unfinished"] == planned


def test_a_deletion_whose_fence_is_declared_is_over(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    gateway = connect(ConnectionSettings("eu-west-1", None, endpoint.url))
    place = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "package-0")
    observed = observe_package(gateway, place, with_origin=True)
    outputs = {"planned": to_property({place: deletion(observed, PackageDeletion(observed.origin))}), "generation": 1}
    notes.record = {"urn:pulumi:s::p::t::removals": {"type": f"{KIND}:Removals", "outputs": outputs}}
    gateway.put_origin(place, FENCE)
    text = manifest('  package-0:\n    origin: {publish: BLOCK, upstream: BLOCK}\n    versions: {"5.1.0": Published}\n')
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text))))
    assert inputs["removals"]["accepted"] == ["acme/npm-store/npm//package-0"]
    assert inputs["removals"]["unfinished"] == {}


def test_a_declared_deletion_is_handed_to_both_resources(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest("  package-0: {status: Deleted, reason: retired}\n  absent: {status: Deleted, reason: retired}\n")
    limits = Limits(irreversible_count=12)
    inputs = registered(notes, lambda: run(configuration(endpoint, declared(tmp_path, text), limits)))
    assert inputs["acme/npm-store/npm//package-0"]["status"] == "Deleted"
    assert len(inputs["acme/npm-store/npm//package-0"]["changes"]) == 12 + 1
    assert inputs["removals"]["declared"] == ["acme/npm-store/npm//package-0"]
    assert inputs["acme/npm-store/npm//absent"]["changes"] == {}
