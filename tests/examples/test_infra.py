"""The registry and the packages in it: the whole program under mocks, its own part under the real engine."""

import json
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from tests.support.sandboxes import new_sandbox
from tests.support.stores import store

INFRA = ROOT / "examples" / "infra"
PROGRAM = """\
import pulumi
from pulumi import dynamic
from registry_packages import declare_packages


class Echo(dynamic.ResourceProvider):
    def create(self, props):
        return dynamic.CreateResult("registry", props)


class Registry(dynamic.Resource):
    domain: pulumi.Output[str]
    repository: pulumi.Output[str]

    def __init__(self):
        super().__init__(Echo(), "registry", {"domain": "acme", "repository": "npm-store"})


registry = Registry()
declare_packages(registry.domain, registry.repository)
"""
SEED = store(npm={"chalk": ["5.6.0", "5.6.1"], "debug": ["4.4.1"]})


def test_the_whole_program_registers_a_registry_and_packages_in_it() -> None:
    command = [sys.executable, "-m", "tests.examples.mocked_account", str(INFRA / "__main__.py")]
    registered = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert registered["aws:codeartifact/repository:Repository npm-store"]["domain"] == "acme"
    assert set(registered) >= {
        "aws:codeartifact/domain:Domain domain",
        "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy readers",
    }
    policy = registered["aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy readers"]
    assert "arn:aws:iam::111122223333:root" in policy["policyDocument"]
    chalk = registered["pulumi-python:dynamic/codeartifact:Package chalk"]
    assert (chalk["domain"], chalk["repository"], chalk["versions"]) == ("acme", "npm-store", {"Disposed": "5.6.1"})


@pytest.mark.engine
def test_its_own_part_waits_for_the_registry_and_then_disposes_what_is_there(
    tmp_path: Path, endpoint: Endpoint
) -> None:
    sandbox = new_sandbox(tmp_path, endpoint.url, program=PROGRAM)
    (tmp_path / "registry_packages.py").symlink_to(INFRA / "registry_packages.py")
    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text
    assert not endpoint.calls
    up = sandbox.up()
    assert up.exit_code == 0, up.text
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    answer = client.list_package_versions(domain="acme", repository="npm-store", format="npm", package="chalk")
    assert {each["version"]: each["status"] for each in answer["versions"]} == {
        "5.6.0": "Published",
        "5.6.1": "Disposed",
    }
    assert sandbox.preview("--expect-no-changes").exit_code == 0
