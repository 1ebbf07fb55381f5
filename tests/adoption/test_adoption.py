"""From a live domain to manifests and an import file, over HTTP, and once more after people have edited them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.adoption.adoption import Request, adopt
from packagestate.provider.adoption.discovery import SurveyError
from packagestate.provider.adoption.selection import Selection
from packagestate.provider.gateway import CredentialsError, GatewayError
from packagestate.provider.manifests.saving import SavingError
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import ManifestError, PackageStateError
from packagestate.schemas.load import load
from packagestate.schemas.status import Status
from tests.adoption.seeds import ALL, DOMAIN, adopted, connected, manifests, silent
from tests.support.stores import store

STORE = Repository("acme", "npm-store")
SEED = DOMAIN


def imported(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / "import.json").read_text(encoding="utf-8"))
    return {each["name"]: each for each in document["resources"]}


def declare(folder: Path, text: str, name: str = "manifest.yaml") -> Path:
    file = folder / "packages" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_domain_becomes_a_file_for_each_repository_and_format(endpoint: Endpoint, tmp_path: Path) -> None:
    report = adopted(endpoint.url, tmp_path)
    assert (
        manifests(tmp_path)["npm-store/npm.yaml"]
        == """\
domain: acme
repository: npm-store
format: npm
packages:
  "@ctrl/tinycolor":
    versions:
      "4.1.1": Disposed
  chalk:
    # `5.11.0`: Unfinished, which nobody can declare; left out.
    versions:
      "5.6.0": Archived
      "5.6.1": Disposed
      "5.10.0": Unlisted
  "on":
    versions:
      "1.10": Archived
      "1e3": Archived
"""
    )
    assert manifests(tmp_path).keys() == {"npm-store/npm.yaml", "shared/maven.yaml", "shared/npm.yaml"}
    assert (report.repository_count, report.package_count, report.version_count) == (3, 6, 15)
    assert (report.named_package_count, report.named_version_count, len(report.differences)) == (5, 8, 0)
    assert report.remarks[0].startswith("chalk (npm) in acme/npm-store: `5.11.0`")
    assert report.files[-1] == tmp_path / "import.json"


def test_no_call_is_made_that_is_not_needed(endpoint: Endpoint, tmp_path: Path) -> None:
    adopted(endpoint.url, tmp_path)
    assert Counter(call.operation for call in endpoint.calls) == {
        "ListRepositoriesInDomain": 1,
        "ListPackages": 3,
        "ListPackageVersions": 6,
    }


def test_named_repositories_cost_no_call_to_find_them(endpoint: Endpoint, tmp_path: Path) -> None:
    report = adopted(endpoint.url, tmp_path, None, "shared", "shared")
    assert report.repository_count == 1
    assert endpoint.calls.count("ListRepositoriesInDomain") == 0
    assert manifests(tmp_path).keys() == {"shared/maven.yaml", "shared/npm.yaml"}


def test_what_is_written_is_what_aws_has(endpoint: Endpoint, tmp_path: Path) -> None:
    adopted(endpoint.url, tmp_path, ALL)
    gateway = connected(endpoint.url)
    loaded = load(tmp_path / "packages")
    assert loaded.warnings == ()
    for package in loaded.packages:
        observed = gateway.list_versions(package.coordinates) or ()
        expected = [(each.version, each.status) for each in observed if each.status is not Status.UNFINISHED]
        assert [(each.version, each.status) for each in package.versions] == expected


def test_a_domain_with_nothing_to_name_gives_an_empty_import_file(endpoint: Endpoint, tmp_path: Path) -> None:
    report = adopted(endpoint.url, tmp_path, None, "empty")
    assert report.files == (tmp_path / "import.json",)
    assert imported(tmp_path) == {}


def test_once_more_changes_nothing(endpoint: Endpoint, tmp_path: Path) -> None:
    adopted(endpoint.url, tmp_path)
    before, resources = manifests(tmp_path), imported(tmp_path)
    report = adopted(endpoint.url, tmp_path)
    assert report.files == (tmp_path / "import.json",)
    assert manifests(tmp_path) == before
    assert imported(tmp_path) == resources


def test_what_is_new_joins_what_people_wrote_wherever_they_moved_it(endpoint: Endpoint, tmp_path: Path) -> None:
    gateway = connected(endpoint.url)
    file = declare(
        tmp_path,
        """\
