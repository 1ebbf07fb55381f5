"""What is said of the engine: the real one, and programs that stand for engines that cannot be had here."""

import os
from pathlib import Path

import pytest

from packagestate.provider.cli import main
from packagestate.provider.doctor.engine import engine_findings
from packagestate.provider.doctor.finding import Finding, Health
from tests.doctor.conftest import Programs

HOST = (0, "")


def found(environment: dict[str, str], stack: str | None = None) -> dict[str, Finding]:
    return {each.check: each for each in engine_findings(stack, environment)}


@pytest.mark.engine
def test_the_real_engine_says_its_version_and_where_the_state_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    monkeypatch.setenv("PULUMI_OPTION_STRICT", "true")
    findings = found(dict(os.environ))
    assert {each.health for each in findings.values()} == {Health.GOOD}
    assert findings.keys() == {"engine", "backend", "binding"}
    assert findings["backend"].detail == f"the state is kept in file://{tmp_path}"


@pytest.mark.engine
def test_the_real_engine_without_a_login_has_no_backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    monkeypatch.delenv("PULUMI_ACCESS_TOKEN", raising=False)
    assert found(dict(os.environ))["backend"].health is Health.MISSING


@pytest.mark.engine
def test_the_real_engine_says_why_a_backend_cannot_be_reached_and_which_stacks_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}/lost")
    backend = found(dict(os.environ))["backend"]
    assert backend.health is Health.MISSING
    assert "the engine cannot reach where the state is kept: error: " in backend.detail
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{tmp_path}")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    assert found(dict(os.environ), "prod")["stack"].health is Health.MISSING
    assert main(["pulumi", "--folder", str(tmp_path), "stack", "init", "prod", "--non-interactive"]) == 0
    assert found(dict(os.environ), "prod")["stack"].health is Health.GOOD
    assert found(dict(os.environ), "organization/packagestate/prod")["stack"].health is Health.GOOD


@pytest.mark.parametrize(
    ("answer", "health"),
    [
        ('[{"name": "prod"}]', Health.GOOD),
        ('[{"name": "acme/other/prod"}]', Health.MISSING),
        ("[]", Health.MISSING),
        ("nothing", Health.UNKNOWN),
        ("[1]", Health.UNKNOWN),
    ],
)
def test_the_stack_is_looked_for_among_those_of_this_project(programs: Programs, answer: str, health: Health) -> None:
    environment = programs(pulumi=(0, '{"url": "s3://state"}'), pulumi_language_python=HOST)
    program = Path(environment["PATH"]) / "pulumi"
    program.write_text(f"""#!/bin/sh\ncase "$1" in stack) echo '{answer}' ;; *) echo '{{"url": "s3://s"}}' ;; esac\n""")
    assert found(environment, "prod")["stack"].health is health
    program.write_text("""#!/bin/sh\ncase "$1" in stack) exit 1 ;; *) echo '{"url": "s3://s"}' ;; esac\n""")
    assert found(environment, "prod")["stack"].health is Health.UNKNOWN


def test_without_an_engine_nothing_is_known_of_its_backend(programs: Programs) -> None:
    findings = found(programs())
    assert {name: each.health for name, each in findings.items()} == {
        "engine": Health.MISSING,
        "backend": Health.UNKNOWN,
    }
    assert "install Pulumi" in findings["engine"].hint


@pytest.mark.parametrize(
    ("code", "version", "why"),
    [
        (0, "v3.258.9", "3.259 or newer is needed"),
        (0, "v2.300.0", "3.259 or newer is needed"),
        (0, "a dream", "does not say which version"),
        (1, "v3.259.0", "does not say which version"),
    ],
)
def test_an_engine_that_is_too_old_or_says_nothing_is_missing(
    programs: Programs, code: int, version: str, why: str
) -> None:
    engine = found(programs(pulumi=(code, version)))["engine"]
    assert engine.health is Health.MISSING
    assert why in engine.detail


@pytest.mark.parametrize("answer", ["{}", "[]", "nobody"])
def test_an_engine_that_does_not_know_its_backend_has_none(programs: Programs, answer: str) -> None:
    assert found(programs(pulumi=(0, answer)))["backend"].health is Health.MISSING


def test_an_engine_that_cannot_be_started_says_nothing(programs: Programs, tmp_path: Path) -> None:
    environment = programs(pulumi=(0, ""))
    (tmp_path / "bin" / "pulumi").write_bytes(b"\x7fELF, but not really")
    assert found(environment)["engine"].health is Health.MISSING


def test_a_language_host_that_is_missing_is_named(programs: Programs) -> None:
    environment = programs(pulumi=(0, "v3.300.0"))
    assert found(environment)["python"].health is Health.MISSING


@pytest.mark.parametrize(
    ("url", "variables", "is_warned"),
    [
        ("s3://state", {}, True),
        ("s3://state", {"PULUMI_CONFIG_PASSPHRASE": ""}, False),
        ("s3://state", {"PULUMI_CONFIG_PASSPHRASE_FILE": "key"}, False),
        ("https://api.pulumi.com", {}, False),
    ],
)
def test_a_passphrase_is_wanted_where_the_backend_has_no_key_of_its_own(
    programs: Programs, url: str, variables: dict[str, str], *, is_warned: bool
) -> None:
    findings = found(programs(pulumi=(0, f'{{"url": "{url}"}}'), pulumi_language_python=HOST) | variables)
    assert ("passphrase" in findings) == is_warned


@pytest.mark.parametrize(("value", "health"), [("true", Health.GOOD), ("1", Health.GOOD), ("false", Health.WARNING)])
def test_whether_a_run_is_bound_to_its_preview_is_said(programs: Programs, value: str, health: Health) -> None:
    environment = programs(pulumi=(0, "v3.259.0"), pulumi_language_python=HOST) | {"PULUMI_OPTION_STRICT": value}
    assert found(environment)["binding"].health is health
