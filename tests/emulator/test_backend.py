"""A stack whose state and secrets are on the endpoint's port as well."""

import os
import subprocess
from pathlib import Path

import boto3
import pytest

from emulator import Endpoint

pytestmark = pytest.mark.engine


def test_a_stack_keeps_its_state_in_s3_and_its_secrets_with_kms(endpoint: Endpoint, tmp_path: Path) -> None:
    storage = boto3.client("s3", endpoint_url=endpoint.url)
    storage.create_bucket(Bucket="backend", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    key = boto3.client("kms", endpoint_url=endpoint.url).create_key()["KeyMetadata"]["KeyId"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    environment = inherited | {
        "AWS_ENDPOINT_URL": endpoint.url,
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": "s3://backend?region=eu-west-1",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    (tmp_path / "Pulumi.yaml").write_text("name: project\nruntime: yaml\n", encoding="utf-8")

    def pulumi(*arguments: str) -> str:
        return subprocess.run(
            ["pulumi", *arguments, "--stack", "dev", "--non-interactive"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=60,
        ).stdout

    pulumi("stack", "init", "--secrets-provider", f"awskms:///{key}?region=eu-west-1")
    pulumi("config", "set", "--secret", "token", "not for everybody")
    assert pulumi("config", "get", "token") == "not for everybody\n"
    assert "not for everybody" not in (tmp_path / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    listed = storage.list_objects_v2(Bucket="backend", Prefix=".pulumi/stacks/")["Contents"]
    assert ".pulumi/stacks/project/dev.json" in {each["Key"] for each in listed}
    assert len(endpoint.calls) == 0
