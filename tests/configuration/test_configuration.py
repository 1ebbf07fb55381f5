"""The configuration of a stack: defaults, checks, and all faults at once."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.codeartifact import ConnectionSettings
from packagestate.provider.configuration.reader import decimal
from packagestate.provider.configuration.stack import connection_settings, stack_configuration
from packagestate.provider.plan.limits import Limits
from packagestate.schemas.errors import ConfigurationError
from packagestate.schemas.files import FOLDER_VARIABLE, shown

NOTHING: dict[str, object] = {}
PROJECT = Path(__file__).parents[2] / "Pulumi.yaml"


def test_every_key_has_a_default() -> None:
    configuration = stack_configuration(NOTHING.get)
    assert configuration.manifests == Path("packages")
    assert configuration.connection == ConnectionSettings()
    assert configuration.limits == Limits()


def test_the_project_file_declares_every_key_with_the_same_default() -> None:
    declared = yaml.safe_load(PROJECT.read_text())["config"]
    lookup = {key: setting["default"] for key, setting in declared.items()}
    assert stack_configuration(lookup.get) == stack_configuration(NOTHING.get)
    asked: list[str] = []
    stack_configuration(asked.append)
    assert set(asked) == set(declared)


def test_what_is_set_is_read() -> None:
    values = {
        "packagestate:manifests": "state",
        "packagestate:region": "eu-west-1",
        "packagestate:profile": "registry",
        "packagestate:endpoint": "http://127.0.0.1:4555",
        "packagestate:irreversibleLimit": "0",
        "packagestate:changedFractionLimit": "1",
        "packagestate:writesPerSecond": "0.5",
        "packagestate:readsPerSecond": "7",
        "packagestate:listsPerSecond": "8",
    }
    configuration = stack_configuration(values.get)
    assert configuration.manifests == Path("state")
    assert configuration.connection == ConnectionSettings(
        region="eu-west-1",
        profile="registry",
        endpoint="http://127.0.0.1:4555",
        writes_per_second=0.5,
        reads_per_second=7,
        lists_per_second=8,
    )
    assert configuration.limits == Limits(irreversible_count=0, changed_fraction=1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("irreversibleLimit", "many"),
        ("irreversibleLimit", "-1"),
        ("irreversibleLimit", "1.5"),
        ("irreversibleLimit", "inf"),
        ("irreversibleLimit", "nan"),
        ("irreversibleLimit", "10.0"),
        ("irreversibleLimit", "1_0"),
        ("irreversibleLimit", "-0"),
        ("irreversibleLimit", "+1"),
        ("irreversibleLimit", " 1"),
        ("irreversibleLimit", "1e2"),
        ("irreversibleLimit", "0x1"),
        ("irreversibleLimit", "\uff11\uff10"),
        ("irreversibleLimit", "\u0661"),
        ("irreversibleLimit", "9" * 5000),
        ("looseningLimit", "\u00b2"),
        ("changedFractionLimit", "0.1_0"),
        ("changedFractionLimit", "-0"),
        ("changedFractionLimit", "-0.0"),
        ("changedFractionLimit", "1e-1"),
        ("changedFractionLimit", "0,5"),
        ("changedFractionLimit", "."),
        ("changedFractionLimit", "0.\uff15"),
        ("writesPerSecond", "1_000"),
        ("writesPerSecond", "9" * 5000),
        ("changedFractionLimit", "1.01"),
        ("changedFractionLimit", "-0.1"),
        ("writesPerSecond", "0"),
        ("readsPerSecond", "fast"),
        ("listsPerSecond", "-5"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_key(key: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        stack_configuration({f"packagestate:{key}": value}.get)
    (fault,) = caught.value.faults
    assert f"`packagestate:{key}`" in fault.detail
    assert f"pulumi config set packagestate:{key}" in fault.hint


@pytest.mark.parametrize(("value", "fraction"), [("0.25", 0.25), (".5", 0.5), ("1.", 1), ("0", 0), ("00.10", 0.1)])
def test_a_fraction_is_digits_with_a_decimal_point(value: str, fraction: float) -> None:
    assert stack_configuration({"packagestate:changedFractionLimit": value}.get).limits.changed_fraction == fraction


@given(st.floats(0, 1))
def test_a_fraction_that_is_written_again_is_the_same_one(fraction: float) -> None:
    values = {"packagestate:changedFractionLimit": decimal(fraction)}
    assert stack_configuration(values.get).limits.changed_fraction == fraction


def test_all_faults_are_reported_at_once() -> None:
    values = {"packagestate:irreversibleLimit": "x", "packagestate:writesPerSecond": "y"}
    with pytest.raises(ConfigurationError) as caught:
        stack_configuration(values.get)
    assert len(caught.value.faults) == 2


def test_the_plugin_reads_the_same_keys() -> None:
    values = {"packagestate:region": "eu-west-1", "packagestate:irreversibleLimit": "not for the plugin"}
    assert connection_settings(values.get) == ConnectionSettings(region="eu-west-1")
    with pytest.raises(ConfigurationError):
        connection_settings({"packagestate:writesPerSecond": "x"}.get)


@pytest.mark.parametrize(
    "endpoint", ["someone:canary@host", "canary@host", "someone:canary@[::1", "host/?token=canary"]
)
def test_an_endpoint_that_holds_a_secret_is_refused_and_not_repeated(endpoint: str) -> None:
    values = {"packagestate:endpoint": f"https://{endpoint}"}
    for read in (connection_settings, stack_configuration):
        with pytest.raises(ConfigurationError) as caught:
            read(values.get)
        (fault,) = caught.value.faults
        assert "`packagestate:endpoint` holds a user, a password or a query" in fault.detail
        assert "canary" not in str(caught.value)


def test_in_a_run_on_a_teams_folder_the_manifests_are_found_and_named_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert stack_configuration(lambda _key: None).manifests == tmp_path / "packages"
    assert stack_configuration({"packagestate:manifests": "a/../b"}.get).manifests == tmp_path / "a/../b"
    assert shown(tmp_path / "packages" / "npm.yaml") == "packages/npm.yaml"
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert stack_configuration({"packagestate:manifests": "../elsewhere"}.get).manifests == Path("../elsewhere")


@pytest.mark.parametrize(
    "stated", ["..", "../x", "/etc", "a/../../x", ".git/config", "a/.b/c", "link", "link/x", "a\0b"]
)
def test_in_a_run_on_a_teams_folder_the_manifests_are_inside_and_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "link").symlink_to(tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    with pytest.raises(ConfigurationError, match="`packagestate:manifests` is"):
        stack_configuration({"packagestate:manifests": stated}.get)


@pytest.mark.parametrize("key", ["endpoint", "region", "profile", "manifests"])
@pytest.mark.parametrize("text", ["https://host/<{%zzz%}>", "eu\u202ewest", "a\x1b[31mb"])
def test_a_setting_that_would_be_printed_as_something_else_is_refused(key: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=f"`packagestate:{key}` is") as refused:
        stack_configuration({f"packagestate:{key}": text}.get)
    assert "<{%" not in str(refused.value)
