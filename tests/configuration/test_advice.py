"""What a hint says about a setting works where the hint is read."""

from pathlib import Path

import pytest

from packagestate.provider.configuration.advice import (
    ENGINE_VARIABLE,
    STACK_VARIABLE,
    command_here,
    engine_advice,
    engine_command,
    option_advice,
)

KEY = "packagestate:irreversibleLimit"


def test_who_runs_the_engine_gets_a_command_that_needs_no_selected_stack() -> None:
    assert engine_advice("prod")(KEY, "40") == f"run `pulumi config set {KEY} 40 --stack prod`"
    assert engine_advice()(KEY, "40") == f"run `pulumi config set {KEY} 40 --stack STACK`"


def test_in_a_folder_without_a_program_it_is_our_own_command_or_the_stack_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "packagestate pulumi")
    assert engine_advice("acme/registry/prod")(KEY, "40") == (
        f"run `packagestate pulumi config set {KEY} 40 --stack acme/registry/prod`, or write `{KEY}: 40` into "
        "`Pulumi.prod.yaml`"
    )


def test_the_stack_that_the_engine_was_run_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "packagestate pulumi")
    monkeypatch.setenv(STACK_VARIABLE, "prod")
    assert engine_advice()(KEY, "40").startswith(f"run `packagestate pulumi config set {KEY} 40 --stack prod`")
    assert engine_command("refresh") == "`packagestate pulumi refresh --stack prod`"


def test_who_runs_a_command_with_options_gets_the_option_and_the_file_of_its_stack() -> None:
    options = frozenset({"irreversibleLimit"})
    assert option_advice(options, None)(KEY, "40") == "pass `--irreversible-limit 40`"
    assert option_advice(options, "prod")(KEY, "40") == (
        f"pass `--irreversible-limit 40`, or write `{KEY}: 40` into `Pulumi.prod.yaml`"
    )
    assert option_advice(frozenset(), "prod")(KEY, "40") == f"write `{KEY}: 40` into `Pulumi.prod.yaml`"


def test_the_command_that_carries_out_the_manifests_works_where_the_engine_was_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert engine_command("up") == "`pulumi up`"
    monkeypatch.setenv(ENGINE_VARIABLE, "packagestate pulumi")
    assert engine_command("up") == "`packagestate pulumi up --stack STACK`"
    monkeypatch.setenv(STACK_VARIABLE, "acme/registry/prod")
    assert engine_command("up") == "`packagestate pulumi up --stack acme/registry/prod`"


def test_a_command_works_in_the_folder_where_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_here("preview") == "packagestate pulumi preview --stack STACK"
    (tmp_path / "Pulumi.prod.yaml").touch()
    assert command_here("preview") == "packagestate pulumi preview --stack prod"
    (tmp_path / "Pulumi.test.yaml").touch()
    assert command_here("preview") == "packagestate pulumi preview --stack STACK"
    (tmp_path / "Pulumi.yaml").touch()
    assert command_here("preview") == "pulumi preview"
