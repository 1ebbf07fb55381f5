"""npm against a registry of the endpoint."""

import json
from pathlib import Path
from typing import Any

import pytest
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageVersionStatusType

from tests.clients.conftest import MakeWorkstation
from tests.clients.workstation import Workstation

pytestmark = pytest.mark.clients

PROBE = "packagestate-probe"
SCOPED = "@packagestate-probe/scoped"


@pytest.fixture
def npm(workstation: Workstation, token: str) -> Workstation:
    """A machine that is logged in."""
    workstation.log_in_to_npm(token)
    return workstation


@pytest.fixture
def colleague(make_workstation: MakeWorkstation, token: str) -> Workstation:
    """Another machine that is logged in; its npm has nothing in its cache."""
    workstation = make_workstation("bob")
    workstation.log_in_to_npm(token)
    return workstation


def project(workstation: Workstation, name: str, version: str = "1.0.0") -> Path:
    """Make a package that can be published."""
    folder = workstation.home / f"project-{version}"
    folder.mkdir(exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}), encoding="utf-8")
    (folder / "index.js").write_text("module.exports = 'ours';\n", encoding="utf-8")
    return folder


def locked(workstation: Workstation, name: str = PROBE, version: str = "1.0.0") -> Path:
    """Make a project that has a version of a package in its lock file, and nothing installed."""
    folder = workstation.home / "locked"
    folder.mkdir()
    (folder / "package.json").write_text(json.dumps({"dependencies": {name: version}}), encoding="utf-8")
    workstation.run("npm", "install", "--package-lock-only", folder=folder)
    assert '"resolved"' in (folder / "package-lock.json").read_text(encoding="utf-8")
    return folder


def set_status(client: CodeArtifactClient, status: PackageVersionStatusType, name: str = PROBE) -> None:
    """Give version 1.0.0 of a package another status."""
    scope, _, package = name.removeprefix("@").rpartition("/")
    where: dict[str, Any] = {"domain": "acme", "repository": "store", "format": "npm", "package": package}
    where |= {"namespace": scope} if scope else {}
    if status == "Disposed":
        done = client.dispose_package_versions(**where, versions=["1.0.0"])
    else:
        done = client.update_package_versions_status(**where, versions=["1.0.0"], targetStatus=status)
    assert done["successfulVersions"]["1.0.0"]["status"] == status


def test_aws_logs_npm_in_and_what_is_published_can_be_installed(workstation: Workstation, token: str) -> None:
    workstation.aws("login", "--tool", "npm", "--domain", "acme", "--repository", "store")
    by_aws = (workstation.home / ".npmrc").read_text(encoding="utf-8").splitlines()
    workstation.run("npm", "ping")
    for name in ("packagestate-new", "@packagestate-new/scoped"):
        workstation.run("npm", "publish", folder=project(workstation, name))
        assert workstation.run("npm", "view", name, "versions", "--json").json in (["1.0.0"], "1.0.0")
        workstation.run("npm", "install", name)
        assert workstation.run("node", "-p", f"require('{name}')").output == "ours\n"
    workstation.log_in_to_npm(token)
    by_test = (workstation.home / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert {line.partition("_authToken=")[0] for line in by_test} == {
        line.partition("_authToken=")[0] for line in by_aws if "always-auth" not in line
    }


def test_nobody_gets_in_without_a_token(workstation: Workstation) -> None:
    registry = workstation.registry("npm")
    assert "E401" in workstation.run("npm", "view", PROBE, "--registry", registry, fails=True).errors


@pytest.mark.parametrize("name", [PROBE, SCOPED])
def test_an_unlisted_version_is_not_shown_and_goes_on_working_in_a_lock_file(
    npm: Workstation, colleague: Workstation, client: CodeArtifactClient, name: str
) -> None:
    folder = locked(npm, name)
    set_status(client, "Unlisted", name)
    assert npm.run("npm", "view", name, "versions", "--json", "--prefer-online").json in (["1.1.0"], "1.1.0")
    assert "ETARGET" in npm.run("npm", "install", f"{name}@1.0.0", "--prefer-online", fails=True).errors
    colleague.run("npm", "ci", folder=folder)
    installed = json.loads((folder / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
    assert installed["version"] == "1.0.0"


@pytest.mark.parametrize("status", ["Archived", "Disposed"])
def test_what_is_archived_or_disposed_cannot_be_installed_or_published_again(
    npm: Workstation, colleague: Workstation, client: CodeArtifactClient, status: PackageVersionStatusType
) -> None:
    folder = locked(npm)
    set_status(client, status)
    assert "E404" in colleague.run("npm", "ci", folder=folder, fails=True).errors
    assert "ETARGET" in colleague.run("npm", "install", f"{PROBE}@1.0.0", fails=True).errors
    again = colleague.run("npm", "publish", "--tag", "again", folder=project(colleague, PROBE), fails=True)
    assert "E409" in again.errors
    if status == "Archived":
        set_status(client, "Published")
        colleague.run("npm", "ci", folder=folder)


def test_what_is_deleted_can_be_published_again(npm: Workstation, client: CodeArtifactClient) -> None:
    client.delete_package_versions(domain="acme", repository="store", format="npm", package=PROBE, versions=["1.1.0"])
    npm.run("npm", "publish", folder=project(npm, PROBE, "1.1.0"))
    npm.run("npm", "install", f"{PROBE}@1.1.0")
    assert npm.run("node", "-p", f"require('{PROBE}')").output == "ours\n"


def test_a_blocked_package_takes_no_publication(npm: Workstation, client: CodeArtifactClient) -> None:
    client.put_package_origin_configuration(
        domain="acme",
        repository="store",
        format="npm",
        package=PROBE,
        restrictions={"publish": "BLOCK", "upstream": "ALLOW"},
    )
    assert "blocked" in npm.run("npm", "publish", folder=project(npm, PROBE, "2.0.0"), fails=True).errors


def test_tags_and_warnings_are_kept(npm: Workstation) -> None:
    npm.run("npm", "dist-tag", "add", f"{PROBE}@1.0.0", "stable")
    npm.run("npm", "deprecate", f"{PROBE}@1.0.0", "use another")
    shown = npm.run("npm", "view", f"{PROBE}@stable", "version", "deprecated", "--json", "--prefer-online").json
    assert shown == {"version": "1.0.0", "deprecated": "use another"}
    npm.run("npm", "dist-tag", "rm", PROBE, "stable")
    assert "stable" not in npm.run("npm", "dist-tag", "ls", PROBE).output


def test_what_came_from_outside_stays_when_it_is_gone_there(
    npm: Workstation, colleague: Workstation, client: CodeArtifactClient
) -> None:
    name = "packagestate-outside"
    folder = locked(npm, name)
    npm.run("npm", "ci", folder=folder)
    public = npm.endpoint.store.public
    key = next(key for key in public.packages if key.name == name)
    public.remove(key, "1.0.0")
    colleague.run("npm", "ci", folder=folder)
    (retained,) = client.list_package_versions(domain="acme", repository="store", format="npm", package=name)[
        "versions"
    ]
    assert (retained["version"], retained["origin"]["originType"]) == ("1.0.0", "EXTERNAL")