# Ours since the incident.
domain: acme
domainOwner: "123456789012"
repository: npm-store
format: npm
onRemoval: dispose
packages:
  chalk:  # see the wiki
    versions:
      "5.6.1": {status: Disposed, reason: "compromised"}
      "5.6.0": Unlisted  # to be decided
      "5.0.0": Published
""",
        "incidents/chalk.yaml",
    )
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    own = declare(
        tmp_path,
        "domain: acme\nrepository: npm-store\nformat: npm\nonRemoval: delete\npackages: {}\n",
        "npm-store/npm.yaml",
    )
    report = adopted(endpoint.url, tmp_path, Selection(with_origin=True), "npm-store")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert file.read_text(encoding="utf-8-sig").splitlines()[6:] == [
        "packages:",
        "  chalk:  # see the wiki",
        "    origin: {publish: ALLOW, upstream: BLOCK}",
        "    versions:",
        '      "5.10.0": Unlisted',
        '      "5.6.1": {status: Disposed, reason: "compromised"}',
        '      "5.6.0": Unlisted  # to be decided',
        '      "5.0.0": Published',
    ]
    assert own.read_text().splitlines()[4].startswith('packages: {"@ctrl/tinycolor": {origin: ')
    assert len(report.differences) == 2
    chalk, color = (imported(tmp_path)[f"acme/npm-store/npm/{name}"] for name in ("/chalk", "ctrl/tinycolor"))
    assert chalk["inputs"]["domainOwner"] == "123456789012"
    assert chalk["inputs"]["onRemoval"] == "dispose"
    assert chalk["inputs"]["versions"] == {
        "Archived": "5.6.0",
        "Deleted": "5.0.0",
        "Disposed": "5.6.1",
        "Unlisted": "5.10.0",
    }
    assert color["outputs"]["onRemoval"] == "delete"
    assert gateway.list_versions(Coordinates(STORE, Format.NPM, None, "chalk")) is not None
    assert endpoint.calls.writes == ()


def test_pins_are_kept_and_what_is_unfinished_is_not_recorded(endpoint: Endpoint, tmp_path: Path) -> None:
    declare(
        tmp_path,
        "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk:\n    versions:\n"
        '      "5.6.0": {status: Archived, revision: "pinned"}\n'
        '      "5.11.0": {status: Published, revision: "pinned"}\n',
    )
    adopted(endpoint.url, tmp_path, Selection(packages=["chalk"], statuses={Status.ARCHIVED}), "npm-store")
    inputs = imported(tmp_path)["acme/npm-store/npm//chalk"]["inputs"]
    assert inputs["versionRevisions"] == {"5.6.0": "pinned"}
    assert inputs["versions"] == {"Archived": "5.6.0"}


def test_what_people_hid_or_left_elsewhere_is_not_read(endpoint: Endpoint, tmp_path: Path) -> None:
    declare(tmp_path, "not a manifest", ".hidden/notes.yaml")
    adopted(endpoint.url, tmp_path)
    assert "npm-store/npm.yaml" in manifests(tmp_path)


@pytest.mark.parametrize(
    "header",
    [
        "domain: acme\nrepository: other-store\nformat: npm\n",
        "domain: acme\nrepository: npm-store\nformat: pypi\n",
        "domain: other\nrepository: npm-store\nformat: npm\n",
    ],
    ids=["repository", "format", "domain"],
)
def test_a_file_of_something_else_in_the_place_is_refused(endpoint: Endpoint, tmp_path: Path, header: str) -> None:
    declare(tmp_path, f"{header}packages: {{}}\n", "npm-store/npm.yaml")
    before = manifests(tmp_path)
    with pytest.raises(ManifestError, match="Manifest is for something else"):
        adopted(endpoint.url, tmp_path)
    assert manifests(tmp_path) == before
    assert not (tmp_path / "import.json").exists()


def test_a_file_of_another_owner_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    declare(
        tmp_path,
        'domain: acme\ndomainOwner: "111122223333"\nrepository: npm-store\nformat: npm\npackages: {}\n',
        "npm-store/npm.yaml",
    )
    request = Request("acme", "123456789012", (), Selection(), tmp_path / "packages", tmp_path / "import.json")
    with pytest.raises(ManifestError, match="Manifest is for something else"):
        adopt(connected(endpoint.url), request, 8, silent)


def test_wrong_manifests_are_said_before_aws_is_asked(endpoint: Endpoint, tmp_path: Path) -> None:
    declare(tmp_path, "domain: acme\n")
    with pytest.raises(ManifestError):
        adopted(endpoint.url, tmp_path)
    assert len(endpoint.calls) == 0


def test_a_name_that_is_no_folder_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    with pytest.raises(SurveyError) as caught:
        adopted(endpoint.url, tmp_path, None, "../outside", "npm-store", "x/../../y")
    assert len(caught.value.faults) == 2
    assert len(endpoint.calls) == 0


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"operation": "ListPackageVersions", "skip": 4, "code": "ExpiredTokenException"}, CredentialsError),
        ({"operation": "ListPackages", "skip": 1, "code": "ExpiredTokenException"}, CredentialsError),
        ({"operation": "ListPackageVersions", "skip": 4, "code": "InternalServerException"}, GatewayError),
    ],
    ids=["token of versions", "token of packages", "service"],
)
def test_what_fails_on_the_way_leaves_everything_as_it_was(
    endpoint: Endpoint, tmp_path: Path, fault: dict[str, Any], error: type[PackageStateError]
) -> None:
    declare(tmp_path, "domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n", "npm-store/npm.yaml")
    before = manifests(tmp_path)
    endpoint.faults.plant(**fault)
    with pytest.raises(error):
        adopted(endpoint.url, tmp_path)
    assert manifests(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"packages"}


def test_a_repository_that_disappears_on_the_way_leaves_everything_as_it_was(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.faults.plant(operation="ListPackages", skip=2, code="ResourceNotFoundException")
    with pytest.raises(SurveyError, match="may have been deleted while it was to be read"):
        adopted(endpoint.url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / "npm-store").write_text("")
    with pytest.raises(SavingError):
        adopted(endpoint.url, tmp_path)
    assert {path.name for path in tmp_path.rglob("*")} == {"packages", "npm-store"}


def test_a_name_that_the_manifest_would_read_as_another_is_left_out(tmp_path: Path) -> None:
    """AWS stores normalised names; whether one that is not would be found under the other, no document says."""
    packages = {"Json": {"1.0.0": "Archived"}, "xml": {"1.0.0": "Archived"}}
    with Endpoint.start(seed=store(nuget=packages)) as endpoint:
        report = adopted(endpoint.url, tmp_path)
    remark = "its name is none that a manifest can hold; left out."
    assert report.remarks == [f"Json (nuget) in acme/npm-store: {remark}"]
    assert manifests(tmp_path)["npm-store/nuget.yaml"].startswith(f"# Json: {remark}\ndomain: acme\n")
    assert imported(tmp_path).keys() == {"acme/npm-store/nuget//xml"}


LOCK = "lockVersion: 1\ndomain: acme\nrepository: npm-store\nformat: npm\nrules: {}\npackages: {}\n"


def test_the_policy_grants_the_calls_that_are_made_and_no_more(endpoint: Endpoint, tmp_path: Path) -> None:
    # What the lock archived is no drift, so adopt asks which files of it belong here.
    lock = tmp_path / "packages" / "packagestate.lock" / "123456789012.eu-west-1" / "acme" / "npm-store.npm.yaml"
    lock.parent.mkdir(parents=True)
    lock.write_text(LOCK, encoding="utf-8")
    declare(tmp_path, "domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n", "npm-store/npm.yaml")
    adopted(endpoint.url, tmp_path, Selection(statuses=ALL.statuses, with_origin=True))
    policy = json.loads((Path(__file__).parents[2] / "policies" / "adopt.json").read_text(encoding="utf-8"))
    granted = {action.removeprefix("codeartifact:") for each in policy["Statement"] for action in each["Action"]}
    assert granted == {call.operation for call in endpoint.calls}
