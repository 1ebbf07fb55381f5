"""What a run plans for the lines of the lock, against what the endpoint holds."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.cli import main
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import report
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.load import load
from tests.lock import generic
from tests.support.asking import client, set_status
from tests.support.publishing import publish
from tests.support.stores import domains, repository

STORE, LIVE = Repository("acme", "store"), Repository("acme", "live")
HELD = {"acme/ui": ["1.0.0", "1.1.0", "2.0.0"]}
SEED = domains(acme={"store": repository(generic=HELD), "live": repository(generic=HELD)})


def rules(status: str = "Archived") -> str:
    return generic.rules("1.0.0", "0.9.0", status=status)


@pytest.fixture
def folder(tmp_path: Path, endpoint: Endpoint) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    lock(folder, endpoint, rules())
    return folder


def lock(folder: Path, endpoint: Endpoint, text: str) -> None:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    assert main(["lock", str(folder), "--region", "eu-west-1", "--endpoint", endpoint.url]) == 0


def planned(endpoint: Endpoint, folder: Path) -> Planned:
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    gateway, manifests = connect(settings), load(folder)
    locked = read_locked(gateway, manifests.choices, manifests.owner_of)
    configuration = StackConfiguration(folder, settings, Limits())
    return plan_manifests(gateway, manifests, configuration, lambda _done, _all: None, locked=locked)


def transitions(plan: Planned) -> list[str]:
    return [
        f"{place.repository.name} {each.version} {each.before} -> {each.after}"
        for place, changes in plan.plan.all_changes
        for each in changes.transitions
    ]


def warnings(plan: Planned) -> list[str]:
    return [each.summary for each in plan.plan.run_warnings]


def ui(place: Repository = STORE) -> Coordinates:
    return Coordinates(place, Format.GENERIC, "acme", "ui")


BOTH = ["live 1.0.0 Published -> Archived", "store 1.0.0 Published -> Archived"]


def test_a_run_does_what_the_lock_names_and_nothing_that_a_rule_would_mean_by_now(
    endpoint: Endpoint, folder: Path
) -> None:
    publish(endpoint, ui(), "0.9.0")
    plan = planned(endpoint, folder)
    assert transitions(plan) == BOTH
    assert warnings(plan) == []


def test_a_line_names_its_rule_and_its_place_in_the_plan(endpoint: Endpoint, folder: Path) -> None:
    (version,) = planned(endpoint, folder).desired[ui()].versions
    assert version.reason == "rule old: nobody uses it"
    text = (folder / "packagestate.lock" / "123456789012.eu-west-1" / "acme" / "store.generic.yaml").read_text("utf-8")
    number = next(number for number, line in enumerate(text.splitlines(), 1) if '"1.0.0"' in line)
    assert str(version.place).endswith(f"/store.generic.yaml:{number}:7")


@pytest.mark.parametrize(
    "text", [rules("Unlisted"), "domain: acme\nrepository: store\nformat: generic\npackages: {}\n"]
)
def test_a_rule_that_changed_or_went_asks_for_nothing_until_the_lock_is_made_again(
    endpoint: Endpoint, folder: Path, text: str
) -> None:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    (folder / "incident.yaml").write_text(
        'domain: acme\nrepository: live\nformat: generic\npackages: {"acme/ui": {versions: {"1.1.0": Archived}}}\n',
        encoding="utf-8",
    )
    plan = planned(endpoint, folder)
    assert transitions(plan) == ["live 1.1.0 Published -> Archived"]
    assert set(warnings(plan)) == {"Lock is out of date"}


def test_a_line_out_of_date_still_keeps_an_entry_from_loosening(endpoint: Endpoint, folder: Path) -> None:
    (folder / "adopted.yaml").write_text(
        'domain: acme\nrepository: store\nformat: generic\npackages: {"acme/ui": {versions: {"1.0.0": Published}}}\n',
        encoding="utf-8",
    )
    archive(endpoint)
    assert transitions(planned(endpoint, folder)) == ["live 1.0.0 Published -> Archived"]
    (folder / "rules.yaml").write_text(rules("Unlisted"), encoding="utf-8")
    assert transitions(planned(endpoint, folder)) == []


def archive(endpoint: Endpoint) -> None:
    set_status(endpoint, "acme/ui", "1.0.0", "Archived", repository="store", package_format="generic")


def test_a_repository_that_is_gone_stops_nothing(endpoint: Endpoint, folder: Path) -> None:
    client(endpoint).delete_repository(domain="acme", repository="live")
    (folder / "rules.yaml").write_text(rules().replace("all", "[store]"), encoding="utf-8")
    lock(folder, endpoint, rules().replace("all", "[store]"))
    stale = (folder / "packagestate.lock" / "123456789012.eu-west-1" / "acme" / "store.generic.yaml").read_text("utf-8")
    file = folder / "packagestate.lock" / "123456789012.eu-west-1" / "acme" / "live.generic.yaml"
    file.write_text(stale.replace("repository: store", "repository: live"), encoding="utf-8")
    assert transitions(planned(endpoint, folder)) == ["store 1.0.0 Published -> Archived"]


def test_a_version_that_was_published_again_is_not_disposed_of_and_the_rest_is(
    endpoint: Endpoint, folder: Path
) -> None:
    lock(folder, endpoint, rules("Disposed"))
    client(endpoint).delete_package_versions(
        domain="acme", repository="store", format="generic", namespace="acme", package="ui", versions=["1.0.0"]
    )
    publish(endpoint, ui(), "1.0.0")
    plan = planned(endpoint, folder)
    assert transitions(plan) == ["live 1.0.0 Published -> Disposed"]
    assert warnings(plan) == ["Line of the lock needs review"]


def test_an_entry_over_the_rule_lets_its_repository_stay_below(endpoint: Endpoint, folder: Path) -> None:
    (folder / "over.yaml").write_text(
        'domain: acme\nrepository: store\nformat: generic\npackages:\n  "acme/ui":\n    versions:\n'
        '      "1.0.0": {status: Published, over: old, reason: "the last customer"}\n',
        encoding="utf-8",
    )
    plan = planned(endpoint, folder)
    assert transitions(plan) == BOTH[:1]
    assert [each.is_let_through for each in plan.contests] == [True]
    assert "1 version stays less restrictive than lines of the lock ask (`over`)" in render_text(report(plan))
    (folder / "over.yaml").write_text((folder / "over.yaml").read_text("utf-8").replace("over: old, ", ""), "utf-8")
    archive(endpoint)
    words = "1 version is more restrictive than its own entry says, by lines of the lock (`packagestate explain`)"
    assert words in render_text(report(planned(endpoint, folder)))


def test_a_lock_of_another_account_or_region_is_not_looked_at(endpoint: Endpoint, folder: Path) -> None:
    locked = folder / "packagestate.lock"
    (locked / "123456789012.eu-west-1").rename(locked / "123456789012.us-east-1")
    endpoint.calls.clear()
    assert transitions(planned(endpoint, folder)) == []
    assert endpoint.calls.count("DescribeDomain") == 1
