"""Where the contract is held: a repository, and generic packages in it that nobody else has."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageVersionStatusType
from mypy_boto3_codeartifact.type_defs import (
    DeletePackageVersionsResultTypeDef,
    DisposePackageVersionsResultTypeDef,
    PublishPackageVersionResultTypeDef,
    UpdatePackageVersionsStatusResultTypeDef,
)

from emulator import Endpoint
from emulator.conformance import hold_answers_to_the_model
from tests.support.stores import domains, repository

NAMESPACE = "packagestate-contract"
READINGS = 100
"""How often a list is read until a new version is in it. Source: UG packages-overview, "Package publishing"."""

Answer = (
    UpdatePackageVersionsStatusResultTypeDef | DisposePackageVersionsResultTypeDef | DeletePackageVersionsResultTypeDef
)


class Package:
    """One package of the test's own.

    `address` is what every operation on it needs; each helper says in one word what a sentence says of AWS.
    """

    def __init__(self, client: CodeArtifactClient, repository: Mapping[str, str], name: str) -> None:
        self.client = client
        self.address: dict[str, Any] = {**repository, "format": "generic", "namespace": NAMESPACE, "package": name}

    def send(
        self, version: str, asset: str = "a", content: bytes = b"harmless", *, unfinished: bool = False
    ) -> PublishPackageVersionResultTypeDef:
        return self.client.publish_package_version(
            **self.address,
            packageVersion=version,
            assetName=asset,
            assetContent=content,
            assetSHA256=hashlib.sha256(content).hexdigest(),
            unfinished=unfinished,
        )

    def publish(self, *versions: str) -> dict[str, str]:
        """Publish versions, wait until they are listed, and give their revisions."""
        revisions = {version: self.send(version)["versionRevision"] for version in versions}
        for _ in range(READINGS):
            if revisions.keys() <= self.statuses().keys():
                return revisions
        raise TimeoutError(f"{versions} are not listed after {READINGS} readings")

    def update(self, target: PackageVersionStatusType, *versions: str, **guards: object) -> dict[str, str]:
        """Update statuses, and give what became of each version: its status, or the code of its failure."""
        call = self.client.update_package_versions_status
        return outcome(call(**self._asked(guards), versions=versions, targetStatus=target))

    def dispose(self, *versions: str, **guards: object) -> dict[str, str]:
        return outcome(self.client.dispose_package_versions(**self._asked(guards), versions=versions))

    def delete(self, *versions: str, **guards: object) -> dict[str, str]:
        return outcome(self.client.delete_package_versions(**self._asked(guards), versions=versions))

    def bring(self, version: str, *statuses: PackageVersionStatusType) -> None:
        """Take a version through statuses, each of which has to be reached."""
        for status in statuses:
            reached = self.dispose(version) if status == "Disposed" else self.update(status, version)
            assert reached == {version: status}

    def statuses(self, **wanted: object) -> dict[str, str]:
        pages = self.client.get_paginator("list_package_versions").paginate(**self._asked(wanted))
        return {each["version"]: each["status"] for page in pages for each in page["versions"]}

    def asset(self, version: str, name: str = "a") -> bytes:
        answer = self.client.get_package_version_asset(**self.address, packageVersion=version, asset=name)
        with answer["asset"] as content:
            return bytes(content.read())

    def restrictions(self) -> Mapping[str, object]:
        return self.client.describe_package(**self.address)["package"]["originConfiguration"]["restrictions"]

    def restrict(self, publish: str, upstream: str) -> None:
        wanted: Any = {"publish": publish, "upstream": upstream}
        self.client.put_package_origin_configuration(**self.address, restrictions=wanted)

    def _asked(self, more: Mapping[str, object]) -> dict[str, Any]:
        return self.address | dict(more)


class Place:
    """A repository; `package` makes a name that nobody has."""

    def __init__(self, client: CodeArtifactClient, domain: str, repository: str) -> None:
        self.client = client
        self.repository: dict[str, Any] = {"domain": domain, "repository": repository}

    def package(self) -> Package:
        return Package(self.client, self.repository, f"p{secrets.token_hex(8)}")


@contextmanager
def scratch_place() -> Iterator[Place]:
    """An empty repository of an endpoint."""
    with Endpoint.start(seed=domains(acme={"contract": repository()})) as endpoint:
        yield Place(client(endpoint.url), "acme", "contract")


def client(url: str) -> CodeArtifactClient:
    """A client whose every answer is held against the model; botocore's own checks of what is asked stand aside."""
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=url, config=Config(parameter_validation=False))
    hold_answers_to_the_model(made)
    return made


def outcome(answer: Answer) -> dict[str, str]:
    done = {version: success["status"] for version, success in answer["successfulVersions"].items()}
    return done | {version: failure["errorCode"] for version, failure in answer["failedVersions"].items()}
