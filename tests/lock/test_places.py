"""Where the lock is made anew, and what stops it: which files are replaced, and which rules are about which place."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import Resolved, resolve
from packagestate.provider.observe.faults import ObservationError
from packagestate.schemas.load import load
from packagestate.schemas.locked import Lock
from tests.lock.domain import RULES, SEED
from tests.support.asking import set_status

__all__ = ("SEED",)

BY_NAME = """\
domain: acme
repositories: [tools]
format: npm
rules:
  named:
    packages: ["@acme/ui"]
    match: {versions: VERSIONS}
    status: Archived
"""
FAR = datetime(2030, 1, 1, tzinfo=UTC)


def resolved(endpoint: Endpoint, folder: Path, *texts: str, **more: Any) -> Resolved:  # noqa: ANN401
    for number, text in enumerate(texts):
        (folder / f"rules-{number}.yaml").write_text(text, encoding="utf-8")
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    return resolve(connect(settings), Question(load(folder).rules, **more), 8)


def named(versions: str) -> str:
    return BY_NAME.replace("VERSIONS", versions)


def versions(locks: Iterable[Lock]) -> list[list[str]]:
    return [[line.version for each in lock.packages for line in each.lines] for lock in locks]


@pytest.mark.parametrize(("account", "region"), [("210987654321", "eu-west-1"), ("123456789012", "us-east-1")])
def test_a_lock_of_another_account_or_region_is_not_replaced(
    endpoint: Endpoint, tmp_path: Path, account: str, region: str
) -> None:
    made = resolved(endpoint, tmp_path, named('["1.0.0"]'))
    others = tuple(replace(each, account=account, region=region) for each in made.locks)
    again = resolved(endpoint, tmp_path, locks=(*others, *made.locks))
    assert again.known == again.locks == made.locks


def test_a_rule_that_names_other_versions_lets_go_of_its_lines(endpoint: Endpoint, tmp_path: Path) -> None:
    first = resolved(endpoint, tmp_path, named('["1.0.0"]'))
    again = resolved(endpoint, tmp_path, named('["1.1.0"]'), locks=first.locks)
    assert versions(again.locks) == [["1.1.0"]]


def test_a_place_has_the_rules_that_are_about_it_and_no_others(endpoint: Endpoint, tmp_path: Path) -> None:
    found = resolved(endpoint, tmp_path, RULES, named('["1.0.0"]'))
    assert {each.repository.name: sorted(each.rules) for each in found.locks} == {
        "npm-internal": ["old-releases", "recent"],
        "npm-release-a": ["old-releases", "recent"],
        "tools": ["named"],
    }


def test_a_rule_that_would_empty_a_package_stops_the_lock_and_everything_else_in_it(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    # The version that AWS shows by default stays as it is; here somebody has unlisted it.
    for each in endpoint.store.packages.ground.tree.domains["acme"].repositories.values():
        for package in each.packages.values():
            package.dist_tags["latest"] = "2.0.0"
    set_status(endpoint, "@acme/ui", "2.0.0", "Unlisted", repository="tools")
    with pytest.raises(ObservationError, match="Rule would empty a package"):
        resolved(endpoint, tmp_path, named('["1.0.0", "1.1.0", "1.2.0", "1.2.0-beta.1"]'))


def test_a_line_is_evaluated_anew_when_a_rule_with_keep_has_gone(endpoint: Endpoint, tmp_path: Path) -> None:
    keep = named("").partition("  named:")[0] + '  kept:\n    packages: ["@acme/*"]\n    keep: {versions: ["1.1.0"]}\n'
    first = resolved(endpoint, tmp_path, named('["1.0.0"]'), keep)
    stale = first.locks[0]
    # A line that its rule does not match any more stays, but not where anything that protected has gone.
    (package,) = stale.packages
    odd = replace(stale, packages=(replace(package, lines=(package.lines[0]._replace(version="1.1.0"),)),))
    (tmp_path / "rules-1.yaml").unlink()
    assert versions(resolved(endpoint, tmp_path, locks=(odd,)).locks) == [["1.0.0"]]
    without = replace(odd, rules={name: digest for name, digest in odd.rules.items() if name == "named"})
    assert versions(resolved(endpoint, tmp_path, locks=(without,)).locks) == [["1.0.0", "1.1.0"]]


def test_the_lock_of_another_day_has_what_is_old_by_then(endpoint: Endpoint, tmp_path: Path) -> None:
    aged = named("").replace("{versions: }", "{olderThan: 180d}")
    now = datetime(2020, 2, 1, tzinfo=UTC)
    early = versions(resolved(endpoint, tmp_path, aged, as_of=now).locks)
    late = versions(resolved(endpoint, tmp_path, aged, as_of=FAR).locks)
    assert early == [[]]
    assert late == [["1.0.0", "1.1.0", "1.2.0", "1.2.0-beta.1"]]


def test_a_rule_restricts_so_many_versions_at_a_time(endpoint: Endpoint, tmp_path: Path) -> None:
    text = named('["1.0.0", "1.1.0"]')
    found = resolved(endpoint, tmp_path, f"{text}    atMost: 1\n")
    assert versions(found.locks) == [["1.0.0"]]
    assert found.held_back == {"named": 1}
