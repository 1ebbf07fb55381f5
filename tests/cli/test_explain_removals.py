"""`packagestate explain` of versions that go with their package: a declared deletion, or a recorded removal."""

import json
from pathlib import Path

from emulator import Endpoint
from tests.cli.conftest import Run
from tests.cli.place import AS_IT_IS
from tests.cli.states import CHALK, exported, recorded
from tests.support.manifests import declared

ALL_NAMES = "5.5.0 5.6.0 5.6.1"
PACKAGE_DELETED = (
    "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
    "  chalk: {status: Deleted, reason: typosquat, origin: {publish: BLOCK, upstream: ALLOW}}\n"
)


def test_a_declared_deletion_of_the_package_deletes_its_versions(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, PACKAGE_DELETED)
    text = ask("explain", f"{CHALK}@5.6.0")[1]
    assert '  declared  the whole package is Deleted  packages/manifest.yaml:5:11  "typosquat"\n' in text
    assert "  next      Published -> Deleted\n" in text
    assert "deleting the package deletes this version too: cannot be undone." in text
    assert "the next request may fetch the version from upstream again" in text
    answer = json.loads(ask("explain", f"{CHALK}@5.6.0", "--json")[1])
    assert (answer["verdict"], answer["mayReturn"], answer["declared"]) == ("change", ["5.6.0"], None)
    place = {"file": "packages/manifest.yaml", "line": 5, "column": 11}
    assert answer["packageDeletion"] == {"reason": "typosquat", **place}
    assert [each["version"] for each in answer["transitions"]] == ["5.6.0"]


def test_an_absent_version_of_a_package_that_is_declared_deleted_is_as_it_should_be(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, PACKAGE_DELETED)
    text = ask("explain", f"{CHALK}@9.9.9")[1]
    assert "  next      nothing\n" in text
    assert "It is absent, as the manifest says of the whole package." in text


def test_what_refuses_the_deletion_of_a_package_refuses_that_of_its_versions(
    ask: Run, tmp_path: Path, endpoint: Endpoint
) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    declared(tmp_path, PACKAGE_DELETED.replace("ALLOW", "BLOCK"))
    text = ask("explain", f"{CHALK}@5.6.0")[1]
    assert "is refused as a whole" in text
    assert "so the next request" not in text


def asked_of_a_removal(ask: Run, folder: Path, version: str, *, on_removal: str, names: str = ALL_NAMES) -> str:
    """What is said of a version whose package is recorded as AWS has it, and no longer declared."""
    declared(folder, AS_IT_IS.replace("chalk", "others"))
    kept = names.split()
    revisions = {
        each: json.loads(ask("explain", f"{CHALK}@{each}", "--json")[1])["observed"]["revision"] for each in kept
    }
    (folder / "state.json").write_text(exported(recorded({"Published": names}, revisions, onRemoval=on_removal)))
    return ask("explain", f"{CHALK}@{version}", "--state", "state.json")[1]


def test_a_recorded_removal_deletes_every_version(ask: Run, tmp_path: Path) -> None:
    text = asked_of_a_removal(ask, tmp_path, "5.6.0", on_removal="delete")
    assert "  next      Published -> Deleted\n" in text
    assert "its recorded `onRemoval` is `delete`." in text
    assert "Deleting the package deletes this version too: cannot be undone." in text
    assert "This version is absent already." in asked_of_a_removal(ask, tmp_path, "9.9.9", on_removal="delete")


def test_a_removal_that_is_refused_is_said(ask: Run, tmp_path: Path) -> None:
    text = asked_of_a_removal(ask, tmp_path, "5.6.0", on_removal="delete", names="5.6.0")
    assert "  next      refuse\n" in text
    assert "Package holds what the state does not know" in text


def test_a_recorded_removal_disposes_what_was_recorded_and_nothing_else(ask: Run, tmp_path: Path) -> None:
    text = asked_of_a_removal(ask, tmp_path, "5.6.0", on_removal="dispose", names="5.6.0")
    assert "  next      Published -> Disposed\n" in text
    assert "That disposes this version: cannot be undone." in text
    other = asked_of_a_removal(ask, tmp_path, "5.6.1", on_removal="dispose", names="5.6.0")
    assert "  next      leave alone\n" in other
    assert "That leaves this version unchanged, and it is no longer managed." in other


def test_a_package_that_is_forgotten_keeps_its_versions(ask: Run, tmp_path: Path) -> None:
    text = asked_of_a_removal(ask, tmp_path, "5.6.0", on_removal="retain")
    assert "its recorded `onRemoval` is `retain`." in text
    assert "That leaves this version unchanged, and it is no longer managed." in text
