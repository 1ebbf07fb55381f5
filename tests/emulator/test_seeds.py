"""Seeds: what an endpoint holds at first."""

import io
import json
import tarfile
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint, seeds
from emulator.contents import contents, npm_tarball
from emulator.seeds import SeedError, read_seed, sow
from emulator.store import PackageFormat, PackageKey, RepositoryKey, Store

STORE: dict[str, Any] = {"domain": "acme", "repository": "npm-store"}
TEXT = """\
domains:
  acme:
    repositories:
      npm-store:
        description: What we build.
        upstreams: [shared]
        packages:
          npm:
            chalk: {versions: {"5.6.0": Published, "5.6.1": {status: Archived}, "5.5.0": Disposed, "5.7.0": {}}}
            "@ctrl/tinycolor": {origin: {publish: ALLOW, upstream: BLOCK}, versions: ["4.1.0", "4.1.1"]}
            reserved: {origin: {publish: BLOCK, upstream: BLOCK}}
          pypi:
            Acme.Reports: {versions: ["1.10"]}
          maven:
            org.acme:core: {versions: ["1.0"]}
          generic:
            acme/tool: {versions: ["1.0"]}
      shared:
        external_connection: public:npmjs
      empty:
public:
  npm:
    left-pad: {versions: ["1.3.0"]}
"""


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    file = tmp_path / "seed.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def faults_of(repository: object) -> list[str]:
    with pytest.raises(SeedError) as raised:
        sow(Store(), {"domains": {"acme": {"repositories": {"npm-store": repository}}}})
    return list(raised.value.faults)


def test_versions_have_the_statuses_of_the_seed(client: CodeArtifactClient) -> None:
    listed = client.list_package_versions(**STORE, format="npm", package="chalk")["versions"]
    assert {each["version"]: each["status"] for each in listed} == {
        "5.5.0": "Disposed",
        "5.6.0": "Published",
        "5.6.1": "Archived",
        "5.7.0": "Published",
    }


def test_packages_are_written_as_people_know_them(client: CodeArtifactClient) -> None:
    listed = client.list_packages(**STORE)["packages"]
    assert {(each["format"], each.get("namespace"), each["package"]) for each in listed} == {
        ("npm", None, "chalk"),
        ("npm", "ctrl", "tinycolor"),
        ("npm", None, "reserved"),
        ("pypi", None, "acme-reports"),
        ("maven", "org.acme", "core"),
        ("generic", "acme", "tool"),
    }


def test_an_origin_configuration_is_kept_also_without_versions(client: CodeArtifactClient) -> None:
    described = client.describe_package(**STORE, format="npm", namespace="ctrl", package="tinycolor")["package"]
    assert described["originConfiguration"]["restrictions"] == {"publish": "ALLOW", "upstream": "BLOCK"}
    reserved = client.describe_package(**STORE, format="npm", package="reserved")["package"]
    assert reserved["originConfiguration"]["restrictions"] == {"publish": "BLOCK", "upstream": "BLOCK"}


def test_repositories_have_their_upstreams_and_connections(client: CodeArtifactClient) -> None:
    described = client.describe_repository(**STORE)["repository"]
    assert described["description"] == "What we build."
    assert described["upstreams"] == [{"repositoryName": "shared"}]
    shared = client.describe_repository(domain="acme", repository="shared")["repository"]
    assert [each["externalConnectionName"] for each in shared["externalConnections"]] == ["public:npmjs"]
    assert client.describe_repository(domain="acme", repository="empty")["repository"]["upstreams"] == []


def test_what_is_public_is_fetched_through_the_connection(endpoint: Endpoint, client: CodeArtifactClient) -> None:
    key = PackageKey(PackageFormat.NPM, "", "left-pad")
    endpoint.store.registry.fetch_version(RepositoryKey("acme", "npm-store"), key, "1.3.0")
    listed = client.list_package_versions(**STORE, format="npm", package="left-pad")["versions"]
    assert [each["origin"]["originType"] for each in listed] == ["EXTERNAL"]


def test_later_versions_were_published_later(client: CodeArtifactClient) -> None:
    where = {**STORE, "format": "npm", "package": "chalk"}
    listed = client.list_package_versions(**where, sortBy="PUBLISHED_TIME")["versions"]
    assert [each["version"] for each in listed] == ["5.7.0", "5.5.0", "5.6.1", "5.6.0"]


