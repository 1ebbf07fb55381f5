"""`packagestate adopt`, as people run it."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from emulator import Endpoint
from packagestate.provider.cli.adopt import adopt
from packagestate.provider.gateway import CredentialsError
from packagestate.provider.manifests.uncommitted import UnsavedError
from tests.adoption.seeds import DOMAIN, manifests
from tests.support.stores import store

BUILD = "`1.1-20250101.120000-1`: a build of a snapshot, unlisted by CodeArtifact itself; left out."
SEED = DOMAIN
OPTIONS = "--generate-code=false --protect=false --yes"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(endpoint: Endpoint, *arguments: str) -> Result:
    files = ("--output", "packages", "--import-file", "import file.json")
    return CliRunner().invoke(adopt, ["--domain", "acme", "--endpoint", endpoint.url, *files, *arguments])


def test_it_says_what_it_read_what_is_odd_and_what_comes_next(endpoint: Endpoint, folder: Path) -> None:
    result = run(endpoint)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "read 3 repositories, 6 packages, 15 versions",
        "named 8 versions of 5 packages",
        "note: chalk (npm) in acme/npm-store: `5.11.0`: Unfinished, which nobody can declare; left out.",
        f"note: com.acme:client (maven) in acme/shared: {BUILD}",
        "wrote packages/npm-store/npm.yaml",
        "wrote packages/shared/maven.yaml",
        "wrote packages/shared/npm.yaml",
        "wrote import file.json",
        "next:",
        f"  packagestate pulumi import --file 'import file.json' {OPTIONS} --stack STACK",
        "  packagestate pulumi preview --expect-no-changes --stack STACK",
    ]
    assert result.stderr == ""
    assert (folder / "import file.json").is_file()


@pytest.mark.usefixtures("folder")
def test_a_program_gets_the_same_as_json(endpoint: Endpoint) -> None:
    told = json.loads(run(endpoint, "--json").stdout)
    assert len(told.pop("remarks")) == 2
    assert told == {
        "formatVersion": 1,
        "repositoryCount": 3,
        "packageCount": 6,
        "versionCount": 15,
        "namedPackageCount": 5,
        "namedVersionCount": 8,
        "differences": [],
        "files": [
            "packages/npm-store/npm.yaml",
            "packages/shared/maven.yaml",
            "packages/shared/npm.yaml",
            "import file.json",
        ],
    }


def test_filters_come_together(endpoint: Endpoint, folder: Path) -> None:
    filters = (
        "--repository",
        "npm-store",
        "--format",
        "npm",
        "--namespace",
        "",
        "--package",
        "c*",
        "--status",
        "Disposed",
    )
    result = run(endpoint, *filters, "--origin")
    assert result.exit_code == 0, result.output
    assert manifests(folder) == {
        "npm-store/npm.yaml": "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk:\n"
        "    # `5.11.0`: Unfinished, which nobody can declare; left out.\n"
        '    origin: {publish: ALLOW, upstream: BLOCK}\n    versions:\n      "5.6.1": Disposed\n'
    }


def test_all_names_every_version(endpoint: Endpoint, folder: Path) -> None:
    assert "named 14 versions of 6 packages" in run(endpoint, "--all").stdout
    assert '"4.4.2": Published' in manifests(folder)["npm-store/npm.yaml"]


@pytest.mark.usefixtures("folder")
def test_two_ways_to_say_which_versions_contradict_each_other(endpoint: Endpoint) -> None:
    result = run(endpoint, "--all", "--status", "Archived")
    assert result.exit_code == 2
    assert "--all and --status contradict each other" in result.output
    assert len(endpoint.calls) == 0


@pytest.mark.usefixtures("folder")
def test_nothing_to_name_gives_nothing_to_import(endpoint: Endpoint) -> None:
    lines = run(endpoint, "--repository", "empty").stdout.splitlines()
    assert lines == [
        "read 1 repository, 0 packages, 0 versions",
        "named 0 versions of 0 packages",
        "wrote import file.json",
    ]


@pytest.mark.usefixtures("folder")
def test_where_everything_is_published_it_says_how_to_name_it() -> None:
    with Endpoint.start(seed=store(npm={"chalk": ["5.6.0"]})) as endpoint:
        assert "`--all` names every version" in run(endpoint).stdout
        assert "`--all` names every version" not in run(endpoint, "--all").stdout


def test_what_is_declared_otherwise_is_listed_and_taken_over_where_that_is_wanted(
    endpoint: Endpoint, folder: Path
) -> None:
    run(endpoint)
    file = folder / "packages" / "npm-store" / "npm.yaml"
    as_adopted = file.read_text()
    edited = as_adopted.replace('"5.6.0": Archived', '"5.6.0": {status: Published, reason: "see the wiki"}')
    edited = edited.replace('"5.10.0": Unlisted', '"5.10.0": Unlisted\n      "6.0.0": Published')
    file.write_text(edited)
    (line,) = [number for number, text in enumerate(edited.splitlines(), 1) if '"6.0.0"' in text]
    absent = (
        f"    Published -> not listed  6.0.0 (packages/npm-store/npm.yaml:{line}:7)  it may not be there yet: "
        "take the line out, or declare it `Deleted`"
    )
    told = run(endpoint).stdout
    assert (
        "declared as something else than AWS has, and left so; `--accept-drift` writes what AWS has:\n"
        "  chalk (npm) in acme/npm-store\n"
        "    Published -> Archived  5.6.0\n"
        "declared as something else than AWS has, and left so:\n"
        f"  chalk (npm) in acme/npm-store\n{absent}\n"
    ) in told
    assert file.read_text() == edited
    found = json.loads(run(endpoint, "--json").stdout)["differences"]
    assert [(each["subject"], each["declared"], each["found"]) for each in found] == [
        ("5.6.0", "Published", "Archived"),
        ("6.0.0", "Published", "not listed"),
    ]
    told = run(endpoint, "--accept-drift").stdout
    assert (
        "the manifests now say what AWS has:\n"
        "  chalk (npm) in acme/npm-store\n"
        "    Published -> Archived  5.6.0\n"
        f"left as declared, though AWS has something else:\n  chalk (npm) in acme/npm-store\n{absent}\n"
    ) in told
    assert file.read_text() == edited.replace("status: Published", "status: Archived")


def test_a_package_that_must_be_gone_and_one_that_is_not_there_are_listed_and_left(
    endpoint: Endpoint, folder: Path
) -> None:
    run(endpoint)
    file = folder / "packages" / "npm-store" / "npm.yaml"
    lines = file.read_text().splitlines()
    start = lines.index("  chalk:")
    end = next(number for number in range(start + 1, len(lines)) if not lines[number].startswith("    "))
    gone = ["  chalk: {status: Deleted, reason: compromised}", '  left-pad: {versions: {"1.0.0": Archived}}']
    edited = "\n".join([*lines[:start], *gone, *lines[end:]]) + "\n"
    file.write_text(edited)
    for flags in ((), ("--accept-drift",), ("--all", "--repository", "npm-store", "--format", "maven")):
        result = run(endpoint, *flags)
        assert result.exit_code == 0, result.output
    told = run(endpoint, "--accept-drift", "--origin").stdout
    assert f"    Deleted -> 5 versions  whole package (packages/npm-store/npm.yaml:{start + 1}:11)" in told
    assert f"    Archived -> not listed  1.0.0 (packages/npm-store/npm.yaml:{start + 2}:25)" in told
    assert gone[0] in file.read_text()
    assert '"1.0.0": Archived' in file.read_text()


@pytest.mark.usefixtures("folder")
def test_of_many_packages_that_differ_some_are_printed() -> None:
    names = [f"package-{number:02}" for number in range(22)]
    with Endpoint.start(seed=store(npm={name: {"1": "Archived"} for name in names})) as endpoint:
        run(endpoint)
    with Endpoint.start(seed=store(npm={name: ["1"] for name in names})) as endpoint:
        lines = run(endpoint).stdout.splitlines()
    assert "  and 2 packages more; `--json` names them all" in lines


@pytest.mark.usefixtures("folder")
def test_of_many_notes_some_are_printed() -> None:
    packages = {f"package-{number:02}": {"1": "Unfinished"} for number in range(25)}
    with Endpoint.start(seed=store(npm=packages)) as endpoint:
        notes = [line for line in run(endpoint).stdout.splitlines() if line.startswith("note: ")]
    assert len(notes) == 21
    assert notes[-1] == "note: and 5 more like these"


@pytest.mark.usefixtures("folder")
def test_a_terminal_sees_how_far_it_is(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run(endpoint)
    assert "read 6 packages, now in shared" in result.stderr
    assert "\x1b" not in result.stdout


def test_unsaved_changes_are_refused_unless_that_is_wanted(endpoint: Endpoint, folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    assert run(endpoint).exit_code == 0
    count = len(endpoint.calls)
    refused = run(endpoint)
    assert isinstance(refused.exception, UnsavedError)
    assert len(endpoint.calls) == count
    assert run(endpoint, "--force").exit_code == 0


def test_an_expired_token_writes_nothing(endpoint: Endpoint, folder: Path) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", skip=3, code="ExpiredTokenException")
    assert isinstance(run(endpoint).exception, CredentialsError)
    assert list(folder.iterdir()) == []
