"""`packagestate explain`, over the real endpoint and with the state of a real engine's shape."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.cli.completion import completion
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.subject import parse_subject
from tests.cli.conftest import Run
from tests.cli.place import AS_IT_IS, DISPOSES
from tests.cli.states import CHALK, exported, recorded
from tests.support.manifests import declared


@pytest.mark.parametrize(
    ("text", "namespace", "package", "version"),
    [
        ("acme/store/npm//chalk@5.6.1", None, "chalk", "5.6.1"),
        ("acme/store/npm/chalk@5.6.1", None, "chalk", "5.6.1"),
        ("acme/store/npm/ctrl/tinycolor@4.1.1", "ctrl", "tinycolor", "4.1.1"),
        ("acme/store/npm/@ctrl/tinycolor@4.1.1", "ctrl", "tinycolor", "4.1.1"),
        ("acme/store/maven/com.acme/tool@1.0", "com.acme", "tool", "1.0"),
        ("acme/store/maven/com.acme:tool@1.0", "com.acme", "tool", "1.0"),
        ("acme/store/generic/team/build@1", "team", "build", "1"),
        ("acme/store/pypi//Acme_Reports@1.0", None, "acme-reports", "1.0"),
        ("acme/store/nuget//Newtonsoft.Json@01.0.0.0", None, "newtonsoft.json", "1.0.0"),
    ],
)
def test_a_version_is_written_as_its_resource_or_as_people_write_it(
    text: str, namespace: str | None, package: str, version: str
) -> None:
    coordinates, found = parse_subject(text)
    assert (coordinates.namespace, coordinates.package, found) == (namespace, package, version)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("chalk", "write DOMAIN/"),
        ("chalk@5.6.1", "write DOMAIN/"),
        ("acme/npm-store/npm//chalk", "write DOMAIN/"),
        ("acme/npm-store/npm//chalk@", "write DOMAIN/"),
        ("acme/npm-store/npm/@ctrl/tinycolor", "write DOMAIN/"),
        ("acme/npm-store/nmp//chalk@1", "the format is one of"),
        ("acme/npm-store/npm//chalk@^5.6.0", "name one version of one package"),
        ("acme/npm-store/npm//left-*@1.0.0", "name one version of one package"),
        ("acme/npm-store/pypi/a/b@1", "pypi packages have no namespace"),
        ("acme/npm-store/maven//tool@1", "maven packages are written"),
        ("acme/npm-store/npm/a/b/c@1", "npm packages are written"),
    ],
)
def test_what_names_no_version_is_a_usage_error(run: Run, text: str, why: str) -> None:
    code, _, errors = run("explain", text)
    assert code == ExitCode.USAGE
    assert why in errors


def test_a_version_that_would_be_disposed(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, DISPOSES)
    code, text, errors = ask("explain", f"{CHALK}@5.6.1")
    assert (code, errors) == (0, "")
    heading, declaration, record, observation, verdict, why = text.splitlines()
    assert heading == "chalk (npm) in acme/npm-store, version 5.6.1"
    assert declaration == '  declared  Disposed  packages/manifest.yaml:7:7  "see @nobody | <b>"'
    assert record == "  recorded  unknown without `--state`"
    assert observation.startswith("  observed  Published  revision ")
    assert verdict == "  next      Published -> Disposed"
    assert why.strip() == "The manifest says `Disposed`, and AWS has `Published`: cannot be undone."
    assert [call.operation for call in endpoint.calls] == ["ListPackageVersions", "DescribePackage"]


@pytest.mark.parametrize(
    ("version", "line", "verdict", "why"),
    [
        ("5.6.0", "Published", "nothing", "It is as the manifest says."),
        ("9.9.9", "Deleted", "nothing", "It is absent, as the manifest says."),
        ("9.9.9", "Archived", "wait", "It is absent, and becomes `Archived` in the first run"),
        ("9.9.9", "Published", "refuse", "is refused as a whole"),
        ("5.5.0", "{status: Disposed, revision: other}", "refuse", "is refused as a whole"),
        ("5.6.0", "Archived", "change", "AWS has `Published`: can be undone."),
    ],
)
def test_the_verdict_and_why(ask: Run, tmp_path: Path, *, version: str, line: str, verdict: str, why: str) -> None:
    subject = f"{CHALK}@{version}"
    declared(tmp_path, AS_IT_IS.replace("'5.6.0': Published", f"'{version}': {line}"))
    assert why in ask("explain", subject)[1]
    answer = json.loads(ask("explain", subject, "--json")[1])
    assert answer["verdict"] == verdict
    assert any(why in reason for reason in answer["reasons"])
    assert bool(answer["refusals"]) == (verdict == "refuse")


def test_a_deletion_with_an_open_way_back_is_said(ask: Run, tmp_path: Path) -> None:
    text = AS_IT_IS.replace("'5.6.0': Published}", "'5.6.0': Deleted}, origin: {publish: BLOCK, upstream: ALLOW}")
    declared(tmp_path, text)
    assert "so the next request may fetch it again." in ask("explain", f"{CHALK}@5.6.0")[1]


@pytest.mark.parametrize(
    ("package", "version", "summary", "verdict"),
    [
        ("chalk", "v5.6.1", "Version is absent and a nearly equal one is present", "wait"),
        ("missing", "1.0.0", "Package is absent", "wait"),
    ],
)
def test_a_warning_of_the_plan_is_a_warning_of_the_explanation(
    ask: Run, tmp_path: Path, *, package: str, version: str, summary: str, verdict: str
) -> None:
    declared(tmp_path, f"{AS_IT_IS}  others: {{versions: {{'1.0.0': Disposed}}}}\n".replace("chalk", "left-pad"))
    body = f"  {package}: {{versions: {{'{version}': Disposed, '9.9.9': Deleted}}}}\n"
    declared(tmp_path, f"{AS_IT_IS.split('  chalk')[0]}{body}", "more.yaml")
    subject = f"acme/npm-store/npm//{package}@{version}"
    answer = json.loads(ask("explain", subject, "--json")[1])
    (warning,) = answer["warnings"]
    assert (answer["verdict"], warning["summary"]) == (verdict, summary)
    assert summary in ask("explain", subject)[1]
    assert warning in json.loads(ask("plan", "--json")[1])["warnings"]


def test_a_version_without_a_revision_is_refused_and_said(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    declared(tmp_path, DISPOSES)
    (tmp_path / "state.json").write_text(exported(recorded({"Published": "5.6.1"}, {"5.6.1": "revision-1"})))
    text = ask("explain", f"{CHALK}@5.6.1", "--state", "state.json")[1]
    assert "  observed  Published  without a revision\n" in text
    assert "  next      refuse\n" in text
    assert "names no revision, so nobody can tell whether its assets or metadata have changed" in text
    assert "Revision is missing" in text
    answer = json.loads(ask("explain", f"{CHALK}@5.6.1", "--json")[1])
    assert answer["observed"] == {"status": "Published", "revision": None}


def test_a_transition_that_aws_does_not_document_is_called_so(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    unfinished = {"version": "5.6.1", "status": "Unfinished", "revision": "r"}
    endpoint.faults.plant(operation="ListPackageVersions", body=json.dumps({"versions": [unfinished]}))
    declared(tmp_path, DISPOSES)
    assert "cannot be undone, not documented by AWS." in ask("explain", f"{CHALK}@5.6.1")[1]
    (transition,) = json.loads(ask("explain", f"{CHALK}@5.6.1", "--json")[1])["transitions"]
    assert transition["evidence"] == "undocumented"


def test_an_old_build_of_a_snapshot_that_aws_unlisted_is_no_difference(tmp_path: Path, ask: Run) -> None:
    version = "1.0-20250101.120000-3"
    declared(
        tmp_path,
        "domain: acme\nrepository: npm-store\nformat: maven\npackages:\n"
        f"  com.acme:tool: {{versions: {{'{version}': Published}}}}\n",
    )
    text = ask("explain", f"acme/npm-store/maven/com.acme/tool@{version}")[1]
    assert "so this is no difference" in text


def test_a_version_that_nobody_names_is_left_alone(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES.replace("domain: acme", "domain: acme\ndomainOwner: '123456789012'"))
    text = ask("explain", "acme/npm-store/npm/@acme/session@1.9.0")[1]
    assert "  declared  not named in any manifest\n" in text
    assert "  next      leave alone\n" in text
    assert "so it is not managed and stays unchanged." in text
    assert "Whether a removal of its package changes it is only known with `--state`." in text


def test_the_state_says_that_somebody_changed_it(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, DISPOSES)
    (tmp_path / "state.json").write_text(exported(recorded({"Disposed": "5.6.1"}, {"5.6.1": "revision-1"})))
    text = ask("explain", f"{CHALK}@5.6.1", "--state", "state.json")[1]
    assert "  recorded  Disposed  revision revision-1\n" in text
    assert "The last run left it `Disposed`, so somebody has changed it since." in text


def test_the_state_says_that_its_assets_changed(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    (tmp_path / "state.json").write_text(exported(recorded({"Published": "5.6.0"}, {"5.6.0": "revision-1"})))
    assert "Its revision is not the recorded one" in ask("explain", f"{CHALK}@5.6.0", "--state", "state.json")[1]


def test_an_absent_version_that_was_absent_has_not_changed(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    (tmp_path / "state.json").write_text(exported(recorded({"Deleted": "9.9.9"}, {})))
    text = ask("explain", f"{CHALK}@9.9.9", "--state", "state.json")[1]
    assert "  recorded  Deleted\n  observed  absent\n" in text
    assert "since" not in text


def test_a_package_that_only_the_state_knows_goes_as_its_removal_says(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS.replace("chalk", "others"))
    (tmp_path / "state.json").write_text(exported(recorded({}, {})))
    text = ask("explain", f"{CHALK}@5.6.0", "--state", "state.json")[1]
    assert "  recorded  the state does not know it\n" in text
    assert "removes the package from the state, and its recorded `onRemoval` is `dispose`." in text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"deployment": null}', '{"deployment": {"resources": [1]}}'])
def test_a_file_that_is_no_state_is_an_error(ask: Run, tmp_path: Path, text: str) -> None:
    declared(tmp_path, AS_IT_IS)
    (tmp_path / "state.json").write_text(text)
    code, _, errors = ask("explain", f"{CHALK}@5.6.0", "--state", "state.json")
    assert code == ExitCode.ERROR
    assert "State cannot be read" in errors


def test_a_stack_that_holds_nothing_is_a_state(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    (tmp_path / "state.json").write_text('{"version": 3, "deployment": {}}')
    assert ask("explain", f"{CHALK}@5.6.0", "--state", "state.json")[0] == 0


@pytest.mark.parametrize("shell", completion.params[0].type.choices)  # type: ignore[attr-defined]  # click's Choice
def test_completion_is_switched_on_in_every_shell(run: Run, shell: str) -> None:
    code, text, errors = run("completion", shell)
    assert (code, errors) == (0, "")
    assert "_PACKAGESTATE_COMPLETE" in text


def test_completion_knows_the_commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("_PACKAGESTATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "packagestate va")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out == "plain,validate\n"
