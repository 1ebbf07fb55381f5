"""A line of the lock that is out of date stops no run, whatever appears of its version after the review."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.cli import main
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.program.reviewed import Reviewed, document
from packagestate.schemas.load import load
from tests.support.advisories import affected, written
from tests.support.asking import copy_version, set_status
from tests.support.osv_files import SHORT_FEED, external
from tests.support.stores import domains, repository

CHALK = external("5.6.0", "5.6.1")
SEED = domains(
    acme={
        "npm-store": repository(npm={"chalk": CHALK, "debug": external("4.4.1", "4.4.2")}),
        "npm-late": repository(npm={"chalk": external("5.6.0")}),
    }
)
INCIDENT = """\
domain: acme
repositories: all
format: npm
packages: {debug: {versions: {"4.4.2": Archived}}}
"""
FILES = {"malware.yaml": SHORT_FEED, "incident.yaml": INCIDENT}


def planned(endpoint: Endpoint, folder: Path, reviewed: Reviewed | None = None) -> Planned:
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    gateway, stated = connect(settings), load(folder)
    return plan_manifests(
        gateway,
        stated,
        StackConfiguration(folder, settings, Limits()),
        lambda _done, _all: None,
        reviewed=None if reviewed is None else reviewed.copies,
        locked=read_locked(gateway, stated.choices, stated.owner_of),
    )


@pytest.mark.parametrize("status", ["Published", "Unlisted", "Archived"])
def test_a_copy_that_appears_of_a_line_out_of_date_is_left_and_the_run_goes_on(
    endpoint: Endpoint, folder: Path, status: str
) -> None:
    (folder / "records").mkdir()
    record = folder / "records" / "bad.json"
    record.write_bytes(written("MAL-2025-1", affected(versions=["5.6.1"])))
    assert main(["lock", str(folder), "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0
    record.write_bytes(written("MAL-2025-1", affected(versions=["5.6.1", "5.7.0"])))
    reviewed = Reviewed.parse(json.dumps(document(planned(endpoint, folder))))
    copy_version(endpoint, "chalk", "5.6.1", "npm-store", "npm-late")
    if status != "Published":
        set_status(endpoint, "chalk", "5.6.1", status, repository="npm-late")  # type: ignore[arg-type]
    now = planned(endpoint, folder, reviewed)
    reviewed.require(now)
    changes = [each.version for package in now.plan.packages for each in package.changes.transitions]
    assert changes == ["4.4.2"]
