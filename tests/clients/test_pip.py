"""pip and twine against a registry of the endpoint."""

from pathlib import Path

import pytest
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageVersionStatusType

from emulator.contents import wheel
from tests.clients.workstation import Finished, Workstation

pytestmark = pytest.mark.clients

PROBE = "packagestate-probe"


def install(workstation: Workstation, token: str, requirement: str, *, fails: bool = False) -> Finished:
    index = f"{workstation.registry('pypi').replace('://', f'://aws:{token}@')}simple/"
    target = str(workstation.home / "installed")
    arguments = ("install", "--no-cache-dir", "--no-deps", "--upgrade", "--target", target, "--index-url", index)
    return workstation.run("python", "-m", "pip", *arguments, requirement, fails=fails)


def installed(workstation: Workstation) -> list[str]:
    return sorted(path.name for path in (workstation.home / "installed").glob("*.dist-info"))


def built(workstation: Workstation, name: str, version: str) -> Path:
    """Make a wheel that can be uploaded."""
    module = name.replace("-", "_")
    document = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: Ours.\nRequires-Python: >=3.9\n"
    file = workstation.home / f"{module}-{version}-py3-none-any.whl"
    file.write_bytes(wheel(module, version, document))
    return file


def set_status(client: CodeArtifactClient, status: PackageVersionStatusType) -> None:
    """Give version 1.0.0 another status."""
    if status == "Disposed":
        done = client.dispose_package_versions(
            domain="acme", repository="store", format="pypi", package=PROBE, versions=["1.0.0"]
        )
    else:
        done = client.update_package_versions_status(
            domain="acme", repository="store", format="pypi", package=PROBE, versions=["1.0.0"], targetStatus=status
        )
    assert done["successfulVersions"]["1.0.0"]["status"] == status


@pytest.fixture
def twine(workstation: Workstation) -> Workstation:
    """A machine on which the AWS CLI has logged twine in."""
    workstation.aws("login", "--tool", "twine", "--domain", "acme", "--repository", "store")
    return workstation


def upload(workstation: Workstation, file: Path, *, fails: bool = False) -> Finished:
    arguments = ("--non-interactive", "--disable-progress-bar", "--repository", "codeartifact")
    return workstation.run("twine", "upload", *arguments, str(file), fails=fails)


def test_aws_logs_twine_in_and_what_is_uploaded_can_be_installed(
    twine: Workstation, client: CodeArtifactClient, token: str
) -> None:
    upload(twine, built(twine, "packagestate-new", "1.0.0"))
    install(twine, token, "Packagestate_New==1.0.0")
    described = client.describe_package_version(
        domain="acme", repository="store", format="pypi", package="packagestate-new", packageVersion="1.0.0"
    )["packageVersion"]
    assert (installed(twine), described["summary"]) == (["packagestate_new-1.0.0.dist-info"], "Ours.")


@pytest.mark.parametrize("status", ["Unlisted", "Archived", "Disposed"])
def test_what_is_not_published_is_not_found(
    workstation: Workstation, client: CodeArtifactClient, token: str, status: PackageVersionStatusType
) -> None:
    set_status(client, status)
    failed = install(workstation, token, f"{PROBE}==1.0.0", fails=True)
    assert f"No matching distribution found for {PROBE}==1.0.0" in failed.errors
    assert "(from versions: 1.1.0)" in failed.errors


def test_what_is_disposed_cannot_be_uploaded_again(twine: Workstation, client: CodeArtifactClient) -> None:
    set_status(client, "Disposed")
    assert "409 Conflict" in upload(twine, built(twine, PROBE, "1.0.0"), fails=True).text


def test_twine_takes_the_token_from_its_variables_as_well(
    workstation: Workstation, client: CodeArtifactClient, token: str
) -> None:
    workstation.variables |= {"TWINE_USERNAME": "aws", "TWINE_PASSWORD": token}
    file = built(workstation, "packagestate-new", "1.0.0")
    arguments = ("--non-interactive", "--disable-progress-bar", "--repository-url", workstation.registry("pypi"))
    workstation.run("twine", "upload", *arguments, str(file))
    listed = client.list_package_versions(domain="acme", repository="store", format="pypi", package="packagestate-new")[
        "versions"
    ]
    assert [each["version"] for each in listed] == ["1.0.0"]


def test_a_file_is_there_once_and_for_all(twine: Workstation) -> None:
    assert "409 Conflict" in upload(twine, built(twine, PROBE, "1.1.0"), fails=True).text
    file = built(twine, PROBE, "2.0.0")
    upload(twine, file)
    upload(twine, file)


def test_nobody_gets_in_without_a_token(workstation: Workstation) -> None:
    failed = install(workstation, "none-of-ours", PROBE, fails=True)
    assert "(from versions: none)" in failed.errors
