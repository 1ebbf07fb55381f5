"""`PACKAGESTATE_TEST_AWS` lets the contract reach a real account, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Endpoint
from tests.support.real_account import DOMAIN, REPOSITORY, VARIABLE, Account, real_account
from tests.support.stores import domains, repository

ROOT = Path(__file__).parent.parent
NAMED = {DOMAIN: "acme", REPOSITORY: "contract"}
SEED = domains(acme={"contract": repository()})


def run(test: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a test in a process of its own, as somebody does who has AWS settings."""
    settings = {"AWS_ACCESS_KEY_ID": "mine", "AWS_SECRET_ACCESS_KEY": "mine", "AWS_REGION": "us-east-2"}
    others = {name: value for name, value in os.environ.items() if not name.startswith(("PACKAGESTATE_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", test]
    return subprocess.run(
        command, cwd=ROOT, env={**others, **settings, **variables}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("value", ["0", "", "true", "01"])
def test_only_one_value_asks_for_a_real_account(value: str) -> None:
    assert real_account({VARIABLE: value, **NAMED}) is None
    assert real_account({VARIABLE: "1", **NAMED}) == Account("acme", "contract")


def test_no_setting_of_the_machine_reaches_a_test() -> None:
    assert (os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_REGION"]) == ("testing", "eu-west-1")


def test_the_settings_are_kept_from_every_other_test_where_a_real_account_is_asked_for() -> None:
    isolated = f"{Path(__file__)}::{test_no_setting_of_the_machine_reaches_a_test.__name__}"
    ran = run(isolated, **{VARIABLE: "1", **NAMED})
    assert ran.returncode == 0, ran.stdout


def test_what_is_missing_to_reach_it_is_said_before_any_test() -> None:
    ran = run("tests/emulator/test_contract.py", **{VARIABLE: "1", DOMAIN: "acme"})
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{REPOSITORY} must say where" in ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr


@pytest.mark.parametrize(("value", "is_reached"), [("1", True), ("0", False)])
def test_the_contract_reaches_the_account_with_the_settings_of_the_machine(
    endpoint: Endpoint, value: str, *, is_reached: bool
) -> None:
    ran = run(
        "tests/emulator/test_contract.py::test_what_was_published_is_published",
        **{VARIABLE: value, "AWS_ENDPOINT_URL_CODEARTIFACT": endpoint.url, **NAMED},
    )
    assert ran.returncode == 0, ran.stdout
    assert bool(endpoint.calls) == is_reached
