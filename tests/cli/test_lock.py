"""`packagestate lock` as people run it, and what the other commands say of rules and their lock."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.load import load
from tests.cli.conftest import Run
from tests.lock.domain import RULES, SEED, carry_out
from tests.support.asking import set_status

__all__ = ("SEED",)

UI = "acme/npm-internal/npm/acme/ui"
PURGE = """\
  purge:
    packages: ["@acme/*"]
    match: {versions: "<1.1.0"}
    status: Disposed
    reason: "nobody may use it"
"""


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.glob("packagestate.lock/**/*.yaml")}


def test_it_writes_the_lock_once_and_checks_it(ask: Run, packages: Callable[[str], Path], endpoint: Endpoint) -> None:
    folder = packages(RULES)
    assert ask("lock", "--check")[0] == ExitCode.CHANGES_FOUND
    assert not files(folder)
    code, said, _ = ask("lock")
    assert code == 0
    assert "old-releases: 4 lines Archived" in said
    assert "  @acme/ui 1.0.0 in acme/npm-internal: new -> Archived (old-releases)" in said
    assert "not touched: 4 versions that a rule with `keep` protects" in said
    assert "4 lines changed, 4 lines in 2 files" in said
    assert said.count("wrote ") == 2
    assert ask("lock", "--check")[0] == 0
    assert "wrote" not in ask("lock")[1]
    assert len(load(folder).locks) == 2
    assert not endpoint.calls.writes


def test_a_place_without_rules_loses_its_file_and_a_folder_without_rules_all_of_them(
    ask: Run, packages: Callable[[str], Path]
) -> None:
    folder = packages(RULES)
    assert ask("lock")[0] == 0
    packages(RULES.replace(', "npm-release-*"', ""))
    assert ask("lock")[0] == 0
    assert [each.repository.name for each in load(folder).locks] == ["npm-internal"]
    packages("domain: acme\nrepository: tools\nformat: npm\npackages: {}\n")
    assert ask("lock")[0] == 0
    assert not files(folder)


def test_one_rule_alone_may_move(ask: Run, packages: Callable[[str], Path], endpoint: Endpoint) -> None:
    folder = packages(RULES)
    assert ask("lock")[0] == 0
    before = load(folder).locks
    packages(RULES.replace("180d", "200d") + PURGE)
    endpoint.calls.clear()
    code, said, _ = ask("lock", "--rule", "purge")
    assert (code, "purge: 2 lines Disposed" in said) == (0, True)
    for old, new in zip(before, load(folder).locks, strict=True):
        assert {**new.rules, "purge": ""} == {**old.rules, "purge": ""}
        (was,), (now,) = old.packages, new.packages
        assert [line.version for line in now.lines] == ["1.0.0", "1.1.0"]
        assert now.lines[1] == was.lines[1]
        assert (now.lines[0].status, now.lines[0].via) == ("Disposed", ("purge",))
    packages(RULES.replace("180d", "200d"))
    code, said, errors = ask("lock", "--rule", "purge")
    assert code == ExitCode.USAGE
    assert "There is no rule purge." in errors


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("old-release", "Did you mean old-releases?"),
        ("recent", "is a rule with `keep`"),
        ("x", "The rules are old-rel"),
    ],
)
def test_a_rule_that_has_no_lines_is_a_usage_error(
    ask: Run, packages: Callable[[str], Path], name: str, words: str
) -> None:
    packages(RULES)
    code, _, errors = ask("lock", "--rule", name)
    assert (code, words in errors) == (ExitCode.USAGE, True)


def test_what_is_due_later_is_said_and_nothing_is_written(ask: Run, packages: Callable[[str], Path]) -> None:
    folder = packages(RULES.replace("recent", "few").replace("latest: 2", "latest: 1").replace("180d", "9000d"))
    assert ask("lock")[0] == 0
    written = files(folder)
    code, said, _ = ask("lock", "--as-of", "2126-01-01")
    assert code == ExitCode.CHANGES_FOUND
    assert "old-releases: 6 lines Archived" in said
    assert files(folder) == written
    for day, words in (("2020-01-01", "is over"), ("tomorrow", "is no day"), ("2026-02-30", "is no day")):
        code, _, errors = ask("lock", "--as-of", day)
        assert (code, words in errors) == (ExitCode.USAGE, True)


def test_json_says_the_same(ask: Run, packages: Callable[[str], Path]) -> None:
    folder = packages(RULES)
    answer = json.loads(ask("lock", "--json")[1])
    assert answer["changed"] is True
    assert [each["version"] for each in answer["changes"]] == ["1.0.0", "1.1.0"] * 2
    assert answer["changes"][0]["before"] is None
    assert answer["changes"][0]["after"]["via"] == ["old-releases"]
    assert answer["notTouched"] == {"kept": 4}
    assert len(answer["files"]) == len(files(folder)) == 2
    again = json.loads(ask("lock", "--json", "--check")[1])
    assert (again["changed"], again["changes"], again["files"], again["lineCount"]) == (False, [], [], 4)


def test_validate_says_offline_that_the_lock_is_out_of_date(
    ask: Run, run: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES)
    endpoint.calls.clear()
    code, _, errors = run("validate")
    assert code == ExitCode.ERROR
    assert "packages/rules.yaml:8:3: Lock is out of date" in errors
    assert not [*endpoint.calls]
    assert ask("lock")[0] == 0
    code, said, _ = run("validate")
    assert (code, said) == (0, "no fault in 3 files, 0 packages, 0 versions, 2 rules, 4 lines of the lock\n")
    packages(RULES.replace("180d", "200d"))
    assert "has changed since" in run("validate")[2]


def test_a_first_lock_for_another_region_is_pointed_out(
    run: Run, ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES)
    assert "warning" not in ask("lock")[1]
    elsewhere = ("lock", "--check", "--region", "us-east-1", "--endpoint", endpoint.url)
    warning = "this is the first lock for 123456789012.us-east-1. There is one for 123456789012.eu-west-1"
    assert f"warning: {warning}: check the region" in run(*elsewhere)[1]
    assert json.loads(run(*elsewhere, "--json")[1])["newPlaces"] == ["123456789012.us-east-1"]


def test_explain_says_what_each_rule_makes_of_a_version(
    ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES + PURGE.replace("<1.1.0", "<2.0.0").replace("Disposed", "Unlisted"))
    assert ask("lock")[0] == 0
    said = ask("explain", f"{UI}@1.0.0")[1]
    matched = "matches it: at least Archived (published 2020-01-01); the lock has it"
    assert f"rules     old-releases  packages/rules.yaml:8:3  {matched}" in said
    assert "purge  packages/rules.yaml:12:3  matches it: at least Unlisted" in said
    assert "recent  packages/rules.yaml:5:3  does not protect it\n" in said
    assert "declared  at least Archived" in said
    set_status(endpoint, "@acme/ui", "1.0.0", "Archived", repository="npm-internal")
    assert "does not protect it: `latest` does not count Archived versions" in ask("explain", f"{UI}@1.0.0")[1]
    kept = json.loads(ask("explain", f"{UI}@1.2.0", "--json")[1])["rules"]
    assert {each["name"]: each["words"] for each in kept} == {
        "old-releases": "does not touch a version that `recent` protects",
        "purge": "does not touch a version that `recent` protects",
        "recent": "protects it",
    }
    assert "finds no such version" in ask("explain", f"{UI}@7.0.0")[1]
    assert "rules " not in ask("explain", "acme/tools/npm//other@1.0.0")[1]


def test_where_says_what_the_lock_asks_for(ask: Run, packages: Callable[[str], Path]) -> None:
    packages(RULES)
    assert ask("lock")[0] == 0
    said = ask("where", "@acme/ui@1.0.0", "--json")[1]
    copies = json.loads(said)["copies"]
    assert {each["repository"]: each["verdict"] for each in copies} == {
        "npm-internal": "change",
        "npm-release-a": "change",
        "tools": "leave alone",
    }


def test_what_the_lock_archived_is_no_drift_and_comes_back_over_its_rule(
    ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES)
    assert ask("lock")[0] == 0
    carry_out(endpoint)
    files = ("--output", "packages", "--import-file", "import.json")
    code, said, errors = ask("adopt", "--domain", "acme", "--all", *files)
    assert (code, errors) == (0, "")
    assert "differs" not in said
    assert ask("plan", "packages", "--expect-no-changes")[0] == 0


def test_the_settings_of_a_stack_say_where_the_rules_are_and_where_aws_is(
    run: Run, tmp_path: Path, endpoint: Endpoint
) -> None:
    folder = tmp_path / "manifests"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    odd = "domain: acme\nrepository: tools\nformat: npm\npackages: {other: {versions: {1.10: Archived}}}\n"
    (folder / "odd.yaml").write_text(odd, encoding="utf-8")
    settings = {"region": "eu-central-1", "endpoint": endpoint.url, "manifests": "manifests"}
    text = "config:\n" + "".join(f'  packagestate:{key}: "{value}"\n' for key, value in settings.items())
    (tmp_path / "Pulumi.prod.yaml").write_text(text, encoding="utf-8")
    code, said, errors = run("lock", "--stack", "prod")
    assert (code, "wrote manifests/packagestate.lock/" in said) == (0, True)
    assert "manifests/odd.yaml:4" in errors
    assert ".eu-central-1/" in said
    assert run("lock", "--stack", "other")[0] == ExitCode.ERROR


def test_many_lines_are_cut_short_and_limits_are_told(ask: Run, packages: Callable[[str], Path]) -> None:
    many = "domain: acme\nrepository: npm-internal\nformat: npm\nrules:\n  all:\n    packages: [many]\n"
    packages(many + "    match: {prerelease: false}\n    status: Archived\n    atMost: 22\n")
    code, said, _ = ask("lock")
    assert code == 0
    assert said.count("new -> Archived") == 20
    assert "  and 2 more lines: `--json` has all" in said
    assert "all: 2 versions held back by `atMost`" in said


def test_explain_asks_nothing_of_rules_where_there_is_no_package(ask: Run, packages: Callable[[str], Path]) -> None:
    packages(RULES)
    code, said, _ = ask("explain", "acme/npm-internal/npm/@acme/none@1.0.0")
    assert (code, "rules " in said) == (0, False)


def test_a_version_without_a_time_is_matched_by_no_age(
    ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES)
    body = json.dumps({"packageVersion": {"version": "1.0.0"}}).encode()
    endpoint.faults.plant(operation="DescribePackageVersion", body=body)
    code, said, _ = ask("lock")
    assert (code, "0 lines changed, 0 lines in 2 files" in said) == (0, True)
