"""Back from what a manifest for several repositories did: by an entry for one of them that overrides it."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.plan.changes import from_lines
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion
from packagestate.provider.revert.decision import Decision, decide
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion
from tests.revert.plans import plan_text
from tests.support.asking import client
from tests.support.manifests import declared
from tests.support.stores import domains, repository
from tests.support.wide import wide_version

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
A, B = "a.yaml", "b.yaml"


def floors(words: str) -> Iterable[WideVersion]:
    """Statements for several repositories, such as `Archived`, or `Archived b.yaml`, with commas between them."""
    for each in filter(None, words.split(", ")):
        status, _, file = each.partition(" ")
        yield wide_version(Status(status), file=file or A)


def decided(
    change: str, now: str, literal: str, wide: str, *, over: str | None = None, is_removal: bool = False
) -> Decision:
    said = (DesiredVersion("1.0.0", Status(literal), over=over),) if literal else ()
    changes = from_lines({"1.0.0": f"{change}, revision r1"})
    observed = ObservedPackage(CHALK, (ObservedVersion("1.0.0", Status(now), "r1"),))
    desired = DesiredPackage(CHALK, said) if literal else None
    return decide(changes, observed, desired, list(floors(wide)), is_removal=is_removal)


@pytest.mark.parametrize(
    ("change", "literal", "wide", "over", "restated", "added", "overridden"),
    [
        # What wins is the statement for several repositories.
        ("Published -> Archived", "", "Archived", None, {}, ["Published"], A),
        ("Published -> Archived", "Published", "Archived", None, {"1.0.0": "Published"}, [], A),
        ("Published -> Archived", "Archived", "Archived", None, {"1.0.0": "Published"}, [], A),
        ("Unlisted -> Archived", "", "Archived", None, {}, ["Unlisted"], A),
        # It is there, and asks for no more than there was before.
        ("Unlisted -> Archived", "", "Unlisted", None, {}, ["Unlisted"], None),
        ("Unlisted -> Archived", "Archived", "Unlisted", None, {"1.0.0": "Unlisted"}, [], None),
        # It asks for less than the entry did.
        ("Published -> Archived", "Archived", "Unlisted", None, {"1.0.0": "Published"}, [], A),
        # It is overridden already.
        ("Published -> Archived", "Published", "Archived", A, {}, [], None),
        ("Published -> Archived", "Archived", "Archived", A, {"1.0.0": "Published"}, [], None),
        # The plan loosened, and the statement is back.
        ("Archived -> Published", "", "Archived", None, {}, [], None),
        ("Archived -> Published", "Published", "Unlisted", A, {"1.0.0": "Archived"}, [], None),
    ],
)
def test_what_the_plan_made_goes_back(
    *,
    change: str,
    literal: str,
    wide: str,
    over: str | None,
    restated: dict[str, str],
    added: list[str],
    overridden: str | None,
) -> None:
    before, after = change.split(" -> ")
    decision = decided(change, after, literal, wide, over=over)
    assert [(each.before, each.after) for each in decision.going_back] == [(after, before)]
    assert not decision.lost
    assert decision.restated == restated
    assert [each.status for each in decision.added] == added
    assert decision.over == ({"1.0.0": overridden} if overridden else {})


@pytest.mark.parametrize(
    ("literal", "wide", "over", "reason", "file"),
    [
        ("", "Disposed", None, "a manifest declares it `Disposed` for several repositories since", A),
        ("", "Unlisted", None, "a manifest declares it `Unlisted` for several repositories since", A),
        ("Unlisted", "Archived", None, "a manifest declares it `Unlisted` since", None),
        (
            "",
            "Archived a.yaml, Unlisted b.yaml",
            None,
            (
                "held for several repositories by a.yaml:7 and b.yaml:7, and an entry can override one file: leave "
                "this repository out there with `except`"
            ),
            A,
        ),
        (
            "Published",
            "Archived a.yaml, Archived b.yaml",
            A,
            (
                "held for several repositories by b.yaml:7, and its entry overrides `a.yaml` already: leave this "
                "repository out there with `except`"
            ),
            B,
        ),
    ],
)
def test_what_an_entry_cannot_bring_back_says_why(
    literal: str, wide: str, over: str | None, reason: str, file: str | None
) -> None:
    decision = decided("Published -> Archived", "Archived", literal, wide, over=over)
    assert [(each.reason, each.place and each.place.file) for each in decision.lost] == [(reason, file)]
    assert not any((decision.going_back, decision.restated, decision.added, decision.over))


@pytest.mark.parametrize(
    ("after", "literal", "wide", "is_removal", "added", "restated", "overridden"),
    [
        ("Archived", "", "Archived", False, 1, {}, A),
        ("Disposed", "", "Disposed", False, 1, {}, A),
        ("Disposed", "Published", "Disposed", False, 0, {"1.0.0": "Published"}, A),
        ("Archived", "", "Disposed", False, 0, {}, None),
        ("Disposed", "", "Archived", True, 0, {}, None),
        ("Disposed", "", "Disposed", True, 1, {}, A),
    ],
)
def test_what_is_as_before_stays_so(
    *,
    after: str,
    literal: str,
    wide: str,
    is_removal: bool,
    added: int,
    restated: dict[str, str],
    overridden: str | None,
) -> None:
    decision = decided(f"Published -> {after}", "Published", literal, wide, is_removal=is_removal)
    assert (len(decision.added), decision.restated, decision.kept_count) == (added, restated, 1)
    assert decision.over == ({"1.0.0": overridden} if overridden else {})
    assert not any((decision.lost, decision.going_back))


def test_what_is_as_before_and_two_files_hold_is_lost() -> None:
    decision = decided("Published -> Archived", "Published", "", "Archived a.yaml, Archived b.yaml")
    assert [each.reason.partition(",")[0] for each in decision.lost] == [
        "held for several repositories by a.yaml:7 and b.yaml:7"
    ]
    assert not decision.kept_count


WIDE = """\
# The incident.
domain: acme
repositories: all
format: npm
packages:
  chalk: {versions: {"5.6.1": {status: Archived, reason: "compromised", except: [npm-forensics]}, "5.6.0": Disposed}}
