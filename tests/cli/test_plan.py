"""`packagestate plan` over the real endpoint."""

import html
import json
import re
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run
from tests.cli.place import AS_IT_IS, DISPOSES, packagestate
from tests.support.manifests import declared

CHANGE = "  5.6.1  Published -> Disposed  cannot be undone"


def manifest(body: str) -> str:
    return f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n{body}"


def test_the_plan_is_printed_as_the_preview_prints_it(ask: Run, endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan")
    heading, change, *summary = text.splitlines()
    assert (code, errors) == (0, "")
    assert heading == "chalk (npm) in acme/npm-store"
    assert change.startswith(CHANGE)
    assert summary == ["1 of 3 observed versions to change, in 1 of 1 package", "  cannot be undone: 1 to Disposed"]
    assert {call.operation for call in endpoint.calls} == {"ListPackageVersions"}


@pytest.mark.parametrize(("text", "code"), [(DISPOSES, ExitCode.CHANGES_FOUND), (AS_IT_IS, ExitCode.SUCCESS)])
def test_changes_that_nobody_expects_exit_with_seven(ask: Run, tmp_path: Path, text: str, code: int) -> None:
    declared(tmp_path, text)
    assert ask("plan", "--expect-no-changes")[0] == code


def test_a_version_that_waits_is_no_change(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, manifest('  chalk: {versions: {"7.0.0": Archived}}\n'))
    code, text, _ = ask("plan", "--expect-no-changes")
    assert code == 0
    assert "1 declared version not present yet, unchanged until they appear" in text
    assert "7.0.0" not in text
    assert "7.0.0  to Archived" in ask("plan", "--diff")[1]


def test_a_revision_is_shown_to_whom_asks_for_it(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    assert "revision" not in ask("plan")[1]
    code, text, _ = ask("plan", "--diff")
    assert code == 0
    assert re.match(rf'{CHANGE}  ".*"  revision \S+$', text.splitlines()[1])


@pytest.mark.parametrize("output", ["json", "markdown"])
def test_what_is_not_text_has_no_longer_form(ask: Run, tmp_path: Path, output: str) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan", "--diff", "--format", output)
    assert (code, text) == (ExitCode.USAGE, "")
    assert "--diff is about text" in errors


def test_warnings_of_manifests_do_not_reach_the_output(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, manifest("  chalk: {versions: {5.10: Archived}}\n"))
    code, text, errors = ask("plan", "--json")
    assert code == 0
    json.loads(text)
    assert "manifest.yaml:5:22" in errors


@pytest.mark.parametrize(
    "options", [("--irreversible-limit", "0"), ("--irreversible-limit", "0", "--json")], ids=["text", "json"]
)
def test_a_plan_over_a_limit_is_printed_and_exits_with_five(ask: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan", *options)
    assert code == ExitCode.LIMIT
    assert "5.6.1" in text
    assert "Too many transitions that cannot be undone" in errors


def test_a_refused_plan_exits_with_one(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, manifest('  chalk: {versions: {"5.5.0": Published, "5.6.0": Archived}}\n'))
    code, text, errors = ask("plan")
    assert code == ExitCode.ERROR
    assert "1 refusal: this plan will not be carried out" in text
    assert "packages/manifest.yaml:5:22: Disposed version cannot be restored" in errors


@pytest.mark.parametrize("limit", ["nan", "2", "-1", "all"])
def test_a_limit_that_is_none_is_refused_as_in_a_stack(ask: Run, tmp_path: Path, limit: str) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan", "--changed-fraction-limit", limit)
    assert (code, text) == (ExitCode.ERROR, "")
    assert "`packagestate:changedFractionLimit`" in errors


def test_missing_credentials_exit_with_three(tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, AS_IT_IS)
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    ran = packagestate(tmp_path, "plan", "--region", "eu-west-1", "--endpoint", endpoint.url, **nobody)
    assert (ran.returncode, ran.stdout) == (ExitCode.AUTHENTICATION, "")
    assert "Traceback" not in ran.stderr
    assert "credentials" in ran.stderr


def test_credentials_that_are_set_by_halves_exit_with_three(
    ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared(tmp_path, AS_IT_IS)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert ask("plan")[0] == ExitCode.AUTHENTICATION


def test_a_region_that_nobody_names_is_an_error(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared(tmp_path, AS_IT_IS)
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    code, _, errors = run("plan")
    assert code == ExitCode.ERROR
    assert "region" in errors


def test_a_program_gets_every_transition_with_its_declaration(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    declared(
        tmp_path,
        "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  '@acme/session':\n"
        "    origin: {publish: BLOCK, upstream: ALLOW}\n"
        "    versions: {'1.9.0': Deleted, '2.0.0': Archived}\n",
        "session.yaml",
    )
    code, text, errors = ask("plan", "--json")
    answer = json.loads(text)
    assert (code, errors) == (0, "")
    counts = ("formatVersion", "packageCount", "observedVersionCount", "transitionCount", "irreversibleCount")
    assert [answer[name] for name in counts] == [1, 2, 4, 2, 2]
    chalk, session = answer["packages"]
    revision = chalk["transitions"][0].pop("revision")
    assert revision
    assert chalk == {
        "domain": "acme",
        "domainOwner": None,
        "repository": "npm-store",
        "format": "npm",
        "namespace": None,
        "package": "chalk",
        "written": "chalk",
        "transitions": [
            {
                "version": "5.6.1",
                "before": "Published",
                "after": "Disposed",
                "irreversible": True,
                "evidence": "documented",
                "declared": {
                    "status": "Disposed",
                    "revision": None,
                    "reason": "see @nobody | <b>",
                    "file": "packages/manifest.yaml",
                    "line": 7,
                    "column": 7,
                },
            }
        ],
        "origin": None,
        "waiting": [],
        "deletion": None,
        "mayReturn": [],
    }
    assert session["origin"]["after"] == {"publish": "BLOCK", "upstream": "ALLOW"}
    assert [waiting["version"] for waiting in session["waiting"]] == ["2.0.0"]
    assert session["mayReturn"] == ["1.9.0"]


def test_a_program_is_told_of_an_origin_configuration_that_nobody_had(ask: Run, tmp_path: Path) -> None:
    declared(
        tmp_path, manifest("  new:\n    origin: {publish: BLOCK, upstream: BLOCK}\n    versions: {'1': Disposed}\n")
    )
    (package,) = json.loads(ask("plan", "--json")[1])["packages"]
    assert package["origin"] == {"before": None, "after": {"publish": "BLOCK", "upstream": "BLOCK"}}


def test_a_misspelt_version_is_a_warning_and_no_change(ask: Run, tmp_path: Path) -> None:
    declared(
        tmp_path, manifest('  chalk: {versions: {"v5.6.1": Disposed}}\n  missing: {versions: {"1.0.0": Deleted}}\n')
    )
    code, text, errors = ask("plan", "--expect-no-changes")
    assert (code, errors) == (0, "")
    assert "  warning: Version is absent and a nearly equal one is present\n" in text
    assert "The repository holds `5.6.1` (`Published`)" in text
    assert "  warning: Package is absent\n" in text
    warnings = json.loads(ask("plan", "--json")[1])["warnings"]
    assert [(each["summary"], each["line"]) for each in warnings] == [
        ("Version is absent and a nearly equal one is present", 5),
        ("Package is absent", 6),
    ]


def test_a_package_that_is_not_there_yet_is_planned_where_aws_does_not_say_what_is_absent(
    ask: Run, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.faults.plant(omit=["resourceType", "resourceId"])
    declared(tmp_path, manifest('  missing: {versions: {"1.0.0": Disposed}}\n'))
    code, text, errors = ask("plan", "--diff")
    assert (code, errors) == (0, "")
    assert "1.0.0  to Disposed" in text
    declared(tmp_path, manifest('  missing: {versions: {"1.0.0": Disposed}}\n').replace("npm-store", "nowhere"))
    code, text, errors = ask("plan")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "Repository 'nowhere' in domain 'acme'" in errors


def test_a_version_without_a_revision_is_refused_and_the_others_are_listed(
    ask: Run, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    declared(tmp_path, manifest('  chalk: {versions: {"5.6.1": Disposed, "5.6.0": Published}}\n'))
    code, text, errors = ask("plan")
    assert code == ExitCode.ERROR
    assert "nothing to change in 1 package with 3 observed versions" in text
    assert errors.count("Revision is missing") == 1


def test_a_comment_is_found_again_by_its_mark(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    assert ask("plan", "--format", "markdown")[1].startswith("<!-- packagestate -->\n")
    stack_file(tmp_path, "")
    assert ask("plan", "--format", "markdown", "--stack", "prod")[1].startswith("<!-- packagestate prod -->\n")


def test_a_plan_of_a_stack_without_its_state_says_that_removals_were_not_looked_at(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "")
    command = "packagestate pulumi stack export --stack prod | packagestate plan --stack prod --state -"
    _, text, errors = ask("plan", "--stack", "prod")
    assert "removals were not looked at" in errors
    assert f"Run `{command}`" in errors
    assert "note:" not in text
    markdown = html.unescape(ask("plan", "--format", "markdown", "--stack", "prod")[1])
    assert "- note: removals were not looked at" in markdown
    assert command in markdown
    assert command in json.loads(ask("plan", "--json", "--stack", "prod")[1])["note"]
    (tmp_path / "state.json").write_text(exported())
    _, text, errors = ask("plan", "--json", "--stack", "prod", "--state", "state.json")
    assert (json.loads(text)["note"], errors) == (None, "")


def stack_file(folder: Path, settings: str) -> None:
    """Write the settings of the stack `prod`."""
    (folder / "Pulumi.prod.yaml").write_text(f"encryptionsalt: v1:x\nconfig:\n{settings}", encoding="utf-8")


def test_a_stack_is_planned_with_its_own_limits_as_in_its_pipeline(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "  packagestate:irreversibleLimit: 0\n")
    assert ask("plan")[0] == 0
    code, _, errors = ask("plan", "--stack", "prod")
    assert code == ExitCode.LIMIT
    assert "`packagestate:irreversibleLimit` allows 0" in errors
    assert (
        "pass `--irreversible-limit 1`, or write `packagestate:irreversibleLimit: 1` into `Pulumi.prod.yaml`" in errors
    )


def test_an_option_outranks_the_stack(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, "  packagestate:irreversibleLimit: 0\n")
    assert ask("plan", "--stack", "prod", "--irreversible-limit", "1")[0] == 0


def test_the_other_settings_of_a_stack_count_too(run: Run, endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES, "other/manifest.yaml")
    (tmp_path / "packages" / "other").rename(tmp_path / "manifests")
    settings = {"region": "eu-central-1", "endpoint": endpoint.url, "manifests": "manifests", "writesPerSecond": "5"}
    stack_file(tmp_path, "".join(f'  packagestate:{key}: "{value}"\n' for key, value in settings.items()))
    code, text, errors = run("plan", "--stack", "prod")
    assert code == 0
    assert errors.startswith("note: removals were not looked at")
    assert "5.6.1" in text
    assert len(endpoint.calls) == 1


@pytest.mark.parametrize("setting", ["irreversibleLimit: many", "writesPerSecond: 0"])
def test_a_setting_that_is_wrong_is_named_with_the_file_that_it_is_in(ask: Run, tmp_path: Path, setting: str) -> None:
    declared(tmp_path, DISPOSES)
    stack_file(tmp_path, f"  packagestate:{setting}\n")
    code, text, errors = ask("plan", "--stack", "prod")
    assert (code, text) == (ExitCode.ERROR, "")
    assert f"write `packagestate:{setting.partition(':')[0]}: " in errors
    assert "into `Pulumi.prod.yaml`" in errors


def test_a_stack_without_a_file_is_no_stack_with_default_limits(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("plan", "--stack", "prdo")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "There is no file `Pulumi.prdo.yaml`" in errors


def test_a_limit_without_a_stack_is_raised_by_its_option(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    _, _, errors = ask("plan", "--irreversible-limit", "0")
    assert "hint: review the plan; if it is right, pass `--irreversible-limit 1`\n" in errors


def exported(*packages: dict[str, object], **settings: str) -> str:
    """What `pulumi stack export` prints."""
    kind = "pulumi-python:dynamic/codeartifact:Package"
    stack = {
        "type": "pulumi:pulumi:Stack",
        "urn": "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s",
        "outputs": {"settings": settings},
    }
    resources = [
        {"type": kind, "urn": f"urn:pulumi:s::p::{kind}::acme/npm-store/npm//{each['package']}", "outputs": each}
        for each in packages
    ]
    return json.dumps({"version": 3, "deployment": {"resources": [stack, *resources]}})


def recorded(package: str, on_removal: str, versions: dict[str, str]) -> dict[str, object]:
    identity = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": package}
    return {**identity, "versions": versions, "revisions": "{}", "onRemoval": on_removal}


def test_a_state_brings_what_is_no_longer_declared_into_the_plan(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, DISPOSES.replace("chalk", "others").replace("Disposed", "Archived"))
    state = exported(
        recorded("chalk", "delete", {"Published": "5.6.0"}),
        recorded("debug", "retain", {"Archived": "1.0.0"}),
        irreversibleLimit="40",
    )
    (tmp_path / "state.json").write_text(state)
    code, text, errors = ask("plan", "--state", "state.json")
    assert code == ExitCode.ERROR
    assert "chalk (npm) in acme/npm-store: no longer declared, deletes the package with 3 versions" in text
    assert "debug (npm) in acme/npm-store: no longer declared, forgotten" in text
    assert "1 version no longer managed and left as they are: 1 Archived" in text
    assert "since the last run, packagestate:irreversibleLimit changed from 40 to 10" in text
    assert "Package holds what the state does not know" in errors
    document = json.loads(ask("plan", "--state", "state.json", "--json")[1])
    assert [each["action"] for each in document["removals"]] == ["delete", "retain"]
    assert document["removals"][0]["deletion"]["originBefore"] == {"publish": "ALLOW", "upstream": "BLOCK"}
    assert [each["versions"] for each in document["unmanaged"]] == [[{"version": "1.0.0", "status": "Archived"}]]
    assert {"key": "irreversibleLimit", "before": "40", "after": "10"} in document["settings"]
    markdown = html.unescape(ask("plan", "--state", "state.json", "--format", "markdown")[1])
    assert "deletes the package with 3 versions" in markdown
    _, heading, empty, setting, *_ = markdown.splitlines()
    assert (heading[:17], empty) == ("### packagestate:", "")
    assert setting == "**\u26a0\ufe0f since the last run, packagestate:irreversibleLimit changed from 40 to 10**"
    assert not endpoint.calls.writes


def test_a_deletion_that_is_declared_is_in_every_rendering(ask: Run, tmp_path: Path) -> None:
    origin = "origin: {publish: BLOCK, upstream: BLOCK}"
    declared(tmp_path, manifest(f'  chalk: {{status: Deleted, reason: "a typosquat", {origin}}}\n'))
    line = "publish ALLOW, upstream BLOCK -> Deleted, then publish BLOCK, upstream BLOCK"
    code, text, _ = ask("plan", "--expect-no-changes")
    assert code == ExitCode.CHANGES_FOUND
    assert f'deletes the package with 3 versions  cannot be undone  "a typosquat"  origin configuration: {line}' in text
    assert "1 package to delete as a whole" in text
    markdown = html.unescape(ask("plan", "--format", "markdown")[1])
    assert f"- **deletes the package**, cannot be undone (a typosquat): {line}" in markdown
    (package,) = json.loads(ask("plan", "--json")[1])["packages"]
    assert package["deletion"] == {
        "originBefore": {"publish": "ALLOW", "upstream": "BLOCK"},
        "originAfter": {"publish": "BLOCK", "upstream": "BLOCK"},
        "reason": "a typosquat",
        "file": "packages/manifest.yaml",
        "line": 5,
        "column": 11,
    }
    assert all(each["declared"] is None and each["after"] == "Deleted" for each in package["transitions"])
