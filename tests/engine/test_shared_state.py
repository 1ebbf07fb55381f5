"""Two machines and one state in S3: what one has done the other knows, and a lock that is left is explained."""

from pathlib import Path
from uuid import uuid4

import boto3
import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Sandbox
from tests.support.killing import Moment, plant_kill
from tests.support.usual import LIMITS, MANIFEST

pytestmark = pytest.mark.engine


def machine(folder: Path, endpoint: Endpoint, bucket: str) -> Sandbox:
    """A clone on a machine of its own, with its state in the bucket that all share."""
    folder.mkdir()
    address = f"s3://{bucket}?endpoint={endpoint.url}&s3ForcePathStyle=true&region=us-east-1"
    return Sandbox(folder, endpoint.url, {"PULUMI_BACKEND_URL": address, "AWS_REGION": "us-east-1"})


@pytest.fixture
def machines(tmp_path: Path, endpoint: Endpoint) -> tuple[Sandbox, Sandbox]:
    # The endpoint's S3 outlives it, as long as the process lives.
    bucket = f"states-{uuid4()}"
    boto3.client("s3", endpoint_url=endpoint.url, region_name="us-east-1").create_bucket(Bucket=bucket)
    first, second = (machine(tmp_path / name, endpoint, bucket) for name in ("first", "second"))
    for sandbox in (first, second):
        sandbox.link()
        sandbox.configure(**LIMITS)
        sandbox.declare(MANIFEST)
    created = first.pulumi("stack", "init", STACK)
    assert created.exit_code == 0, created.text
    return first, second


def test_what_one_machine_has_done_the_other_knows(machines: tuple[Sandbox, Sandbox], endpoint: Endpoint) -> None:
    first, second = machines
    up = first.up()
    assert up.exit_code == 0, up.text
    other = second.preview("--expect-no-changes")
    assert other.exit_code == 0, other.text
    second.declare(MANIFEST.replace('"5.6.0": Published', '"5.6.0": Unlisted'))
    assert second.up().exit_code == 0
    refreshed = first.pulumi("refresh", "--stack", STACK, "--preview-only", "--expect-no-changes")
    assert refreshed.exit_code == 0, refreshed.text
    assert [call.operation for call in endpoint.calls.writes].count("UpdatePackageVersionsStatus") == 2


def test_a_lock_that_a_dead_machine_has_left_is_explained_on_the_other_and_taken_away(
    machines: tuple[Sandbox, Sandbox], endpoint: Endpoint
) -> None:
    first, second = machines
    happened = plant_kill(endpoint, first, 1, Moment.AFTER, part="", operation="DisposePackageVersions")
    first.up()
    assert happened
    endpoint.faults.clear()
    locked = second.up()
    assert locked.exit_code != 0
    assert "pulumi cancel" in locked.text
    assert second.pulumi("cancel", "--stack", STACK, "--yes").exit_code == 0
    again = second.up()
    assert again.exit_code == 0, again.text
    assert endpoint.calls.count("DisposePackageVersions") == 1
    assert first.preview("--expect-no-changes").exit_code == 0