def test_what_is_said_of_versions_is_checked_all_at_once() -> None:
    versions = {
        "1": {"published": "yesterday", "originType": "external"},
        "2": {"published": 2025, "originType": ["EXTERNAL"], "status": ["Published"]},
        "3": {"published": "1969-12-31", "time": "2025-01-01"},
        "4": {"published": "3000-01-01"},
    }
    npm = {"a": {"versions": versions, "latest": "5"}, "b": {"versions": ["1"], "latest": ["1"]}}
    generic = {"acme/tool": {"versions": {"1": {"originType": "EXTERNAL"}}, "latest": "1"}}
    place, neither = "acme/npm-store/npm/a", "is neither a date nor a time of ISO 8601"
    statuses = "there are Archived, Disposed, Published, Unfinished, Unlisted"
    assert faults_of({"packages": {"npm": npm, "generic": generic}}) == [
        f"{place} 1: published: 'yesterday' {neither}",
        f"{place} 1: originType: 'external' is none of INTERNAL, EXTERNAL, UNKNOWN",
        f"{place} 2: ['Published'] is no status; {statuses}",
        f"{place} 2: published: 2025 {neither}",
        f"{place} 2: originType: ['EXTERNAL'] is none of INTERNAL, EXTERNAL, UNKNOWN",
        f"{place} 3: there is no 'time' here, only originType, published, status",
        f"{place} 3: published: 1969 is not between 1970 and 2999",
        f"{place} 4: published: 3000 is not between 1970 and 2999",
        f"{place}: latest: '5' is none of the package's versions",
        "acme/npm-store/npm/b: latest: ['1'] is none of the package's versions",
        "acme/npm-store/generic/acme/tool 1: originType: no external connection leads to generic packages",
        "acme/npm-store/generic/acme/tool: latest: packages of format generic have no tags",
    ]


def test_equal_seeds_give_equal_revisions(seed: Path) -> None:
    def revisions() -> list[str]:
        with Endpoint.start(seed=seed) as endpoint:
            key = PackageKey(PackageFormat.NPM, "", "chalk")
            record = endpoint.store.packages.describe_version(RepositoryKey("acme", "npm-store"), key, "5.6.0")
            return [record.revision, *(asset.sha256 for asset in record.assets)]

    first = revisions()
    assert revisions() == first
    assert len(first) == 2


def test_a_disposed_version_has_no_files_and_others_have(endpoint: Endpoint) -> None:
    key = PackageKey(PackageFormat.NPM, "", "chalk")
    counts = {
        version: len(endpoint.store.packages.describe_version(RepositoryKey("acme", "npm-store"), key, version).assets)
        for version in ("5.5.0", "5.6.0", "5.6.1")
    }
    assert counts == {"5.5.0": 0, "5.6.0": 1, "5.6.1": 1}


def test_an_npm_package_is_a_tarball_that_names_it() -> None:
    (asset,), metadata = contents(PackageKey(PackageFormat.NPM, "acme", "session"), "2.0.0")
    with tarfile.open(fileobj=io.BytesIO(asset.content)) as archive:
        assert archive.getnames() == ["package/package.json", "package/index.js"]
        read = archive.extractfile("package/package.json")
        assert read is not None
        document = json.load(read)
    assert (document["name"], document["version"]) == ("@acme/session", "2.0.0")
    assert json.loads(metadata.document) == document


@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 5000])
def test_a_tarball_holds_files_of_any_length(length: int) -> None:
    with tarfile.open(fileobj=io.BytesIO(npm_tarball({"a.txt": "x" * length, "b.txt": "end"}))) as archive:
        read = [archive.extractfile(member) for member in archive.getmembers()]
        assert [each.read() for each in read if each is not None] == [b"x" * length, b"end"]


def test_a_python_package_is_a_wheel_that_records_its_files() -> None:
    (asset,), _ = contents(PackageKey(PackageFormat.PYPI, "", "acme-reports"), "1.10")
    assert asset.name == "acme_reports-1.10-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(asset.content)) as archive:
        assert archive.testzip() is None
        recorded = archive.read("acme_reports-1.10.dist-info/RECORD").decode().splitlines()
        assert sorted(line.split(",")[0] for line in recorded) == sorted(archive.namelist())


def test_a_seed_may_leave_the_files_out() -> None:
    repositories = {"npm-store": {"packages": {"npm": {"a": {"versions": ["1.0.0"]}}}}}
    store = Store()
    sow(store, {"content": False, "domains": {"acme": {"repositories": repositories}}})
    key = PackageKey(PackageFormat.NPM, "", "a")
    assert store.packages.describe_version(RepositoryKey("acme", "npm-store"), key, "1.0.0").assets == ()


