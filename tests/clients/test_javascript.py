"""AWS's SDK for JavaScript against the endpoint: a second parser, generated from the same model as boto3's data."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.clients.workstation import Workstation
from tools.engine.cache import Cache, find_cache

pytestmark = pytest.mark.clients

FOLDER = Path(__file__).parent / "javascript"
PROBE = {"domain": "acme", "repository": "store", "format": "npm", "package": "packagestate-probe"}

Call = Callable[..., list[Any]]


def install(folder: Path) -> None:
    """Install the SDK from its lock file, as this machine installs packages."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FOLDER / name, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)


@pytest.fixture(scope="session")
def sdk() -> Path:
    """The folder of the SDK's modules, which earlier runs may have left."""
    cache = Cache(find_cache(os.environ).folder.with_name("clients"))
    lock = sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    entry = cache.folder / f"javascript-{lock[:16]}"
    cache.keep(entry, install, report=partial(print, flush=True))
    return entry / "node_modules"


@pytest.fixture
def call(workstation: Workstation, sdk: Path) -> Call:
    """Make calls in one go, and give what each one answered."""
    workstation.variables["NODE_PATH"] = str(sdk)

    def make(*calls: tuple[str, dict[str, Any]]) -> list[Any]:
        answers = workstation.run("node", str(FOLDER / "call.cjs"), stdin=json.dumps(calls)).json
        assert isinstance(answers, list)
        return answers

    return make


def test_it_reads_what_the_provider_reads(call: Call) -> None:
    listed, described, package = call(
        ("ListPackageVersions", PROBE),
        ("DescribePackageVersion", {**PROBE, "packageVersion": "1.0.0"}),
        ("DescribePackage", PROBE),
    )
    assert {each["version"]: each["status"] for each in listed["versions"]} == {
        "1.0.0": "Published",
        "1.1.0": "Published",
    }
    assert described["packageVersion"]["publishedTime"] == "2025-01-01T00:00:00.000Z"
    assert package["package"]["originConfiguration"]["restrictions"] == {"publish": "ALLOW", "upstream": "BLOCK"}


def test_it_disposes_behind_a_guard_and_sees_each_failure(call: Call) -> None:
    (listed,) = call(("ListPackageVersions", PROBE))
    revisions = {each["version"]: each["revision"] for each in listed["versions"]}
    guarded = {**PROBE, "versions": sorted(revisions), "versionRevisions": revisions, "expectedStatus": "Published"}
    done, again, deleted = call(
        ("DisposePackageVersions", guarded), ("DisposePackageVersions", guarded), ("DeletePackage", PROBE)
    )
    assert {each["status"] for each in done["successfulVersions"].values()} == {"Disposed"}
    assert {each["errorCode"] for each in again["failedVersions"].values()} == {"MISMATCHED_STATUS"}
    assert deleted["deletedPackage"]["package"] == "packagestate-probe"


def test_it_updates_a_status(call: Call) -> None:
    update = {**PROBE, "versions": ["1.0.0"], "targetStatus": "Unlisted"}
    updated, unlisted = call(
        ("UpdatePackageVersionsStatus", update), ("ListPackageVersions", {**PROBE, "status": "Unlisted"})
    )
    assert updated["successfulVersions"]["1.0.0"]["status"] == "Unlisted"
    assert [each["version"] for each in unlisted["versions"]] == ["1.0.0"]


def test_it_knows_the_errors(call: Call) -> None:
    missing, invalid = call(
        ("DescribePackage", {**PROBE, "package": "nobody"}), ("ListPackageVersions", {**PROBE, "maxResults": 1001})
    )
    assert (missing["error"], missing["isModelled"]) == ("ResourceNotFoundException", True)
    assert (invalid["error"], invalid["isModelled"]) == ("ValidationException", True)
