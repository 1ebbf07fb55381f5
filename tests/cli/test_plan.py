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
    assert "1 declared version not present yet, unchanged until then" in text
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
                "loosens": False,
                "evidence": "documented",
                "declared": {
                    "status": "Disposed",
                    "revision": None,
                    "reason": "see @nobody | <b>",
                    "file": "packages/manifest.yaml",
                    "line": 7,
                    "column": 7,
                    "overrides": None,
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
