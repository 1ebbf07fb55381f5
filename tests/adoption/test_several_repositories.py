"""Adoption beside manifests for several repositories: they stay as they are, and ask for the same as before."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from emulator import Endpoint
from packagestate.provider.cli.adopt import adopt
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.limits import Limits
from packagestate.provider.program.planning import plan_manifests
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.load import load
from tests.adoption.seeds import manifests
from tests.support.manifests import declared
from tests.support.stores import domains, repository, without_content

HELD = repository(
    npm={
        "chalk": {"5.6.0": "Archived", "5.6.1": "Published", "5.6.2": "Disposed", "5.6.3": "Published"},
        "debug": ["4.4.1"],
        "ms": ["1.0.0"],
    }
)
SEED = without_content(domains(acme={"npm-store": HELD, "npm-live": HELD, "npm-forensics": HELD}))
WIDE = """\
# What security decided.
domain: acme
domainOwner: "123456789012"
repositories: ["npm-*"]
format: npm
packages:
  chalk:
    versions:
      "5.6.0": Unlisted
      "5.6.1": {status: Archived, reason: "compromised", except: [npm-forensics]}
      "5.6.2": Archived
      "5.9.9": Disposed
  debug: {versions: {"4.4.1": {status: Unlisted, except: [npm-live]}}}
