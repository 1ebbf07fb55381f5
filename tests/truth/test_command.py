"""`python -m tools.truth`, as somebody runs it who has an account, with an endpoint as AWS."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from emulator import Endpoint
from tools.truth.__main__ import main
from tools.truth.ground import PREFIX
from tools.truth.probes import PROBES

KEY = "alias/aws/codeartifact"
ROOT = Path(__file__).parents[2]


def left_in(endpoint: Endpoint) -> list[str]:
    """The domains of runs that are still there."""
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    return [each["name"] for each in client.list_domains()["domains"] if each["name"].startswith(PREFIX)]


def run(endpoint: Endpoint, *arguments: str, told: str | None = None) -> Result:
    command = ["--region", "eu-west-1", "--endpoint-url", endpoint.url, "--only", "4", *arguments]
    return CliRunner().invoke(main, command, input=told)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_dry_run_answers_every_question_and_asks_nobody_else(endpoint: Endpoint) -> None:
    result = CliRunner().invoke(main, ["--dry-run"])
    assert result.exit_code == 0, result.output
    written = json.loads(Path("truth.json").read_text())
    assert [each["number"] for each in written["questions"]] == sorted(PROBES)
    for each in written["questions"]:
        assert each["facts"]
        assert (each["agrees"], each["differences"], each["ended"]) == (True, [], None)
    assert "0 of them answered otherwise" in result.stdout
    assert "touches no other domain" in result.stdout
    assert not list(endpoint.calls)


def test_it_says_what_it_will_do_and_asks_before_it_makes_anything(endpoint: Endpoint) -> None:
    result = run(endpoint, told="n\n")
    assert result.exit_code == 1
    assert "account 123456789012, region eu-west-1, as arn:" in result.stdout
    assert "which cost at most 0.00" in result.stdout
    assert "   4 Is DeletePackageVersions all or nothing" in result.stdout
    assert endpoint.calls.count("CreateDomain") == 0
    assert not Path("truth.json").exists()


def test_a_run_leaves_a_file_and_nothing_else(endpoint: Endpoint) -> None:
    result = run(endpoint, "--yes", "--output", "found.json")
    assert result.exit_code == 0, result.output
    assert "wrote found.json" in result.stdout
    assert json.loads(Path("found.json").read_text())["service"] == "AWS"
    assert left_in(endpoint) == []


@pytest.mark.parametrize("output", ["nowhere/x.json", "."])
def test_a_file_that_cannot_be_written_is_said_before_anything_is_made(endpoint: Endpoint, output: str) -> None:
    result = run(endpoint, "--yes", "--output", output)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert endpoint.calls.count("CreateDomain") == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"operation": "DeleteDomain", "code": "ConflictException", "status": 409},
        {"operation": "DeleteRepository", "code": "AccessDeniedException", "status": 403, "skip": 1},
    ],
    ids=str,
)
def test_what_was_found_out_is_written_although_the_place_cannot_be_taken_away(
    endpoint: Endpoint, fault: dict[str, Any]
) -> None:
    # The rights are tried first.
    endpoint.faults.plant(**{"skip": 1, **fault})
    result = run(endpoint, "--yes")
    assert result.exit_code == 1
    assert "If anything was made, --sweep deletes it" in result.output
    assert json.loads(Path("truth.json").read_text())["questions"][0]["facts"]
    endpoint.faults.clear()
    assert run(endpoint, "--sweep", "--yes").exit_code == 0
    assert left_in(endpoint) == []


def test_a_passing_fault_does_not_keep_the_place(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DeleteRepository", drop="before", times=1, skip=1)
    endpoint.faults.plant(operation="DeleteRepository", code="ResourceNotFoundException", status=404, times=1, skip=2)
    result = run(endpoint, "--yes", "--only", "4")
    assert result.exit_code == 1
    assert "ConflictException" in result.output
    assert Path("truth.json").exists()


@pytest.mark.parametrize("url", ["foo", "http://127.0.0.1:0"])
def test_an_endpoint_that_is_none_is_said(url: str) -> None:
    result = CliRunner().invoke(main, ["--region", "eu-west-1", "--endpoint-url", url, "--only", "4", "--yes"])
    assert result.exit_code == 1
    assert "AWS could not be asked" in result.output


def test_a_question_that_is_named_twice_is_asked_once(endpoint: Endpoint) -> None:
    assert run(endpoint, "--yes", "--only", "4").exit_code == 0
    (question,) = json.loads(Path("truth.json").read_text())["questions"]
    assert len(question["calls"]) == 14
    assert question["differences"] == []


def test_the_policy_is_printed(endpoint: Endpoint) -> None:
    result = run(endpoint, "--policy")
    assert json.loads(result.stdout)["Statement"][0]["Resource"][0].startswith(
        "arn:aws:codeartifact:eu-west-1:*:domain/"
    )
    assert not list(endpoint.calls)


def test_an_account_that_cannot_be_asked_is_said(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListDomains", code="AccessDeniedException", status=403)
    result = run(endpoint, "--yes")
    assert result.exit_code == 1
    assert "AWS could not be asked: " in result.output
    assert "--sweep" in result.output
    assert "Traceback" not in result.output


def test_many_domains_are_pointed_out(endpoint: Endpoint) -> None:
    for number in range(10):
        endpoint.store.administration.create_domain(f"domain-{number}", "alias/aws/codeartifact")
    assert "note: there are 10 domains" in run(endpoint, told="n\n").stdout


def test_the_key_is_looked_at_before_anything_is_made(endpoint: Endpoint) -> None:
    assert f"the key {KEY} is not there yet; AWS makes it" in run(endpoint, told="n\n").output
    kms = boto3.client("kms", endpoint_url=endpoint.url)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=KEY, TargetKeyId=key)
    try:
        assert KEY not in run(endpoint, told="n\n").output
        kms.schedule_key_deletion(KeyId=key)
        result = run(endpoint, "--yes")
    finally:
        # A process has one KMS, whatever the number of its endpoints.
        kms.delete_alias(AliasName=KEY)
    assert result.exit_code == 1
    assert f"the key {KEY} is PendingDeletion, so no domain can be made. Nothing was made" in result.output
    assert endpoint.calls.count("CreateDomain") == 0


def ended_by(endpoint: Endpoint, sent: signal.Signals) -> tuple[int, str]:
    """The exit code of a run that gets a signal in the midst of its question, and what it said."""
    started: list[subprocess.Popen[str]] = []

    def kill() -> None:
        started[0].send_signal(sent)

    endpoint.faults.plant(operation="DeletePackageVersions", times=1, skip=2, before=kill)
    command = ["-m", "tools.truth", "--region", "eu-west-1", "--endpoint-url", endpoint.url, "--only", "4", "--yes"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    started.append(process)
    _, told = process.communicate()
    return process.returncode, told


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_is_asked_to_end_takes_away_what_it_made(endpoint: Endpoint, sent: signal.Signals) -> None:
    code, told = ended_by(endpoint, sent)
    assert (code, left_in(endpoint)) == (1, [])
    assert "Interrupted. Run it with --sweep to be sure" in told
    assert "Traceback" not in told


def test_what_a_killed_process_left_is_swept(endpoint: Endpoint) -> None:
    assert ended_by(endpoint, signal.SIGKILL)[0] == -signal.SIGKILL
    (left,) = left_in(endpoint)
    assert run(endpoint, "--sweep", told="n\n").exit_code == 1
    assert left_in(endpoint) == [left]
    swept = run(endpoint, "--sweep", "--yes")
    assert swept.exit_code == 0, swept.output
    assert f"deleted {left}" in swept.stdout
    assert left_in(endpoint) == []
    assert run(endpoint, "--sweep").stdout == "nothing is left\n"
