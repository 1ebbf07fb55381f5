"""A limit that is raised for one run holds for that run, is shown, and is not recorded."""

import pytest

from packagestate.provider.configuration.advice import ENGINE_VARIABLE, STACK_VARIABLE, one_run_advice
from packagestate.provider.configuration.in_force import changed_settings, settings_in_force
from packagestate.provider.configuration.one_run import LIMIT_KEYS, limit_variable, limit_variables, limits_of_run
from packagestate.provider.configuration.stack import stack_configuration
from packagestate.provider.plan.recorded import SettingChange
from packagestate.schemas.errors import ConfigurationError

CONFIGURED = {"packagestate:irreversibleLimit": "12", "packagestate:looseningLimit": "3"}
VARIABLES = ["PACKAGESTATE_IRREVERSIBLE_LIMIT", "PACKAGESTATE_LOOSENING_LIMIT", "PACKAGESTATE_CHANGED_FRACTION_LIMIT"]


def test_each_limit_has_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(map(limit_variable, LIMIT_KEYS)) == VARIABLES
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    assert limits_of_run() == {}
    monkeypatch.setenv(VARIABLES[1], "40")
    assert limits_of_run() == {"looseningLimit": "40"}
    assert limit_variables({"looseningLimit": "40"}) == dict(zip(VARIABLES, ["", "40", ""], strict=True))


def test_it_outranks_the_stack_and_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLES[0], "40")
    configuration = stack_configuration(CONFIGURED.get)
    assert configuration.limits.irreversible_count == 40
    assert configuration.limits.loosening_count == 3
    assert configuration.of_this_run == (SettingChange("irreversibleLimit", "12", "40"),)
    usual = stack_configuration(CONFIGURED.get, of_run={})
    assert settings_in_force(configuration) == settings_in_force(usual)
    assert changed_settings(settings_in_force(usual), settings_in_force(configuration)) == ()


def test_one_that_says_what_is_configured_is_no_other_one() -> None:
    assert stack_configuration(CONFIGURED.get, of_run={"irreversibleLimit": "012"}).of_this_run == ()


def test_a_wrong_one_is_named_beside_every_other_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLES[2], "many")
    with pytest.raises(ConfigurationError) as caught:
        stack_configuration({"packagestate:irreversibleLimit": "-1"}.get)
    second, first = caught.value.faults
    assert "`packagestate:irreversibleLimit` is `-1`" in first.detail
    assert "`packagestate:changedFractionLimit` for this run is `many`" in second.detail
    assert "`PACKAGESTATE_CHANGED_FRACTION_LIMIT=0.3`" in second.hint


def test_the_advice_works_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    once = "run it again with `PACKAGESTATE_IRREVERSIBLE_LIMIT=40`, which holds for that run alone"
    key = "packagestate:irreversibleLimit"
    assert one_run_advice()(key, "40") == once
    monkeypatch.setenv(ENGINE_VARIABLE, "packagestate pulumi")
    monkeypatch.setenv(STACK_VARIABLE, "acme/registry/prod")
    assert one_run_advice()(key, "40") == f"{once}, or write `{key}: 40` into `Pulumi.prod.yaml`"
