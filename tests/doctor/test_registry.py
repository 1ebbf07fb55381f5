"""What is said of settings, manifests, credentials and rights, with the endpoint as AWS."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest

from emulator import Endpoint, Switches
from packagestate.provider.cli import main
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.codeartifact.session import credentials_source
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.doctor.finding import Finding, Health
from packagestate.provider.doctor.registry import registry_findings
from packagestate.provider.gateway import CredentialsError
from packagestate.provider.plan.limits import Limits
from packagestate.schemas.errors import ConfigurationError
from tests.security.conftest import call_as, policy
from tests.support.stores import domains, repository

__all__ = ["call_as"]

HELD = repository(npm={"chalk": ["1.0.0"]})
SEED = domains(acme={"npm-store": HELD, "other": HELD})
SWITCHES = Switches(with_iam=True)
MANIFEST = """\
domain: acme
repository: {repository}
format: npm
packages:
  chalk: {{versions: {{"1.0.0": Published}}}}
  debug: {{versions: {{"1.0.0": Archived}}}}
"""
CallAs = Callable[[Mapping[str, Any]], None]


def found(endpoint: Endpoint, manifests: Path) -> list[tuple[str, Health]]:
    return [(each.check, each.health) for each in findings(endpoint, manifests)]


def findings(endpoint: Endpoint, manifests: Path) -> list[Finding]:
    settings = StackConfiguration(
        manifests, ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1), Limits()
    )
    return list(
        registry_findings(
            lambda: settings,
            lambda configuration: connect(configuration.connection),
            lambda configuration: credentials_source(configuration.connection),
        )
    )


@pytest.fixture
def manifests(tmp_path: Path) -> Path:
    for name in ("npm-store", "other"):
        (tmp_path / f"{name}.yaml").write_text(MANIFEST.format(repository=name), encoding="utf-8")
    return tmp_path


def test_each_repository_is_asked_once(endpoint: Endpoint, manifests: Path, call_as: CallAs) -> None:
    document = policy("preview")
    for statement in document["Statement"]:
        statement["Resource"] = "*"
    call_as(document)
    endpoint.calls.clear()
    assert found(endpoint, manifests) == [
        ("manifests", Health.GOOD),
        ("credentials", Health.GOOD),
        ("rights", Health.GOOD),
        ("rights", Health.GOOD),
    ]
    assert [call.operation for call in endpoint.calls] == ["ListPackageVersions"] * 2


def test_a_right_that_is_missing_is_named_and_the_next_repository_is_still_asked(
    endpoint: Endpoint, manifests: Path, call_as: CallAs
) -> None:
    call_as(policy("preview"))
    assert found(endpoint, manifests) == [
        ("manifests", Health.GOOD),
        ("credentials", Health.GOOD),
        ("rights", Health.GOOD),
        ("rights", Health.MISSING),
    ]
    assert "codeartifact:ListPackageVersions" in findings(endpoint, manifests)[-1].detail


def test_credentials_that_are_missing_end_it(
    endpoint: Endpoint, manifests: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert found(endpoint, manifests) == [("manifests", Health.GOOD), ("credentials", Health.MISSING)]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "half")
    assert found(endpoint, manifests) == [("manifests", Health.GOOD), ("credentials", Health.MISSING)]


def test_a_service_that_cannot_be_reached_ends_it(endpoint: Endpoint, manifests: Path) -> None:
    endpoint.faults.plant(code="InternalServerException", status=500, message="no")
    assert found(endpoint, manifests) == [
        ("manifests", Health.GOOD),
        ("credentials", Health.GOOD),
        ("network", Health.MISSING),
    ]


def test_wrong_manifests_are_said_and_nothing_is_asked(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("domain: [", encoding="utf-8")
    endpoint.calls.clear()
    assert found(endpoint, tmp_path) == [
        ("manifests", Health.MISSING),
        ("credentials", Health.GOOD),
        ("rights", Health.UNKNOWN),
    ]
    assert not list(endpoint.calls)


def _nobody(_settings: StackConfiguration) -> NoReturn:
    pytest.fail("nothing is to be asked")


def test_an_endpoint_that_is_no_url_is_a_wrong_setting(manifests: Path) -> None:
    settings = StackConfiguration(manifests, ConnectionSettings("eu-west-1", endpoint="127.0.0.1:1"), Limits())
    *_, last = registry_findings(lambda: settings, lambda found: connect(found.connection), _nobody)
    assert (last.check, last.health) == ("settings", Health.MISSING)


def test_credentials_that_a_helper_does_not_give_are_missing(
    endpoint: Endpoint, manifests: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    config = tmp_path / "aws-config"
    config.write_text("[default]\ncredential_process = false\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert found(endpoint, manifests)[-1] == ("credentials", Health.MISSING)


def test_a_source_that_gives_half_of_the_credentials_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(CredentialsError, match="CodeArtifact was not asked"):
        credentials_source(ConnectionSettings("eu-west-1"))


def test_wrong_settings_end_it() -> None:
    def wrong() -> StackConfiguration:
        raise ConfigurationError.of("Configuration is wrong", "It is.", "mend it")

    (only,) = registry_findings(wrong, _nobody, _nobody)
    assert only == Finding("settings", Health.MISSING, "It is.", "mend it")


def test_the_command_prints_text_or_json_and_exits_with_1_where_something_is_missing(
    endpoint: Endpoint, manifests: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(manifests / "nothing"))
    arguments = ["doctor", str(manifests), "--region", "eu-west-1", "--endpoint", endpoint.url]
    assert main(arguments) == 1
    text = capsys.readouterr().out
    assert "missing  engine" in text
    assert "hint: install Pulumi" in text
    assert main([*arguments, "--json"]) == 1
    assert '"check": "engine"' in capsys.readouterr().out


@pytest.mark.engine
def test_where_nothing_is_missing_it_exits_with_0(
    endpoint: Endpoint,
    manifests: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    call_as: CallAs,
) -> None:
    call_as({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}], "Version": "2012-10-17"})
    monkeypatch.setenv("PULUMI_HOME", str(manifests / "home"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", manifests.as_uri())
    assert main(["doctor", str(manifests), "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0
    assert capsys.readouterr().out.endswith("nothing is missing\n")


WIDE = """\
domain: acme
repositories: REPOSITORIES
format: npm
packages:
  chalk: {versions: {"1.0.0": Archived, "1.0.1": Archived}}
  debug: {versions: {"1.0.0": Archived}}
