"""What `packagestate lock` says of rules that reach nothing, of lines that go, and of a lock that was lost."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from emulator import Endpoint
from packagestate.schemas.load import load
from tests.cli.conftest import Run
from tests.lock.domain import RULES, SEED, carry_out
from tests.support.asking import client

__all__ = ("SEED",)


def lines(folder: Path) -> list[tuple[object, ...]]:
    return [line[:2] for each in load(folder).locks for package in each.packages for line in package.lines]


def test_a_rule_that_fits_no_package_is_told(ask: Run, packages: Callable[[str], Path]) -> None:
    keeping, matching = RULES.partition("  old-releases:")[::2]
    packages(keeping.replace("@acme/*", "@acne/*") + "  old-releases:" + matching)
    said = ask("lock", "--check")[1]
    assert "warning: the rule `recent` fits no package, so it protects nothing: check `packages`" in said
    assert json.loads(ask("lock", "--json", "--check")[1])["idle"] == ["recent"]
    packages(keeping + "  old-releases:" + matching.replace("@acme/*", "@acne/*"))
    assert "`old-releases` fits no package, so it restricts nothing" in ask("lock", "--check")[1]


def test_a_lock_that_is_lost_is_made_again_and_lines_that_go_change_nothing(
    ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    folder = packages(RULES)
    assert ask("lock")[0] == 0
    found = lines(folder)
    carry_out(endpoint)
    shutil.rmtree(folder / "packagestate.lock")
    assert ask("lock")[0] == 0
    assert lines(folder) == found
    packages(RULES.replace("180d", "99999d"))
    said = ask("lock")[1]
    assert "4 lines gone" in said
    assert "versions whose lines are gone stay as they are in AWS" in said
    packages(RULES)
    assert ask("lock")[0] == 0
    assert lines(folder) == found


def test_a_domain_that_is_gone_stops_no_run_once_no_rule_speaks_of_it(
    ask: Run, packages: Callable[[str], Path], endpoint: Endpoint
) -> None:
    packages(RULES)
    assert ask("lock")[0] == 0
    for name in ("npm-internal", "npm-release-a", "tools"):
        client(endpoint).delete_repository(domain="acme", repository=name)
    client(endpoint).delete_domain(domain="acme")
    for command in (("plan", "packages"), ("lock",)):
        code, _, errors = ask(*command)
        assert (code, "acme" in errors, "delete the folders" in errors) == (1, True, False)
    client(endpoint).create_domain(domain="other")
    client(endpoint).create_repository(domain="other", repository="store")
    packages("domain: other\nrepository: store\nformat: npm\npackages: {}\n")
    assert ask("plan", "packages")[0] == 0
    code, _, errors = ask("lock")
    assert (code, "delete the folders `acme` in `packagestate.lock`, if the domain is gone" in errors) == (1, True)
