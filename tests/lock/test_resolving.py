"""Rules are resolved against what the endpoint holds, with the least calls, and twice with the same result."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.rendering import render
from packagestate.provider.lock.resolving import Resolved, resolve
from packagestate.provider.observe.faults import ObservationError
from packagestate.schemas.load import load
from packagestate.schemas.locked import Lock
from tests.lock.domain import RULES, SEED

__all__ = ("SEED",)


def resolved(endpoint: Endpoint, folder: Path, text: str = RULES, locks: tuple[Lock, ...] = ()) -> Resolved:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    return resolve(connect(settings), Question(load(folder).rules, locks), 8)


def test_every_repository_that_a_rule_is_about_gets_a_file_of_the_lock(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.calls.clear()
    found = resolved(endpoint, tmp_path)
    first, second = found.locks
    account = first.account
    assert [str(each.path) for each in found.locks] == [
        f"packagestate.lock/{account}.eu-west-1/acme/npm-internal.npm.yaml",
        f"packagestate.lock/{account}.eu-west-1/acme/npm-release-a.npm.yaml",
    ]
    since = first.packages[0].lines[0].since.isoformat()
    said = f'{{status: Archived, via: [old-releases], since: "{since}", was: Published}}'
    assert render(first).splitlines()[-4:] == [
        '  "@acme/ui":',
        "    versions:",
        f'      "1.0.0": {said}',
        f'      "1.1.0": {said}',
    ]
    assert second.packages[0].lines == first.packages[0].lines
    calls = {name: endpoint.calls.count(name) for name in ("ListPackages", "ListPackageVersions")}
    assert calls == {"ListPackages": 2, "ListPackageVersions": 2}
    # The two latest are kept, and a prerelease is not meant: their age is not asked for.
    assert endpoint.calls.count("DescribePackageVersion") == 4
    assert not endpoint.calls.writes


def test_the_same_rules_resolve_to_the_same_bytes(endpoint: Endpoint, tmp_path: Path) -> None:
    first = resolved(endpoint, tmp_path)
    endpoint.calls.clear()
    second = resolved(endpoint, tmp_path, locks=first.locks)
    assert list(map(render, second.locks)) == list(map(render, first.locks))
    assert endpoint.calls.count("DescribePackageVersion") == 0


def test_a_corrected_rule_corrects_the_lock(endpoint: Endpoint, tmp_path: Path) -> None:
    first = resolved(endpoint, tmp_path)
    second = resolved(endpoint, tmp_path, RULES.replace("latest: 2", "latest: 3"), first.locks)
    assert [line.version for line in second.locks[0].packages[0].lines] == ["1.0.0", "1.1.0"]
    third = resolved(endpoint, tmp_path, RULES.replace("latest: 2", "latest: 4"), first.locks)
    assert [line.version for line in third.locks[0].packages[0].lines] == ["1.0.0"]


def test_a_repository_that_is_not_there_and_a_rule_that_empties_are_faults(endpoint: Endpoint, tmp_path: Path) -> None:
    with pytest.raises(ObservationError, match="npm-gone"):
        resolved(endpoint, tmp_path, RULES.replace("npm-internal", "npm-gone"))
    empties = RULES.replace('"@acme/*"', '"other"').replace("keep: {latest: 2}", 'keep: {versions: ["0.0.1"]}')
    seen = resolved(endpoint, tmp_path, empties)
    assert not any(each.packages for each in seen.locks)
