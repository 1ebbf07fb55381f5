"""What every rendering says of statements for several repositories that do not hold, or hold no longer."""

import html
import json
from pathlib import Path

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.program.reviewed import changes_aws, document
from packagestate.provider.report.documents import plan_document
from packagestate.provider.report.folded import folded
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import report
from packagestate.provider.state.record import Record
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.load import load
from packagestate.schemas.status import Status
from tests.support.asking import set_status
from tests.support.manifests import declared
from tests.support.stores import domains, repository

NAMES = ("live", "store", "tools")
SEED = domains(acme={name: repository(npm={"chalk": {"5.6.0": {}, "5.6.1": {}}}) for name in NAMES})
WIDE = """\
domain: acme
repositories: all
format: npm
packages:
  chalk: {versions: {"5.6.0": Archived, "5.6.1": {status: Archived, reason: "compromised"}}}
"""
KEPT = """\
domain: acme
repository: store
format: npm
packages:
  chalk: {versions: {"5.6.1": {status: Published, over: wide.yaml, reason: "forensics"}}}
"""


def planned(endpoint: Endpoint, folder: Path, record: Record | None = None) -> Planned:
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    configuration = StackConfiguration(folder, settings, Limits())
    known = record or Record()
    return plan_manifests(connect(settings), load(folder), configuration, lambda _done, _all: None, lambda: known)


def renderings(plan: Planned) -> tuple[str, ...]:
    shown = report(plan)
    return f"{render_text(shown)}\n", html.unescape(render_markdown(shown)), html.unescape(folded(shown, None))


def chalk(name: str) -> Coordinates:
    return Coordinates(Repository("acme", name), Format.NPM, None, "chalk")


def archive(endpoint: Endpoint, *names: str) -> None:
    for name in names:
        set_status(endpoint, "chalk", ["5.6.0", "5.6.1"], "Archived", repository=name)


def test_what_is_let_through_is_named_and_what_is_outranked_is_counted(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, WIDE, "wide.yaml")
    declared(tmp_path, KEPT, "kept.yaml")
    adopted = KEPT.replace("store", "live").replace(', over: wide.yaml, reason: "forensics"', "")
    declared(tmp_path, adopted, "live.yaml")
    archive(endpoint, "live", "tools")
    plan = planned(endpoint, tmp_path)
    for text in renderings(plan):
        assert (
            "1 version stays less restrictive than statements for several repositories ask (`over`): chalk 5.6.1 (npm) "
            "in acme/store is Published, not Archived\n" in text
        )
        assert "1 version is more restrictive than its own entry says, by statements for several" in text
    content = json.loads(plan_document(report(plan)))
    (through,), (outranked,) = content["letThrough"], content["outranked"]
    assert (through["repository"], through["literal"]["reason"]) == ("store", "forensics")
    assert (through["several"]["status"], through["several"]["reason"]) == ("Archived", "compromised")
    assert (outranked["repository"], outranked["version"]) == ("live", "5.6.1")
    assert content["uncontained"] == []


def test_only_the_first_are_named(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, WIDE, "wide.yaml")
    every = '{"5.6.0": {status: Published, over: wide.yaml}, "5.6.1": {status: Published, over: wide.yaml}}'
    for name in NAMES:
        text = f"domain: acme\nrepository: {name}\nformat: npm\npackages: {{chalk: {{versions: {every}}}}}\n"
        declared(tmp_path, text, f"{name}.yaml")
    for text in renderings(planned(endpoint, tmp_path)):
        assert "6 versions stay less restrictive" in text
        assert "in acme/store is Published, not Archived; and 3 more\n" in text


def test_a_statement_that_is_taken_out_contains_nothing_that_comes_later(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, WIDE.replace('"5.6.0": Archived, ', ""), "wide.yaml")
    archive(endpoint, *NAMES)
    remembered = tuple(
        RecordedPackage(chalk(name).resource_name, chalk(name), (), OnRemoval.RETAIN, ("5.6.0", "5.6.1"))
        for name in (*NAMES, "gone")
    )
    plan = planned(endpoint, tmp_path, Record(remembered))
    for text in renderings(plan):
        assert (
            "1 version is no longer asked for by a statement for several repositories, or by the lock, so copies that "
            "appear later stay as they come: "
            "chalk 5.6.0 (npm)\n" in text
        )
    found = json.loads(plan_document(report(plan)))["uncontained"]
    assert [(each["repository"], each["versions"]) for each in found] == [(name, ["5.6.0"]) for name in NAMES]


def test_a_repository_that_is_gone_is_no_drift_and_the_plan_says_so(endpoint: Endpoint, tmp_path: Path) -> None:
    declared(tmp_path, WIDE, "wide.yaml")
    archive(endpoint, *NAMES)
    known = (RecordedVersion("5.6.1", Status.ARCHIVED, "r"),)
    gone = RecordedPackage(chalk("gone").resource_name, chalk("gone"), known, OnRemoval.DELETE, ("5.6.1",))
    plan = planned(endpoint, tmp_path, Record((gone,)))
    assert not changes_aws(document(plan))
    for text in renderings(plan)[:2]:
        assert "forgotten, its repository is gone" in text
        assert "no longer managed" not in text


def test_a_package_that_its_own_manifest_would_have_removed_stays_with_a_warning(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    declared(tmp_path, WIDE, "wide.yaml")
    archive(endpoint, *NAMES)
    known = RecordedPackage(chalk("store").resource_name, chalk("store"), (), OnRemoval.DELETE)
    plan = planned(endpoint, tmp_path, Record((known,)))
    assert not changes_aws(document(plan))
    for text in renderings(plan)[:2]:
        assert "`onRemoval` is not carried out" in text
        assert "name the package in a manifest for `acme/store` again" in text


def test_a_version_that_nobody_holds_is_counted_and_a_nearly_equal_one_is_a_warning(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    declared(tmp_path, WIDE.replace('"5.6.1"', '"v5.6.1"'), "wide.yaml")
    archive(endpoint, *NAMES)
    set_status(endpoint, "chalk", "5.6.1", "Published", repository="store")
    plan = planned(endpoint, tmp_path)
    for text in renderings(plan)[:2]:
        assert "1 version of statements for several repositories is not present anywhere" in text
        assert "Version is absent and a nearly equal one is present" in text
        assert "`acme/store` does not hold it, and holds `5.6.1` (`Published`)" in text
    assert json.loads(plan_document(report(plan)))["absentCount"] == 1