"""
HEADER = 'domain: acme\ndomainOwner: "123456789012"\nrepository: npm-store\nformat: npm\n'
REASON = (
    "held for several repositories by packages/incident.yaml:{}: to accept it, leave this repository out there with "
    "`except`, or declare the version here with `over`"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    declared(tmp_path, WIDE, "incident.yaml")
    return tmp_path


def run(endpoint: Endpoint, *arguments: str) -> Result:
    files = ("--output", "packages", "--import-file", "import.json")
    return CliRunner().invoke(
        adopt, ["--domain", "acme", "--endpoint", endpoint.url, *files, *arguments], catch_exceptions=False
    )


def planned(endpoint: Endpoint) -> dict[str, dict[str, str]]:
    """What a run would do, by package."""
    connection = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    configuration = StackConfiguration(Path("packages"), connection, Limits())
    found = plan_manifests(connect(connection), load(Path("packages")), configuration, lambda _done, _all: None)
    assert not found.plan.refusals
    return {each.coordinates.resource_name: to_lines(each.changes) for each in found.plan.packages if each.changes}


def imported(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "import.json").read_text(encoding="utf-8"))
    return {each["name"]: each["inputs"] for each in document["resources"]}


@pytest.mark.parametrize("flags", [(), ("--all",), ("--all", "--accept-drift"), ("--all", "--origin")])
def test_a_run_does_the_same_after_an_adoption(endpoint: Endpoint, folder: Path, flags: tuple[str, ...]) -> None:
    before = planned(endpoint)
    assert set(before) == {"acme/npm-store/npm//chalk", "acme/npm-live/npm//chalk"} | {
        f"acme/{name}/npm//debug" for name in ("npm-store", "npm-forensics")
    }
    assert run(endpoint, *flags).exit_code == 0
    assert planned(endpoint) == before
    written = manifests(folder)
    assert written.pop("incident.yaml") == WIDE
    assert written.keys() == {"npm-store/npm.yaml", "npm-live/npm.yaml", "npm-forensics/npm.yaml"}
    assert '"5.6.0": Archived' in written["npm-store/npm.yaml"]
    assert run(endpoint, *flags).exit_code == 0
    again = manifests(folder)
    assert again.pop("incident.yaml") == WIDE
    assert again == written
    assert not endpoint.calls.writes


@pytest.mark.usefixtures("folder")
def test_what_is_less_restrictive_than_stated_is_drift_that_is_left_and_what_is_more_is_none(
    endpoint: Endpoint,
) -> None:
    told = json.loads(run(endpoint, "--json").stdout)
    place = {"file": "packages/incident.yaml"}
    assert [
        (each["repository"], each["subject"], each["declared"], each["found"], each["reason"], each["line"])
        for each in told["differences"]
        if each["file"] == place["file"]
    ] == [
        ("npm-forensics", "4.4.1", "Unlisted", "Published", REASON.format(13), 13),
        ("npm-live", "5.6.1", "Archived", "Published", REASON.format(10), 10),
        ("npm-store", "5.6.1", "Archived", "Published", REASON.format(10), 10),
        ("npm-store", "4.4.1", "Unlisted", "Published", REASON.format(13), 13),
    ]
    text = run(endpoint, "--accept-drift", "--repository", "npm-store").stdout
    assert (
        "left as declared, though AWS has something else:\n"
        "  chalk (npm) in acme/npm-store\n"
        f"    Archived -> Published  5.6.1 (packages/incident.yaml:10:7)  {REASON.format(10)}\n"
    ) in text
    assert "the manifests now say what AWS has" not in text


def test_drift_is_accepted_as_far_as_nothing_holds_it(endpoint: Endpoint, folder: Path) -> None:
    entries = {
        "5.6.0": ("Published", "Published"),  # AWS is stricter than both, and a run leaves it so.
        "5.6.1": ("Disposed", "Disposed"),  # AWS has less than the other manifest asks for.
        "5.6.2": ("Archived", "Disposed"),  # AWS has more.
        "5.6.3": ("Archived", "Published"),  # It is about this repository alone.
    }
    text = f'{HEADER}packages:\n  chalk:\n    versions:\n      "1.0.0": Published\n'
    lines = {version: f'      "{version}": {{}}\n' for version in entries}
    before = text + "".join(lines[each].format(said) for each, (said, _) in entries.items())
    file = declared(folder, before, "one.yaml")
    told = run(endpoint, "--accept-drift", "--repository", "npm-store", "--package", "chalk").stdout
    after = text + "".join(lines[each].format(said) for each, (_, said) in entries.items())
    assert file.read_text() == after
    assert f"    Disposed -> Published  5.6.1 (packages/one.yaml:10:7)  {REASON.format(10)}\n" in told
    assert "    Archived -> Disposed  5.6.2\n" in told
    assert "    Archived -> Published  5.6.3\n" in told
    assert "5.6.0" not in told
    assert (folder / "packages" / "incident.yaml").read_text() == WIDE


def test_what_stands_over_the_manifest_is_accepted(endpoint: Endpoint, folder: Path) -> None:
    entry = '"5.6.1": {status: STATUS, over: incident.yaml, reason: "compared with"}'
    text = f"{HEADER}packages: {{chalk: {{versions: {{{entry}}}}}}}\n"
    file = declared(folder, text.replace("STATUS", "Unlisted"), "one.yaml")
    assert "    Unlisted -> Published  5.6.1\n" in run(endpoint, "--accept-drift", "--package", "chalk").stdout
    assert entry.replace("STATUS", "Published") in file.read_text()
    assert planned(endpoint).keys() == {
        "acme/npm-live/npm//chalk",
        "acme/npm-store/npm//debug",
        "acme/npm-forensics/npm//debug",
    }


def test_the_import_file_holds_what_manifests_for_several_repositories_name_too(
    endpoint: Endpoint, folder: Path
) -> None:
    assert "named 10 versions of 5 packages" in run(endpoint, "--status", "Unlisted").stdout
    found = imported(folder)
    assert {name: each["versions"] for name, each in found.items()} == {
        "acme/npm-forensics/npm//chalk": {"Archived": "5.6.0", "Disposed": "5.6.2"},
        "acme/npm-forensics/npm//debug": {"Published": "4.4.1"},
        "acme/npm-live/npm//chalk": {"Archived": "5.6.0", "Published": "5.6.1", "Disposed": "5.6.2"},
        "acme/npm-store/npm//chalk": {"Archived": "5.6.0", "Published": "5.6.1", "Disposed": "5.6.2"},
        "acme/npm-store/npm//debug": {"Published": "4.4.1"},
    }
    assert {each["domainOwner"] for each in found.values()} == {"123456789012"}
    assert {each["onRemoval"] for each in found.values()} == {"retain"}
    assert manifests(folder) == {"incident.yaml": WIDE}


def test_an_absent_package_is_listed_with_the_statement_that_wins(endpoint: Endpoint, folder: Path) -> None:
    declared(
        folder,
        f'{HEADER}packages: {{gone: {{versions: {{"1.0.0": Archived}}}}}}\n',
        "one.yaml",
    )
    declared(folder, WIDE.replace("chalk:", "gone:").replace("5.9.9", "1.0.0").replace("debug", "left"), "two.yaml")
    told = run(endpoint, "--repository", "npm-store").stdout
    assert "    Disposed -> not listed  1.0.0 (packages/two.yaml:12:7)" in told


def test_a_manifest_for_several_repositories_in_the_usual_place_is_refused(endpoint: Endpoint, folder: Path) -> None:
    declared(folder, WIDE, "npm-store/npm.yaml")
    (folder / "packages" / "incident.yaml").unlink()
    with pytest.raises(ManifestError, match="or for several repositories"):
        run(endpoint, "--all")
    assert manifests(folder) == {"npm-store/npm.yaml": WIDE}
    assert not (folder / "import.json").exists()


def test_its_faults_are_said_before_aws_is_asked(endpoint: Endpoint, folder: Path) -> None:
    declared(folder, WIDE.replace("Unlisted", "Published"), "b.yaml")
    with pytest.raises(ManifestError) as caught:
        run(endpoint)
    assert {fault.summary for fault in caught.value.faults} == {"Not for several repositories"}
    assert not endpoint.calls


@pytest.mark.parametrize(("stated", "read"), [("", ""), ("", "123456789012"), ("123456789012", "123456789012")])
def test_what_is_written_has_the_owner_that_the_manifests_name(
    endpoint: Endpoint, folder: Path, stated: str, read: str
) -> None:
    owner = 'domainOwner: "123456789012"\n'
    declared(folder, WIDE if stated else WIDE.replace(owner, ""), "incident.yaml")
    assert run(endpoint, *(("--domain-owner", read) if read else ())).exit_code == 0
    assert (owner in manifests(folder)["npm-live/npm.yaml"]) == bool(stated)
    assert {each.get("domainOwner", "") for each in imported(folder).values()} == {stated}
    assert planned(endpoint)


def test_a_domain_of_another_account_than_the_manifests_name_is_refused(endpoint: Endpoint, folder: Path) -> None:
    declared(folder, WIDE.replace("123456789012", "111122223333"), "incident.yaml")
    with pytest.raises(ManifestError, match="Two owners of one domain"):
        run(endpoint, "--domain-owner", "123456789012")
    assert manifests(folder).keys() == {"incident.yaml"}
