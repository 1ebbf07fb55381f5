"""The program's side of a run, with the real SDK and a monitor that only takes notes."""

import asyncio
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks
from pulumi.runtime.stack import wait_for_rpcs

from emulator import Endpoint
from provider import Package
from provider.codeartifact import ConnectionSettings
from provider.configuration import StackConfiguration
from provider.plan.limits import Limits
from provider.stack import run
from schemas.errors import LimitError, RefusalError

MANIFEST = """\
domain: acme
repository: npm-store
format: npm
packages:
  chalk:
    origin: {publish: ALLOW, upstream: BLOCK}
    versions:
      "5.6.0": Published
      5.6: {status: Archived, revision: pinned}
"""


class Notes(mocks.Mocks):
    """What was registered."""

    def __init__(self) -> None:
        self.inputs: dict[str, dict[str, Any]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.inputs[args.name] = args.inputs
        return args.name, args.inputs

    def call(self, _args: mocks.MockCallArgs) -> dict[Any, Any]:
        return {}


@pytest.fixture
def seed() -> object:
    versions = {f"5.{minor}.0": "Published" for minor in range(12)}
    packages = {"npm": {f"package-{number}": {"versions": versions} for number in range(150)}}
    return {"domains": {"acme": {"repositories": {"npm-store": {"packages": packages}}}}}


@pytest.fixture
def notes() -> Notes:
    notes = Notes()
    asyncio.set_event_loop(asyncio.new_event_loop())
    mocks.set_mocks(notes, project="packagestate", stack="test", preview=True)
    return notes


def configuration(endpoint: Endpoint, manifests: Path, limits: Limits = Limits()) -> StackConfiguration:  # noqa: B008 - a value
    return StackConfiguration(manifests, ConnectionSettings("eu-west-1", None, endpoint.url), limits)


def declared(folder: Path, text: str) -> Path:
    file = folder / "manifest.yaml"
    file.write_text(text)
    return file


def manifest(body: str) -> str:
    return f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n{body}"


def registered(notes: Notes) -> dict[str, dict[str, Any]]:
    loop = asyncio.get_event_loop()
    loop.run_until_complete(wait_for_rpcs())
    loop.close()
    return notes.inputs


def test_every_declared_package_becomes_a_resource_with_its_changes(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = manifest(
        '  package-0:\n    origin: {publish: BLOCK, upstream: BLOCK}\n    versions: {"5.1.0": Archived}\n'
        '  package-1:\n    versions: {"5.1.0": Published, 9.0: Archived}\n'
    )
    run(configuration(endpoint, declared(tmp_path, text)))
    inputs = registered(notes)
    changed = inputs["acme/npm-store/npm//package-0"]
    assert changed["versions"] == {"Archived": "5.1.0"}
    assert changed["changes"]["5.1.0"].startswith("Published -> Archived, revision ")
    assert changed["changes"]["origin configuration"].endswith("-> publish BLOCK, upstream BLOCK")
    assert inputs["acme/npm-store/npm//package-1"]["changes"] == {}
    printed = capsys.readouterr().err
    assert "Published -> Archived" in printed
    assert "9.0" in printed


def test_a_pinned_revision_travels_with_the_resource(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    answered = endpoint.store.packages.describe_version  # the present revision, as somebody would look it up
    revision = _revision(answered)
    text = manifest(f'  package-0:\n    versions: {{"5.1.0": {{status: Archived, revision: "{revision}"}}}}\n')
    run(configuration(endpoint, declared(tmp_path, text)))
    assert registered(notes)["acme/npm-store/npm//package-0"]["versionRevisions"] == {"5.1.0": revision}


def _revision(describe: Any) -> str:  # noqa: ANN401 - the endpoint's own method
    from emulator.store.model import PackageFormat, PackageKey, RepositoryKey  # noqa: PLC0415 - used here alone

    record = describe(RepositoryKey("acme", "npm-store"), PackageKey(PackageFormat.NPM, "", "package-0"), "5.1.0")
    return str(record.revision)


@pytest.mark.usefixtures("notes")
def test_a_refusal_refuses_the_whole_run(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest('  package-0: {versions: {"5.1.0": Archived}}\n  package-1: {versions: {"9.0.0": Published}}\n')
    with pytest.raises(RefusalError, match="Version is absent"):
        run(configuration(endpoint, declared(tmp_path, text)))
    assert not registered(notes)


def test_a_plan_over_a_limit_registers_nothing(notes: Notes, endpoint: Endpoint, tmp_path: Path) -> None:
    text = manifest('  package-0: {versions: {"5.1.0": Disposed}}\n')
    with pytest.raises(LimitError, match="packagestate:irreversibleLimit"):
        run(configuration(endpoint, declared(tmp_path, text), Limits(irreversible_count=0)))
    assert not registered(notes)


def test_long_observations_say_how_far_they_are(
    notes: Notes, endpoint: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "".join(f'  package-{number}: {{versions: {{"5.1.0": Published}}}}\n' for number in range(150))
    run(configuration(endpoint, declared(tmp_path, manifest(body))))
    assert len(registered(notes)) == 150
    assert "observed 100 of 150 packages" in capsys.readouterr().err


def test_outputs_are_taken_as_inputs(notes: Notes) -> None:
    Package(
        "chalk",
        domain=pulumi.Output.from_input("acme"),
        repository="npm-store",
        format="npm",
        package="chalk",
        versions={"5.6.1": pulumi.Output.from_input("Archived"), "5.6.0": "Published"},
    )
    assert registered(notes)["chalk"]["versions"] == {"Archived": "5.6.1", "Published": "5.6.0"}