def test_json_is_a_seed_too(tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text(json.dumps({"domains": {"acme": {}}}), encoding="utf-8")
    assert read_seed(file) == {"domains": {"acme": {}}}


def test_the_seed_that_is_shown_is_one() -> None:
    shown = textwrap.dedent(str(seeds.__doc__).split("\n\n", 2)[1])
    store = Store()
    sow(store, yaml.safe_load(shown))
    described = store.administration.describe_repository(RepositoryKey("acme", "npm-store"))
    assert described.upstreams == ("shared",)


@pytest.mark.parametrize(
    ("content", "words"), [(b"a: [", "cannot be read"), (b"\xff", "cannot be read"), (b"- a", "is not a map")]
)
def test_a_file_that_is_no_seed_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "seed.yaml"
    file.write_bytes(content)
    with pytest.raises(SeedError, match=f"seed.yaml {words}"):
        read_seed(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"none.yaml cannot be read: .*No such file"):
        read_seed(tmp_path / "none.yaml")


def test_all_faults_of_a_seed_are_told_at_once() -> None:
    chalk = {"versions": {1.1: "Published", "1.2": "Retired", "1.3": {"status": "Deleted"}, "1 4": "Published"}}
    told = faults_of(
        {
            "colour": "red",
            "upstreams": "shared",
            "packages": {
                "npm": {"chalk": chalk, "debug": {"origin": {"publish": "ALLOW"}, "versions": 7}},
                "conda": {},
                "generic": {"tool": {"versions": ["1.0"]}},
                "pypi": {"a.b": {}, "A-B": {}},
            },
        }
    )
    statuses = "there are Archived, Disposed, Published, Unfinished, Unlisted"
    formats = "cargo, generic, maven, npm, nuget, pypi, ruby, swift"
    assert sorted(told) == sorted(
        [
            "acme/npm-store: there is no 'colour' here, only description, external_connection, packages, upstreams",
            "acme/npm-store: upstreams: 'shared' is not a list",
            "acme/npm-store/npm/chalk: 1.1 is not a text; put versions in quotes",
            f"acme/npm-store/npm/chalk 1.2: 'Retired' is no status; {statuses}",
            f"acme/npm-store/npm/chalk 1.3: 'Deleted' is no status; {statuses}",
            "acme/npm-store/npm/chalk 1 4: '1 4' is no PackageVersion",
            "acme/npm-store/npm/debug: 7 is not a map",
            "acme/npm-store/npm/debug: origin: publish and upstream are ALLOW or BLOCK, both of them",
            f"acme/npm-store: there is no 'conda' here, only {formats}",
            "acme/npm-store/generic/tool: A namespace is required for packages of format generic.",
            "acme/npm-store/pypi/A-B: this package is there in another spelling",
        ]
    )


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        ({"content": "no"}, "content: 'no' is neither true nor false"),
        ({"domain": {}}, "the seed: there is no 'domain' here, only content, domains, public"),
        ({"domains": ["acme"]}, r"domains: \['acme'\] is not a map"),
        ({"domains": {"A": {}}}, "domains: 'A' is no DomainName"),
        ({"domains": {7: {}}}, "domains: 7 is no DomainName"),
        ({"domains": {"acme": {"repositories": {"x": {}}}}}, "acme: 'x' is no RepositoryName"),
        ({"public": {"npm": {"a": {"origin": {}}}}}, "public/npm/a: there is no 'origin' here, only latest, versions"),
    ],
)
def test_a_seed_that_is_wrong_is_told_where(seed: dict[str, Any], words: str) -> None:
    with pytest.raises(SeedError, match=words):
        sow(Store(), seed)


@pytest.mark.parametrize(
    ("repository", "words"),
    [
        (
            {"upstreams": ["nobody"]},
            (
                "acme/npm-store: Repository not found. Repository 'nobody' in domain 'acme' owned by account "
                "'123456789012' does not exist."
            ),
        ),
        ({"upstreams": ["npm-store"]}, "acme/npm-store: Repository npm-store cannot be upstream of itself."),
        ({"external_connection": "npmjs"}, "acme/npm-store: External connection npmjs is not known."),
    ],
)
def test_what_the_rules_forbid_a_repository_is_told(repository: dict[str, Any], words: str) -> None:
    assert faults_of(repository) == [words]
