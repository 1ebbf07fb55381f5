"""`python -m emulator`, as a process."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from emulator import Endpoint
from emulator.__main__ import main

PROJECT = Path(__file__).parents[2]
SEED = PROJECT / "examples" / "quickstart" / "seed.yaml"
COMMAND = [sys.executable, "-W", "error", "-m", "emulator"]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its URL."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found is not None
            yield process, found[0]
        finally:
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_its_seed_until_it_is_told_to_stop_and_ends_quietly(how: signal.Signals) -> None:
    with running("--seed", str(SEED)) as (process, url):
        client = boto3.client("codeartifact", endpoint_url=url)
        listed = client.list_packages(domain="acme", repository="npm-store")["packages"]
        assert [each["package"] for each in listed] == ["left-pad", "session"]
        process.send_signal(how)
        assert process.wait(timeout=30) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert f"export AWS_ENDPOINT_URL_CODEARTIFACT={url}\n" in process.stdout.read()


def test_its_switches_are_those_of_an_endpoint() -> None:
    with running("--seed", str(SEED), "--partial-success", "--quotas") as (_, url):
        client = boto3.client("codeartifact", endpoint_url=url)
        answer = client.dispose_package_versions(
            domain="acme", repository="npm-store", format="npm", package="left-pad", versions=["1.1.0", "9.9.9"]
        )
        assert list(answer["successfulVersions"]) == ["1.1.0"]
        assert list(answer["failedVersions"]) == ["9.9.9"]


def test_a_port_that_is_taken_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Endpoint.start() as endpoint:
        port = endpoint.url.rpartition(":")[2]
        assert main(["--port", port]) == 1
    assert re.fullmatch(rf"error: port {port} cannot be used: Address already in use.*\n", capsys.readouterr().err)


def test_a_seed_that_is_wrong_is_said_with_all_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("domains: {A: {}, acme: {repository: {}}}", encoding="utf-8")
    assert main(["--seed", str(seed)]) == 1
    assert capsys.readouterr().err == (
        f"error: the seed {seed} is wrong, nothing was started:\n"
        "  domains: 'A' is no DomainName\n"
        "  acme: there is no 'repository' here, only repositories\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "65536"], "65536 is not a port"),
        (["--port", "http"], "http is not a port"),
        (["--latency-seconds=-1"], "-1 is not a number of seconds"),
        (["--ingestion-lag-seconds", "inf"], "inf is not a number of seconds"),
    ],
)
def test_an_argument_that_is_wrong_is_said(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert words in capsys.readouterr().err


def test_its_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "python -m emulator --port 4555 --seed examples/quickstart/seed.yaml" in capsys.readouterr().out
