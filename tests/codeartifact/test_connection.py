"""How AWS is reached: what can be wrong with the settings, and what every request says of who sends it."""

import subprocess
import sys
import traceback
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.codeartifact.session import make_client
from packagestate.provider.gateway import CredentialsError
from packagestate.schemas.errors import ConfigurationError

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """AWS's configuration file of the test's own, which it fills."""
    file = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    return file


@pytest.fixture
def _no_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")


def refusal(settings: ConnectionSettings) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        connect(settings)
    return caught.value


@pytest.mark.usefixtures("_no_region")
def test_no_region_is_said_to_be_missing() -> None:
    error = refusal(ConnectionSettings())
    assert error.faults[0].summary == "No region"
    assert "packagestate:region" in error.faults[0].hint


@pytest.mark.parametrize("region", ["no region", "https://somewhere", "-"])
def test_a_region_that_is_none_is_refused(region: str) -> None:
    assert refusal(ConnectionSettings(region=region)).faults[0].summary == "No region"


def test_an_unknown_profile_is_named() -> None:
    (fault,) = refusal(ConnectionSettings(region="eu-west-1", profile="nobody")).faults
    assert fault.summary == "No such profile"
    assert "`nobody`" in fault.detail
    assert "packagestate:profile" in fault.hint


def test_an_unknown_profile_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert "`nobody`" in str(refusal(ConnectionSettings(region="eu-west-1")))


@pytest.mark.parametrize(
    "endpoint", ["nowhere", "://", "http://", "ftp://127.0.0.1", "http://[::1", "http://127.0.0.1:99999", "http://a b"]
)
def test_an_endpoint_that_is_no_url_is_refused(endpoint: str) -> None:
    (fault,) = refusal(ConnectionSettings(region="eu-west-1", endpoint=endpoint)).faults
    assert fault.summary == "Endpoint is no URL"
    assert "packagestate:endpoint" in fault.hint


@pytest.mark.parametrize("endpoint", ["http://someone:secret@[::1", "//someone:secret@127.0.0.1", "x://u:secret@h"])
def test_a_refusal_repeats_no_password(endpoint: str) -> None:
    error = refusal(ConnectionSettings(region="eu-west-1", endpoint=endpoint))
    assert "secret" not in "".join(traceback.format_exception(error))


def test_a_broken_configuration_of_aws_is_named(own_configuration: Path) -> None:
    own_configuration.write_text("[default\n")
    (fault,) = refusal(ConnectionSettings()).faults
    assert fault.summary == "AWS's configuration is wrong"


def test_half_a_credential_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(CredentialsError, match="PartialCredentialsError"):
        connect(ConnectionSettings(region="eu-west-1"))


@pytest.mark.usefixtures("_no_region")
def test_region_and_endpoint_may_come_from_aws_own_configuration(
    own_configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_configuration.write_text("[default]\nregion = eu-north-1\n[profile other]\nregion = sa-east-1\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", "http://127.0.0.1:1")
    found = [meta(ConnectionSettings()), meta(ConnectionSettings(profile="other"))]
    assert found == [("eu-north-1", "http://127.0.0.1:1"), ("sa-east-1", "http://127.0.0.1:1")]


def meta(settings: ConnectionSettings) -> tuple[str, str]:
    client = make_client(settings)
    return client.meta.region_name, client.meta.endpoint_url


def test_connecting_sends_nothing(endpoint: Endpoint) -> None:
    connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url))
    assert len(endpoint.calls) == 0


def user_agent(endpoint: Endpoint) -> str:
    client = make_client(ConnectionSettings(endpoint=endpoint.url))
    sent: list[str] = []
    events: Any = client.meta.events
    events.register("before-send", lambda request, **_others: sent.append(request.headers["User-Agent"].decode()))
    client.list_domains()
    return sent[0]


def test_every_request_names_the_program_and_its_version(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    information = tmp_path / "packagestate-12.34.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Name: packagestate\nVersion: 12.34\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "packagestate/12.34" in user_agent(endpoint)


def test_a_program_that_is_not_installed_is_named_too(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata.Distribution, "discover", lambda **_context: iter(()))
    assert "packagestate/0" in user_agent(endpoint)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("packagestate.provider.program.run", {"boto3", "botocore"}),
        ("packagestate.provider.resource", {"boto3", "pydantic"}),
    ],
)
def test_the_program_has_no_client_before_it_needs_one_and_the_plugin_no_models(
    module: str, unwanted: set[str]
) -> None:
    program = f"import sys, {module}; print({unwanted} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