"""


@pytest.mark.parametrize(("repositories", "count"), [("all", "2 repositories"), ("[other]", "1 repository")])
def test_manifests_for_several_repositories_are_held_against_the_repositories_that_there_are(
    endpoint: Endpoint, tmp_path: Path, call_as: CallAs, repositories: str, count: str
) -> None:
    (tmp_path / "wide.yaml").write_text(WIDE.replace("REPOSITORIES", repositories), encoding="utf-8")
    document = policy("preview")
    for statement in document["Statement"]:
        statement["Resource"] = "*"
    call_as(document)
    manifests, _, rights = findings(endpoint, tmp_path)
    assert manifests.detail.startswith("2 packages in ")
    assert (rights.health, rights.detail) == (Health.GOOD, f"{count} of manifests for several can be read")


@pytest.mark.parametrize(
    ("packages", "operations"),
    [
        (["chalk", "debug"], ["ListRepositoriesInDomain", *["ListPackageVersions"] * 2, *["ListPackages"] * 2]),
        # One package is looked for without a sweep, which needs no right to list packages.
        (["debug"], ["ListRepositoriesInDomain", *["ListPackageVersions"] * 2]),
    ],
)
def test_every_operation_that_a_run_needs_is_asked_in_each_repository_also_where_no_package_is(
    endpoint: Endpoint, tmp_path: Path, call_as: CallAs, packages: list[str], operations: list[str]
) -> None:
    named = "".join(f'  {name}: {{versions: {{"9.9.9": Archived}}}}\n' for name in packages)
    (tmp_path / "wide.yaml").write_text(
        f"domain: acme\nrepositories: all\nformat: npm\npackages:\n{named}", encoding="utf-8"
    )
    call_as(everything())
    endpoint.calls.clear()
    assert found(endpoint, tmp_path)[-1] == ("rights", Health.GOOD)
    assert [call.operation for call in endpoint.calls] == operations


def everything(*denied: str) -> dict[str, Any]:
    allowed: list[dict[str, Any]] = [{"Effect": "Allow", "Action": "codeartifact:*", "Resource": "*"}]
    if denied:
        allowed.append({"Effect": "Deny", "Action": [f"codeartifact:{each}" for each in denied], "Resource": "*"})
    return {"Version": "2012-10-17", "Statement": allowed}


@pytest.mark.parametrize(
    "denied", [["ListPackageVersions"], ["ListPackages"], ["ListPackages", "ListPackageVersions"]], ids=" and ".join
)
def test_a_right_that_is_missing_is_named_although_no_copy_needs_it_yet(
    endpoint: Endpoint, tmp_path: Path, call_as: CallAs, denied: list[str]
) -> None:
    (tmp_path / "wide.yaml").write_text(
        WIDE.replace("REPOSITORIES", "all").replace("chalk", "absent"), encoding="utf-8"
    )
    call_as(everything(*denied))
    missing = [each for each in findings(endpoint, tmp_path) if each.health is Health.MISSING]
    assert {each.check for each in missing} == {"rights"}
    for place in ("acme/npm-store", "acme/other"):
        said = [each.hint for each in missing if place in each.detail]
        assert len(said) == len(denied)
        assert all(any(f"codeartifact:{right}" in hint for hint in said) for right in denied)


@pytest.mark.parametrize(
    ("repositories", "fault", "check", "hint"),
    [
        ("[othr]", {}, "manifests", "did you mean `other`?"),
        ("all", {"operation": "ListPackages", "code": "AccessDeniedException"}, "rights", "codeartifact:ListPackages"),
        (
            "all",
            {"operation": "ListRepositoriesInDomain", "code": "AccessDeniedException"},
            "rights",
            "codeartifact:ListRepositoriesInDomain",
        ),
        ("all", {"operation": "ListPackages", "code": "ExpiredTokenException"}, "credentials", "renew"),
        (
            "all",
            {"operation": "ListRepositoriesInDomain", "code": "InternalServerException"},
            "network",
            "run it again",
        ),
    ],
)
def test_what_is_wrong_with_them_is_said_where_it_is_to_be_fixed(
    tmp_path: Path, repositories: str, fault: dict[str, Any], check: str, hint: str
) -> None:
    (tmp_path / "wide.yaml").write_text(WIDE.replace("REPOSITORIES", repositories), encoding="utf-8")
    with Endpoint.start(seed=SEED) as endpoint:
        if fault:
            endpoint.faults.plant(**fault)
        *_, last = findings(endpoint, tmp_path)
    assert (last.check, last.health) == (check, Health.MISSING)
    assert hint in last.hint
