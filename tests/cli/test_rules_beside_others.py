"""Rules count with what advisories, holds and statements take: none of it is among the latest, nor what remains."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.advisories import affected, written
from tests.support.osv_files import external
from tests.support.stores import domains, repository

SEED = domains(acme={"npm-store": repository(npm={"chalk": external("1.0.0", "2.0.0", "3.0.0")})})
FEED = """\
domain: acme
repositories: all
format: npm
advisories:
  malware: {from: records, kinds: [malware], status: Archived}
"""
WIDE = """\
domain: acme
repositories: all
format: npm
packages: {chalk: {versions: {"3.0.0": Archived}}}
"""
LITERAL = WIDE.replace("repositories: all", "repository: npm-store")
OLD = """\
domain: acme
repositories: all
format: npm
rules:
  recent: {packages: [chalk], keep: {latest: 1}}
  old: {packages: [chalk], match: {versions: "<3"}, status: Disposed}
"""
ALL = """\
domain: acme
repositories: all
format: npm
rules:
  old: {packages: [chalk], match: {versions: "<3"}, status: Disposed}
"""
FILES: dict[str, str] = {}
BAD = written("MAL-2025-1", affected(versions=["3.0.0"]))


@pytest.fixture(params=["advisory", "hold", "statement", "entry"])
def taken(request: pytest.FixtureRequest, ask: Run, folder: Path) -> str:
    """The highest version is to go, for one reason or another."""
    other = {"statement": WIDE, "entry": LITERAL}.get(request.param, FEED)
    (folder / "other.yaml").write_text(other, encoding="utf-8")
    if other is FEED:
        (folder / "records").mkdir()
        (folder / "records" / "bad.json").write_bytes(BAD)
    if request.param == "hold":
        assert ask("lock", "--holds")[0] == 0
    return str(request.param)


def test_what_others_take_is_none_of_the_latest(ask: Run, folder: Path, taken: str) -> None:
    (folder / "rules.yaml").write_text(OLD, encoding="utf-8")
    code, said, _ = ask("lock")
    assert (code, taken) == (0, taken)
    assert "chalk 1.0.0 in acme/npm-store: new -> Disposed (old)" in said
    assert "chalk 2.0.0 in acme/npm-store" not in said
    assert ask("lock", "--check")[0] == 0
    assert "recent  packages/rules.yaml:5:3  protects it" in ask("explain", "acme/npm-store/npm//chalk@2.0.0")[1]


def test_a_rule_takes_nothing_without_which_others_would_leave_nothing(ask: Run, folder: Path, taken: str) -> None:
    (folder / "rules.yaml").write_text(ALL, encoding="utf-8")
    code, _, errors = ask("lock")
    assert (code, "Rule would empty a package" in errors) == (1, True), taken
    assert not list(folder.glob("packagestate.lock/*/acme/npm-store*"))


def test_holds_count_also_where_one_rule_is_locked_alone(ask: Run, folder: Path) -> None:
    (folder / "other.yaml").write_text(FEED, encoding="utf-8")
    (folder / "records").mkdir()
    (folder / "records" / "bad.json").write_bytes(BAD)
    (folder / "rules.yaml").write_text(OLD, encoding="utf-8")
    assert ask("lock", "--holds")[0] == 0
    code, said, _ = ask("lock", "--rule", "old")
    assert (code, "chalk 1.0.0 in acme/npm-store: new -> Disposed (old)" in said) == (0, True)
    assert "chalk 2.0.0 in acme/npm-store" not in said
