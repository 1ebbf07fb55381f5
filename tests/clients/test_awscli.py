"""The AWS CLI against the endpoint."""

import pytest

from tests.clients.workstation import Workstation

pytestmark = pytest.mark.clients

WHERE = ("--domain", "acme", "--repository", "store", "--format", "npm")
PROBE = (*WHERE, "--package", "packagestate-probe")


def test_versions_are_listed_updated_disposed_and_deleted(workstation: Workstation) -> None:
    listed = workstation.aws("list-package-versions", *PROBE, "--sort-by", "PUBLISHED_TIME").json["versions"]
    revisions = {each["version"]: each["revision"] for each in listed}
    assert list(revisions) == ["1.1.0", "1.0.0"]
    unlisted = workstation.aws(
        "update-package-versions-status", *PROBE, "--versions", "1.1.0", "--target-status", "Unlisted"
    )
    assert unlisted.json["successfulVersions"]["1.1.0"]["status"] == "Unlisted"
    guard = ("--version-revisions", f"1.0.0={revisions['1.0.0']}", "--expected-status", "Published")
    done = workstation.aws("dispose-package-versions", *PROBE, "--versions", "1.0.0", *guard).json
    assert done["successfulVersions"]["1.0.0"]["status"] == "Disposed"
    again = workstation.aws("dispose-package-versions", *PROBE, "--versions", "1.0.0", *guard).json
    assert again["failedVersions"]["1.0.0"]["errorCode"] == "MISMATCHED_STATUS"
    disposed = workstation.aws("list-package-versions", *PROBE, "--status", "Disposed", "--query", "versions[].version")
    assert disposed.json == ["1.0.0"]
    assert workstation.aws("delete-package", *PROBE).json["deletedPackage"]["package"] == "packagestate-probe"
    missing = workstation.aws("describe-package", *PROBE, fails=True)
    assert "(ResourceNotFoundException)" in missing.errors


def test_its_pages_are_put_together(workstation: Workstation) -> None:
    listed = workstation.aws("list-packages", "--domain", "acme", "--repository", "store", "--page-size", "1")
    assert len(listed.json["packages"]) == 3


def test_files_are_published_and_come_back(workstation: Workstation) -> None:
    content = bytes(range(256))
    sha256 = "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880"
    (workstation.home / "tool.bin").write_bytes(content)
    tool = ("--domain", "acme", "--repository", "store", "--format", "generic", "--namespace", "acme")
    version = (*tool, "--package", "tool", "--package-version", "1.0.0")
    sent = ("--asset-content", "tool.bin", "--asset-name", "tool.bin", "--asset-sha256", sha256)
    assert workstation.aws("publish-package-version", *version, *sent).json["status"] == "Published"
    workstation.aws("get-package-version-asset", *version, "--asset", "tool.bin", "back.bin")
    assert (workstation.home / "back.bin").read_bytes() == content


def test_a_wrong_argument_is_told_as_the_service_tells_it(workstation: Workstation) -> None:
    wrong = workstation.aws("list-package-versions", *PROBE, "--next-token", "none of ours", fails=True)
    assert "(ValidationException)" in wrong.errors