"""
ONE = 'domain: acme\nrepository: npm-live\nformat: npm\npackages:\n  chalk:\n    versions:\n      "5.6.1": Published\n'
SEED = domains(
    acme=dict.fromkeys(
        ("npm-store", "npm-live", "npm-forensics"),
        repository(npm={"chalk": {"5.6.0": "Disposed", "5.6.1": "Archived"}}),
    )
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint) -> Path:
    """The working directory, with the plan that led to what AWS has."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    declared(tmp_path, WIDE, "incidents/2025.yaml")
    declared(tmp_path, ONE, "live.yaml")
    changes: dict[Coordinates, Changes] = {}
    for name in ("npm-store", "npm-live"):
        place = Coordinates(Repository("acme", name), Format.NPM, None, "chalk")
        listed = client(endpoint).list_package_versions(domain="acme", repository=name, format="npm", package="chalk")
        revisions = {each["version"]: each["revision"] for each in listed["versions"]}
        lines = {"5.6.0": "Published -> Disposed", "5.6.1": "Published -> Archived"}
        changes[place] = from_lines({key: f"{line}, revision {revisions[key]}" for key, line in lines.items()})
    (tmp_path / "plan.json").write_text(plan_text(changes))
    return tmp_path


def test_it_writes_an_entry_for_each_repository_and_leaves_the_manifest_for_several(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["revert", "plan.json"]) == 4
    assert capsys.readouterr().out.splitlines() == [
        "goes back with the next run:",
        "  chalk (npm) in acme/npm-live",
        "    Archived -> Published, over packages/incidents/2025.yaml  5.6.1",
        "  chalk (npm) in acme/npm-store",
        "    Archived -> Published, over packages/incidents/2025.yaml  5.6.1",
        "does not go back:",
        "  chalk (npm) in acme/npm-live",
        "    Published -> Disposed  5.6.0  disposed: its assets are gone",
        "  chalk (npm) in acme/npm-store",
        "    Published -> Disposed  5.6.0  disposed: its assets are gone",
        "wrote packages/live.yaml",
        "wrote packages/npm-store/npm.yaml",
        "next:",
        "  packagestate pulumi preview --stack STACK",
    ]
    packages = folder / "packages"
    entry = '"5.6.1": {status: Published, over: "2025.yaml", reason: "back to Published by packagestate revert"}\n'
    assert (packages / "incidents" / "2025.yaml").read_text() == WIDE
    assert (packages / "live.yaml").read_text() == ONE.replace('"5.6.1": Published\n', entry)
    assert (packages / "npm-store" / "npm.yaml").read_text() == (
        ONE.replace("npm-live", "npm-store").replace('"5.6.1": Published\n', entry)
    )
    assert main(["revert", "plan.json"]) == 4
    assert "no file needs an edit" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_program_is_told_what_is_overridden(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["revert", "plan.json", "--json", "--dry-run"]) == 4
    packages = json.loads(capsys.readouterr().out)["packages"]
    assert [[each["over"] for each in package["goingBack"]] for package in packages] == [
        ["packages/incidents/2025.yaml"]
    ] * 2


def test_a_name_that_another_file_has_too_is_written_with_more_of_its_path(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared(folder, WIDE.replace("chalk", "debug"), "others/2025.yaml")
    assert main(["revert", "plan.json"]) == 4
    assert 'over: "incidents/2025.yaml"' in (folder / "packages" / "npm-store" / "npm.yaml").read_text()
    capsys.readouterr()
    assert main(["validate"]) == 0


@pytest.mark.parametrize("manifests", ["packages/incidents/2025.yaml", "packages"])
def test_nothing_is_added_to_a_manifest_for_several_repositories(
    folder: Path, manifests: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = folder / "packages" / "npm-store" / "npm.yaml"
    if manifests == "packages":
        wide.parent.mkdir()
        (folder / "packages" / "incidents" / "2025.yaml").rename(wide)
    assert main(["revert", "plan.json", "--manifests", manifests]) == 1
    assert "or for several repositories. No file was written." in capsys.readouterr().err
    assert (wide if manifests == "packages" else folder / manifests).read_text() == WIDE
    assert (folder / "packages" / "live.yaml").read_text() == ONE


def test_a_manifest_that_overrides_nothing_is_refused_before_aws_is_asked(
    folder: Path, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    declared(folder, ONE.replace("Published", "{status: Published, over: 2024.yaml}"), "live.yaml")
    endpoint.calls.clear()
    assert main(["revert", "plan.json"]) == 1
    assert "Nothing to override" in capsys.readouterr().err
    assert not endpoint.calls
