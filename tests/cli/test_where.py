"""`packagestate where`, over the real endpoint."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.subject import Sought, parse_sought, settle
from packagestate.schemas.coordinates import Format
from tests.cli.conftest import Run
from tests.cli.golden_statements import REPOSITORIES
from tests.cli.place import on_terminal
from tests.support.manifests import declared
from tests.support.stores import domains

SEED = domains(acme=REPOSITORIES, empty={}, full={"npm-store": REPOSITORIES["npm-store"]})
CHALK = "acme/npm//chalk@5.6.1"
INCIDENT = """\
domain: acme
repositories: all
format: npm
packages:
  chalk:
    versions:
      "5.6.1": {status: Disposed, reason: "compromised release", except: [npm-forensics]}
"""


@pytest.mark.parametrize(
    ("text", "domain", "kind", "name", "version"),
    [
        ("acme/npm//chalk@5.6.1", "acme", "npm", "/chalk", "5.6.1"),
        ("acme/npm/chalk@5.6.1", "acme", "npm", "chalk", "5.6.1"),
        ("acme/npm/@ctrl/tinycolor@4.1.1", "acme", "npm", "@ctrl/tinycolor", "4.1.1"),
        ("acme/maven/com.acme:tool@1.0", "acme", "maven", "com.acme:tool", "1.0"),
        ("chalk@5.6.1", None, None, "chalk", "5.6.1"),
        ("@ctrl/tinycolor@4.1.1", None, None, "@ctrl/tinycolor", "4.1.1"),
        ("com.acme:tool@1.0", None, None, "com.acme:tool", "1.0"),
    ],
)
def test_a_version_is_written_in_full_or_in_short(
    text: str, domain: str | None, kind: str | None, name: str, version: str
) -> None:
    assert parse_sought(text) == Sought(domain, kind, name, version)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("chalk", "write DOMAIN/FORMAT/"),
        ("chalk@", "write DOMAIN/FORMAT/"),
        ("@ctrl/tinycolor", "write DOMAIN/FORMAT/"),
        ("acme/npm/@ctrl/tinycolor", "write DOMAIN/FORMAT/"),
        ("acme/npm-store/npm//chalk@5.6.1", "without a repository; the format is one of"),
        ("acme/npm//chalk@^5.6.0", "name one version of one package"),
        ("acme/npm//chalk@5.6.1/2", "a version holds no `/`"),
        ("acme/pypi/a/b@1", "pypi packages have no namespace"),
        ("acme/maven//tool@1", "maven packages are written"),
    ],
)
def test_what_names_no_version_is_a_usage_error(run: Run, text: str, why: str) -> None:
    code, output, errors = run("where", text)
    assert (code, output) == (ExitCode.USAGE, "")
    assert why in errors


ACME_NPM, ACME_MAVEN, ACME_GENERIC = ("acme", Format.NPM), ("acme", Format.MAVEN), ("acme", Format.GENERIC)


@pytest.mark.parametrize(
    ("text", "options", "stated", "domain", "kind"),
    [
        ("chalk@5.6.1", (None, None), [ACME_NPM], "acme", "npm"),
        ("chalk@5.6.1", (None, None), [ACME_NPM, ACME_MAVEN], "acme", "npm"),
        ("com.acme:tool@1.0", (None, None), [ACME_GENERIC, ACME_MAVEN], "acme", "maven"),
        ("chalk@5.6.1", ("acme", None), [ACME_NPM, ("beta", Format.PYPI)], "acme", "npm"),
        ("chalk@5.6.1", (None, "pypi"), [ACME_NPM], "acme", "pypi"),
        ("chalk@5.6.1", ("beta", "npm"), [], "beta", "npm"),
        ("beta/npm/chalk@5.6.1", ("beta", "npm"), [ACME_MAVEN], "beta", "npm"),
    ],
)
def test_what_is_left_out_is_what_the_manifests_leave(
    text: str, options: tuple[str | None, str | None], stated: list[tuple[str, Format]], domain: str, kind: str
) -> None:
    found, subject = settle(parse_sought(text), *options, stated)
    assert (found, subject.format) == (domain, kind)


@pytest.mark.parametrize(
    ("text", "options", "stated", "why"),
    [
        ("chalk@5.6.1", (None, None), [], "no manifest says which domain is meant: name it with `--domain`"),
        ("chalk@5.6.1", ("acme", None), [("beta", Format.NPM)], "which format is meant: name it with `--format`"),
        (
            "chalk@5.6.1",
            (None, "npm"),
            [ACME_NPM, ("beta", Format.NPM)],
            "domains, acme, beta: name one with `--domain`",
        ),
        ("a/b@1", (None, None), [ACME_NPM, ACME_GENERIC], "formats, generic, npm: name one with `--format`"),
        ("chalk@1", (None, None), [ACME_MAVEN, ACME_GENERIC], "generic packages are written"),
        ("chalk@^1", (None, None), [ACME_NPM, ("acme", Format.PYPI)], "name one version of one package"),
        ("acme/npm/chalk@1", ("beta", None), [], "it names the domain acme, and `--domain` another: beta"),
        ("acme/npm/chalk@1", (None, "pypi"), [], "it names the format npm, and `--format` another: pypi"),
    ],
)
def test_a_choice_that_is_none_or_too_large_is_an_error(
    text: str, options: tuple[str | None, str | None], stated: list[tuple[str, Format]], why: str
) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        settle(parse_sought(text), *options, stated)
    assert why in str(caught.value)


def test_such_an_error_is_one_of_usage_and_nothing_is_asked(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    code, text, errors = ask("where", "chalk@5.6.1")
    assert (code, text) == (ExitCode.USAGE, "")
    assert "chalk@5.6.1: no manifest says which domain is meant: name it with `--domain`" in errors
    declared(tmp_path, INCIDENT)
    declared(tmp_path, INCIDENT.replace("domain: acme", "domain: beta"), "beta.yaml")
    assert "the manifests name several domains, acme, beta: name one with `--domain`" in ask("where", "chalk@5.6.1")[2]
    assert not endpoint.calls


def test_one_call_for_the_domain_and_one_for_each_repository(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, INCIDENT)
    code, text, errors = ask("where", "chalk@5.6.1")
    assert (code, errors) == (0, "")
    operations = [call.operation for call in endpoint.calls]
    assert operations[0] == "ListRepositoriesInDomain"
    assert operations[1:] == ["ListPackageVersions"] * len(REPOSITORIES)
    heading, forensics, release, store, absent, others, upstream = text.splitlines()
    assert heading == "chalk (npm) in the domain acme, version 5.6.1"
    assert forensics.split("  ")[1:3] == ["npm-forensics", "Published"]
    assert forensics.endswith(
        "  not declared  packages/manifest.yaml:7:7 does not hold here: `except` names npm-forensics"
    )
    said = 'declared: at least Disposed  in all repositories  packages/manifest.yaml:7:7  "compromised release"'
    assert release.startswith("  npm-release    Disposed   revision ")
    assert (release.endswith(said), store.endswith(said)) == (True, True)
    assert absent == "  absent in 2 of 5 repositories; a copy that appears in 2 of them is changed by the next run"
    assert others == "  other versions of the package are in 1 repository without this one"
    assert "nothing is proved about upstream" in upstream


def test_manifests_are_optional(ask: Run, tmp_path: Path) -> None:
    code, text, errors = ask("where", CHALK)
    assert (code, errors) == (0, "")
    assert text.count("  not declared\n") == 3
    assert "  there is no folder of manifests here, so nothing is declared\n" in text
    answer = json.loads(ask("where", "chalk@5.6.1", "--domain", "acme", "--format", "npm", "--json")[1])
    assert (answer["manifests"], answer["repositoryCount"], len(answer["copies"])) == (None, 5, 3)
    code, text, errors = ask("where", CHALK, "--manifests", "packages")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "No manifests" in errors
    (tmp_path / "packages").mkdir()
    assert ask("where", CHALK)[0] == ExitCode.ERROR


def test_the_owner_of_the_domain_is_named_or_declared(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    text = ask("where", CHALK, "--domain-owner", "123456789012")[1]
    assert text.startswith("chalk (npm) in the domain acme of 123456789012, version 5.6.1\n")
    declared(tmp_path, INCIDENT.replace("domain: acme\n", "domain: acme\ndomainOwner: '123456789012'\n"))
    endpoint.calls.clear()
    answer = json.loads(ask("where", "chalk@5.6.1", "--json")[1])
    assert answer["domainOwner"] == "123456789012"
    assert {call.parameters["domainOwner"] for call in endpoint.calls} == {"123456789012"}
    assert [each["verdict"] for each in answer["copies"]] == ["leave alone", "nothing", "change"]


def test_everything_is_there_for_programs(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, INCIDENT)
    answer = json.loads(ask("where", "chalk@5.6.1", "--json")[1])
    identity = {"domain": "acme", "domainOwner": None, "format": "npm", "namespace": None, "package": "chalk"}
    head = {"formatVersion": 1, **identity, "written": "chalk", "version": "5.6.1", "manifests": "packages"}
    assert {key: answer[key] for key in head} == head
    assert (answer["repositoryCount"], answer["unread"], answer["faults"]) == (5, [], [])
    forensics, release, store = answer["copies"]
    assert (forensics["declared"], forensics["statements"][0]["wins"]) == (None, False)
    assert [each["status"] for each in answer["copies"]] == ["Published", "Disposed", "Published"]
    assert (release["verdict"], store["verdict"]) == ("nothing", "change")
    assert len(store["revision"]) == 44
    assert store == {
        **store,
        **{key: answer["absent"][0][key] for key in ("declared", "packageDeletion", "statements")},
    }
    assert [(each["repository"], each["holdsPackage"], each["verdict"]) for each in answer["absent"]] == [
        ("maven", False, "wait"),
        ("npm-scratch", True, "wait"),
    ]


def test_a_version_without_a_revision_is_shown(ask: Run, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", omit=["revision"])
    assert "  npm-store      Published  without a revision  not declared\n" in ask("where", CHALK)[1]
    assert {each["revision"] for each in json.loads(ask("where", CHALK, "--json")[1])["copies"]} == {None}


def test_a_name_that_no_repository_knows_may_be_misspelt(ask: Run) -> None:
    text = ask("where", "acme/npm//chakl@5.6.1")[1]
    assert "  absent in 5 of 5 repositories\n" in text
    assert "  no repository holds any version of the package: check its name\n" in text
    assert "  absent in 0 of 0 repositories\n" in ask("where", "empty/npm//chalk@5.6.1")[1]


def test_a_version_may_be_everywhere(ask: Run) -> None:
    _, copy, absent, undeclared = ask("where", "full/npm//chalk@5.6.1")[1].splitlines()
    assert copy.startswith("  npm-store  Published  revision ")
    assert absent == "  absent in 0 of 1 repository"
    assert "nothing is declared" in undeclared


def test_a_repository_that_cannot_be_read_is_never_absent(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, INCIDENT)
    plant = {"operation": "ListPackageVersions", "code": "AccessDeniedException", "status": 403, "times": 1}
    endpoint.faults.plant(**plant)
    code, text, errors = ask("where", "chalk@5.6.1")
    assert code == ExitCode.ERROR
    assert "1 of 5 repositories could not be read, so this is not everything: " in text
    assert "absent in" not in text
    assert "nothing is proved about upstream" in text
    assert "AccessDeniedException" in errors
    endpoint.faults.plant(**plant)
    code, text, errors = ask("where", "chalk@5.6.1", "--json")
    answer = json.loads(text)
    (unread,) = answer["unread"]
    assert code == ExitCode.ERROR
    assert f"in acme/{unread}" in errors
    assert f"in acme/{unread}" in answer["faults"][0]["detail"]
    found = [each["repository"] for each in (*answer["copies"], *answer["absent"])]
    assert sorted([*found, unread]) == sorted(REPOSITORIES)


@pytest.mark.parametrize("operation", ["ListRepositoriesInDomain", "ListPackageVersions"])
def test_without_credentials_nothing_is_said(ask: Run, endpoint: Endpoint, operation: str) -> None:
    endpoint.faults.plant(operation=operation, code="ExpiredTokenException", status=403)
    code, text, _ = ask("where", CHALK)
    assert (code, text) == (ExitCode.AUTHENTICATION, "")


def test_a_domain_that_is_absent_is_an_error(ask: Run) -> None:
    code, text, errors = ask("where", "amce/npm//chalk@5.6.1")
    assert (code, text) == (ExitCode.ERROR, "")
    assert "ListRepositoriesInDomain of domain amce" in errors


def test_colours_are_for_terminals(ask: Run, tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, INCIDENT)
    assert "\x1b" not in ask("where", "chalk@5.6.1")[1]
    options = ("where", "chalk@5.6.1", "--region", "eu-west-1", "--endpoint", endpoint.url)
    seen = on_terminal(tmp_path, *options)
    assert "\x1b[33mPublished" in seen
    assert "\x1b[32mDisposed " in seen
    assert "\x1b" not in on_terminal(tmp_path, *options, NO_COLOR="1")


@pytest.mark.parametrize("command", [("where", CHALK), ("explain", "acme/npm-store/npm//chalk@5.6.1")])
def test_the_manifests_and_the_region_can_be_those_of_a_stack(
    run: Run, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, command: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "of-a-stack").mkdir()
    (tmp_path / "of-a-stack" / "incident.yaml").write_text(INCIDENT, encoding="utf-8")
    settings = {"manifests": "of-a-stack", "region": "eu-west-1", "endpoint": endpoint.url}
    lines = "".join(f"  packagestate:{key}: {value}\n" for key, value in settings.items())
    (tmp_path / "Pulumi.prod.yaml").write_text(f"config:\n{lines}", encoding="utf-8")
    code, output, errors = run(*command, "--stack", "prod")
    assert (code, "of-a-stack/incident.yaml" in output) == (0, True), errors
