"""What `packagestate doctor` says of the lock."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.doctor.finding import Finding, Health
from packagestate.provider.doctor.registry import registry_findings
from packagestate.provider.plan.limits import Limits
from tests.lock.domain import RULES, SEED
from tests.support.asking import client

__all__ = ("SEED",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def findings(endpoint: Endpoint, folder: Path) -> list[Finding]:
    settings = StackConfiguration(
        folder, ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1), Limits()
    )
    return [*registry_findings(lambda: settings, lambda each: connect(each.connection), lambda _each: "environment")]


def locked(endpoint: Endpoint, folder: Path) -> None:
    assert main(["lock", str(folder), "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0


def test_a_lock_that_is_out_of_date_is_told_with_what_to_do(endpoint: Endpoint, folder: Path) -> None:
    missing = [each for each in findings(endpoint, folder) if each.health is Health.MISSING]
    assert {each.check for each in missing} == {"manifests"}
    assert all("packagestate lock" in each.hint for each in missing)


def test_the_repositories_of_the_lock_are_asked_for_their_rights(endpoint: Endpoint, folder: Path) -> None:
    locked(endpoint, folder)
    endpoint.calls.clear()
    assert {each.health for each in findings(endpoint, folder)} == {Health.GOOD}
    assert endpoint.calls.count("DescribeDomain") == 1
    assert not endpoint.calls.writes


def test_a_domain_that_is_gone_is_told(endpoint: Endpoint, folder: Path) -> None:
    locked(endpoint, folder)
    for name in ("npm-internal", "npm-release-a", "tools"):
        client(endpoint).delete_repository(domain="acme", repository=name)
    client(endpoint).delete_domain(domain="acme")
    (last,) = [each for each in findings(endpoint, folder) if each.health is Health.MISSING]
    assert (last.check, "acme" in last.detail) == ("rights", True)
