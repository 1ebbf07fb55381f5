"""Two stacks with contradictory manifests, at once: each transition is one's or the other's, and none is half done."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from emulator import Endpoint
from emulator.store import PackageFormat, PackageKey, RepositoryKey
from examples.sandbox import Sandbox
from tests.support.sandboxes import new_sandbox
from tests.support.stores import store, without_content

pytestmark = pytest.mark.engine

# More than a call carries, so that either may win some calls and lose others.
VERSIONS = {
    "chalk": [f"5.{number}.0" for number in range(150)],
    "debug": [f"4.{number}.0" for number in range(30)],
}
SEED = without_content(store(npm=VERSIONS))
WANTED = ({"chalk": "Unlisted", "debug": "Disposed"}, {"chalk": "Archived", "debug": "Unlisted"})
WAITING_SECONDS = 60


def manifest(wanted: dict[str, str]) -> str:
    lines = ["domain: acme", "repository: npm-store", "format: npm", "packages:"]
    for name, status in wanted.items():
        lines += [f"  {name}:", "    versions:", *(f'      "{version}": {status}' for version in VERSIONS[name])]
    return "\n".join([*lines, ""])


def stack(folder: Path, endpoint: Endpoint, wanted: dict[str, str]) -> Sandbox:
    folder.mkdir()
    sandbox = new_sandbox(folder, endpoint.url)
    sandbox.configure(irreversibleLimit="1000", looseningLimit="1000", changedFractionLimit="1")
    sandbox.declare(manifest(wanted))
    return sandbox


def statuses(endpoint: Endpoint) -> dict[str, str]:
    tree = endpoint.store.packages.ground.tree
    return {
        record.version: str(record.status)
        for name in VERSIONS
        for record in tree.package(
            RepositoryKey("acme", "npm-store"), PackageKey(PackageFormat.NPM, "", name)
        ).versions.values()
    }


def lost_by(text: str) -> set[str]:
    """The versions of which a run says that somebody else was faster."""
    return set(re.findall(r"` ([45]\.[0-9]+\.0) \(npm\) in `acme/npm-store`, to become `\w+`: It is ", text))


def planned_by(text: str) -> set[str]:
    """The versions that a preview would change, as its difference of the resources names them."""
    return set(re.findall(r'^.*?"?([45]\.[0-9]+\.0)"? *: "\w+ -> \w+', text, re.MULTILINE))


@pytest.mark.parametrize("seed", [SEED], ids=["contradictory"])
def test_of_two_writers_at_once_each_transition_is_applied_by_one_and_a_conflict_of_the_other(
    tmp_path: Path, endpoint: Endpoint
) -> None:
    stacks = [stack(tmp_path / f"stack{index}", endpoint, wanted) for index, wanted in enumerate(WANTED)]
    # Nobody's first write to a package is carried out before everybody has made theirs.
    everybody = Barrier(len(stacks) * len(VERSIONS))
    for operation, times in (("UpdatePackageVersionsStatus", 3), ("DisposePackageVersions", 1)):
        endpoint.faults.plant(operation=operation, times=times, before=lambda: everybody.wait(WAITING_SECONDS))
    with ThreadPoolExecutor() as executor:
        ends = list(executor.map(Sandbox.up, stacks))

    assert any(end.exit_code for end in ends)
    found = statuses(endpoint)
    for package, versions in VERSIONS.items():
        for version in versions:
            winners = [
                wanted[package] for wanted, end in zip(WANTED, ends, strict=True) if version not in lost_by(end.text)
            ]
            assert winners == [found[version]], version
    for wanted, end, each in zip(WANTED, ends, stacks, strict=True):
        assert (end.exit_code == 0) == (not lost_by(end.text))
        assert "Traceback" not in end.text
        each.declare(manifest({"chalk": wanted["chalk"], "debug": "Deleted"}))
        to_do = {version for version in VERSIONS["chalk"] if found[version] != wanted["chalk"]}
        assert planned_by(each.preview("--diff").text) == to_do | set(VERSIONS["debug"])
