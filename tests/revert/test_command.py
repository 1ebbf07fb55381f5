"""`packagestate revert`, as people run it."""

import json
import subprocess
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.plan.changes import from_lines
from packagestate.provider.plan.model import Changes
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.revert.plans import plan_text
from tests.support.asking import client
from tests.support.manifests import declared
from tests.support.stores import store

STORE = Repository("acme", "npm-store")
CHALK, DEBUG, MS = (Coordinates(STORE, Format.NPM, None, name) for name in ("chalk", "debug", "ms"))
HEADER = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
MANIFEST = f"""\
{HEADER}  # the incident
  chalk:
    origin: {{publish: BLOCK, upstream: BLOCK}}
    versions:
      "5.6.0": Archived  # still needed?
      "5.6.1": {{status: Disposed, reason: "compromised"}}
"""
SEED = store(
    npm={
        "chalk": {"5.5.0": "Unlisted", "5.6.0": "Archived", "5.6.1": "Disposed"},
        "debug": {"4.4.1": "Published", "4.4.2": "Disposed"},
    }
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint) -> Path:
    """The working directory, with the plan that led to what AWS has, and the manifest that it was made from."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    declared(tmp_path, MANIFEST)
    (tmp_path / "plan.json").write_text(plan_of(endpoint))
    restrictions = {"publish": "BLOCK", "upstream": "BLOCK"}
    where = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
    client(endpoint).put_package_origin_configuration(**where, restrictions=restrictions)  # type: ignore[arg-type]
    endpoint.calls.clear()
    return tmp_path


def revisions(endpoint: Endpoint, package: str) -> dict[str, str]:
    answer = client(endpoint).list_package_versions(
        domain="acme", repository="npm-store", format="npm", package=package
    )
    return {each["version"]: each["revision"] for each in answer["versions"]}


def plan_of(endpoint: Endpoint) -> str:
    chalk, debug = revisions(endpoint, "chalk"), revisions(endpoint, "debug")
    lines = {
        "5.5.0": f"Published -> Unlisted, revision {chalk['5.5.0']}",
        "5.6.0": f"Published -> Archived, revision {chalk['5.6.0']}",
        "5.6.1": f"Published -> Disposed, revision {chalk['5.6.1']}",
        "origin configuration": "publish ALLOW, upstream BLOCK -> publish BLOCK, upstream BLOCK",
    }
    gone = {f"4.4.{number}": f"Published -> Disposed, revision {debug[f'4.4.{number}']}" for number in (1, 2)}
    return plan_text({CHALK: from_lines(lines)}, {DEBUG: from_lines(gone), MS: Changes()})


AFTER = (
    MANIFEST.replace("Archived", "Published")
    .replace("publish: BLOCK", "publish: ALLOW")
    .replace('      "5.6.0"', '      "5.5.0": Published\n      "5.6.0"')
    + '  debug:\n    versions:\n      "4.4.1": Published\n'
)


def manifest(folder: Path) -> str:
    return (folder / "packages" / "manifest.yaml").read_text(encoding="utf-8")


def test_it_says_what_goes_back_what_does_not_and_what_comes_next(
    folder: Path, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revert", "plan.json"]) == 4
    assert capsys.readouterr().out.splitlines() == [
        "goes back with the next run:",
        "  chalk (npm) in acme/npm-store",
        "    Unlisted -> Published  5.5.0",
        "    Archived -> Published  5.6.0",
        "    origin configuration: publish BLOCK, upstream BLOCK -> publish ALLOW, upstream BLOCK",
        "does not go back:",
        "  chalk (npm) in acme/npm-store",
        "    Published -> Disposed  5.6.1  disposed: its assets are gone",
        "  debug (npm) in acme/npm-store",
        "    Published -> Disposed  4.4.2  disposed: its assets are gone",
        "as before the plan: 1 version",
        "forgotten by the plan and left as they were in AWS; declare them again to manage them:",
        "  ms (npm) in acme/npm-store",
        "wrote packages/manifest.yaml",
        "next:",
        "  packagestate pulumi preview --stack STACK",
    ]
    assert manifest(folder) == AFTER
    assert not endpoint.calls.writes
    assert sorted(call.operation for call in endpoint.calls) == ["DescribePackage", *["ListPackageVersions"] * 2]


def test_a_program_gets_the_same_as_json_and_a_dry_run_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revert", "plan.json", "--json", "--dry-run"]) == 4
    told = json.loads(capsys.readouterr().out)
    chalk, debug = told.pop("packages")
    assert [each["written"] for each in told.pop("forgotten")] == ["ms"]
    assert told == {"formatVersion": 1, "dryRun": True, "complete": False, "files": ["packages/manifest.yaml"]}
    assert [(each["version"], each["before"], each["after"]) for each in chalk["goingBack"]] == [
        ("5.5.0", "Unlisted", "Published"),
        ("5.6.0", "Archived", "Published"),
    ]
    assert chalk["origin"]["after"] == {"publish": "ALLOW", "upstream": "BLOCK"}
    assert [(each["subject"], each["line"]) for each in chalk["lost"]] == [("5.6.1", None)]
    assert (debug["keptCount"], debug["goingBack"], debug["origin"]) == (1, [], None)
    assert main(["revert", "plan.json", "--dry-run"]) == 4
    printed = capsys.readouterr().out
    assert "would write packages/manifest.yaml" in printed
    assert "pulumi preview" not in printed
    assert manifest(folder) == MANIFEST


def test_a_second_time_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["revert", "plan.json"])
    capsys.readouterr()
    assert main(["revert", "plan.json"]) == 4
    assert "no file needs an edit" in capsys.readouterr().out
    assert manifest(folder) == AFTER


@pytest.mark.usefixtures("folder")
def test_a_plan_that_changed_nothing_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    Path("plan.json").write_text(plan_text({}))
    assert main(["revert", "plan.json"]) == 0
    assert capsys.readouterr().out.splitlines() == ["the plan changed nothing", "no file needs an edit"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("content", "words"), [(None, "No such file"), (b"\xff", "not UTF-8"), (b"{}", "not a plan")])
def test_a_file_that_is_no_plan_is_a_fault(
    content: bytes | None, words: str, capsys: pytest.CaptureFixture[str], endpoint: Endpoint
) -> None:
    Path("plan.json").unlink()
    if content is not None:
        Path("plan.json").write_bytes(content)
    assert main(["revert", "plan.json"]) == 1
    assert words in capsys.readouterr().err
    assert not endpoint.calls


@pytest.mark.parametrize("manifests", ["packages", "packages/manifest.yaml"])
def test_unsaved_changes_are_refused_unless_that_is_wanted(
    folder: Path, manifests: str, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    arguments = ["revert", "plan.json", "--manifests", manifests]
    assert main(arguments) == 1
    assert "Unsaved changes" in capsys.readouterr().err
    assert not endpoint.calls
    assert main([*arguments, "--dry-run"]) == 4
    assert manifest(folder) == MANIFEST
    assert main([*arguments, "--force"]) == 4
    assert manifest(folder) == AFTER


def test_two_files_that_say_the_same_both_change_and_a_byte_order_mark_stays(folder: Path) -> None:
    other = declared(folder, f'\ufeff{HEADER}  chalk: {{versions: {{"5.6.0": Archived}}}}\n', "other.yaml")
    assert main(["revert", "plan.json"]) == 4
    assert manifest(folder) == AFTER
    assert other.read_text() == f'\ufeff{HEADER}  chalk: {{versions: {{"5.6.0": Published}}}}\n'


def test_a_file_that_says_nothing_of_what_goes_back_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = MANIFEST.partition("packages:")[0] + 'packages: {chalk: {versions: {"5.0.0": Published}}}\n'
    (folder / "packages" / "other.yaml").write_text(other, encoding="utf-8")
    assert main(["revert", "plan.json"]) == 4
    written = [line for line in capsys.readouterr().out.splitlines() if line.startswith("wrote ")]
    assert written == ["wrote packages/manifest.yaml"]


def test_a_file_for_the_repository_gets_what_no_manifest_names(folder: Path) -> None:
    declared(folder, f"{HEADER}  ms: {{}}\n")
    declared(folder, HEADER.replace("npm-store", "another") + "  ms: {}\n", "another.yaml")
    assert main(["revert", "plan.json"]) == 4
    assert '  chalk:\n    versions:\n      "5.5.0": Published\n      "5.6.0": Published\n' in manifest(folder)


def test_without_manifests_a_new_one_is_written(folder: Path) -> None:
    (folder / "packages" / "manifest.yaml").unlink()
    assert main(["revert", "plan.json"]) == 4
    written = (folder / "packages" / "npm-store" / "npm.yaml").read_text()
    assert written.startswith(f'{HEADER}  chalk:\n    versions:\n      "5.5.0": Published\n')


@pytest.mark.parametrize("text", ["domain: acme\n", ": [", ""], ids=["incomplete", "no YAML", "empty"])
def test_manifests_that_are_wrong_are_refused(folder: Path, text: str, endpoint: Endpoint) -> None:
    declared(folder, text, "wrong.yaml")
    assert main(["revert", "plan.json"]) == 1
    assert manifest(folder) == MANIFEST
    assert not endpoint.calls


def test_a_manifest_for_something_else_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    declared(folder, HEADER.replace("npm-store", "another") + "  ms: {}\n", "another.yaml")
    assert main(["revert", "plan.json", "--manifests", "packages/another.yaml"]) == 1
    assert "Manifest is for something else" in capsys.readouterr().err


def test_a_manifest_of_another_account_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("plan.json").read_text().replace('"domainOwner": null', '"domainOwner": "111122223333"')
    Path("plan.json").write_text(text)
    declared(folder, MANIFEST.replace("domain: acme\n", 'domain: acme\ndomainOwner: "444455556666"\n'))
    assert main(["revert", "plan.json"]) == 1
    assert "in the account 111122223333" in capsys.readouterr().err
