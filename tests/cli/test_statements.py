"""`packagestate explain` and `where` of a version that several statements name."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from tests.cli.conftest import Run
from tests.cli.golden_statements import CASES, EXPECTED, REPOSITORIES, told
from tests.cli.states import exported, recorded
from tests.support.manifests import declared
from tests.support.stores import domains

SEED = domains(acme=REPOSITORIES)
STORE = "acme/npm-store/npm//chalk"
WIDE = """\
domain: acme
repositories: ["npm-*", "!npm-release"]
format: npm
packages:
  chalk:
    versions:
      "5.6.1": {status: Disposed, reason: "see @nobody | <b>", except: [npm-forensics]}
"""
ONE = WIDE.replace('repositories: ["npm-*", "!npm-release"]', "repository: npm-store")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_what_is_said_of_every_repository(case: Path, endpoint: Endpoint) -> None:
    assert told(case, endpoint) == (case / EXPECTED).read_text(encoding="utf-8")


def test_every_statement_is_weighed_for_programs(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, WIDE, "wide.yaml")
    declared(
        tmp_path, ONE.replace('{status: Disposed, reason: "see @nobody | <b>", except: [npm-forensics]}', "Archived")
    )
    answer = json.loads(ask("explain", f"{STORE}@5.6.1", "--json")[1])
    assert answer["verdict"] == "change"
    assert answer["declared"]["overrides"]["status"] == "Archived"
    assert answer["statements"] == [
        {
            "status": "Disposed",
            "file": "packages/wide.yaml",
            "line": 7,
            "column": 7,
            "scope": {"repositories": ["npm-*", "!npm-release"], "except": ["npm-forensics"]},
            "reason": "see @nobody | <b>",
            "wins": True,
            "why": "the most restrictive that holds here",
        },
        {
            "status": "Archived",
            "file": "packages/manifest.yaml",
            "line": 7,
            "column": 7,
            "scope": {"repository": "npm-store"},
            "reason": None,
            "wins": False,
            "why": "less restrictive than `Disposed` (packages/wide.yaml:7:7), which overrides it",
        },
    ]


def test_a_version_that_only_statements_of_several_name_is_managed(ask: Run, tmp_path: Path) -> None:
    declared(
        tmp_path,
        WIDE.replace('["npm-*", "!npm-release"]', "all").replace(
            "domain: acme\n", "domain: acme\ndomainOwner: '123456789012'\n"
        ),
    )
    answer = json.loads(ask("explain", f"{STORE}@5.6.1", "--json")[1])
    assert (answer["verdict"], answer["domainOwner"]) == ("change", "123456789012")
    assert answer["statements"][0]["scope"]["repositories"] == "all"
    (planned,) = json.loads(ask("plan", "--json")[1])["packages"]
    assert planned["repository"] == "npm-store"
    assert planned["transitions"] == [{**each, "declared": answer["declared"]} for each in answer["transitions"]]


def test_a_package_that_is_recorded_and_gone_stays_managed(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, WIDE.replace("chalk", "gone"))
    state = recorded({"Disposed": "5.6.1"}, {}, package="gone")
    (tmp_path / "state.json").write_text(exported(state))
    text = ask("explain", "acme/npm-store/npm//gone@5.6.1", "--state", "state.json")[1]
    assert "  next      wait\n" in text
    assert "A copy that appears later becomes `Disposed` in the first run after it appears." in text
    other = ask("explain", "acme/npm-store/npm//gone@1.0.0", "--state", "state.json")[1]
    assert "  next      leave alone\n" in other
    assert "removal" not in other
    forgotten = ask("explain", "acme/npm-release/npm//gone@5.6.1", "--state", "state.json")[1]
    assert "  declared  no statement holds here\n" in forgotten


def test_a_package_that_is_recorded_where_no_statement_holds_any_more_goes(ask: Run, tmp_path: Path) -> None:
    declared(tmp_path, WIDE.replace("npm-forensics", "npm-store"))
    (tmp_path / "state.json").write_text(exported(recorded({"Published": "5.6.1"}, {}, onRemoval="retain")))
    text = ask("explain", f"{STORE}@5.6.1", "--state", "state.json")[1]
    assert "That leaves this version unchanged, and it is no longer managed." in text
    assert "does not hold here: `except` names npm-store" in text
