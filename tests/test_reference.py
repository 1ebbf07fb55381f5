"""The reference is complete: what there is stands in its page, and nothing else does."""

import ast
import inspect
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from botocore.session import get_session

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate import Package
from packagestate.provider.cli import PLACES
from packagestate.provider.cli.advisories import advisories
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.pipeline import pipeline
from packagestate.provider.configuration.one_run import LIMIT_KEYS, limit_variable
from packagestate.provider.plan.limits import Limits, exceeded
from packagestate.provider.plan.model import Changes, PackagePlan, Plan, Transition
from packagestate.provider.plan.transitions import is_legal, rule
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.status import DECLARABLE, IRREVERSIBLE, Status
from tests.support.documents import blocks, cells, section, unbroken
from tests.support.sandboxes import new_sandbox
from tests.support.strategies import REPOSITORY

SCHEMA = json.loads((ROOT / "schemas" / "manifest.schema.json").read_text(encoding="utf-8"))
# Where the fields of each object of the schema stand.
SECTIONS = {
    "": "The manifest",
    "PackageEntry": "A package",
    "VersionDetails": "A version",
    "Origin": "An origin configuration",
    "WidePackageEntry": "A package in several repositories",
    "WideVersionDetails": "A version in several repositories",
    "RuleEntry": "A rule",
    "KeepEntry": "`keep`",
    "MatchEntry": "`match`",
    "AdvisoriesEntry": "An entry of `advisories`",
    "DisposeEntry": "`dispose`",
    "CapsEntry": "`atMost`",
    "IgnoreEntry": "`ignore`",
    "AcceptEntry": "`accept`",
}
# The pages of the objects that are not on the one about manifests.
PAGES = dict.fromkeys(("RuleEntry", "KeepEntry", "MatchEntry"), "rules")
PAGES |= dict.fromkeys(("AdvisoriesEntry", "DisposeEntry", "CapsEntry", "IgnoreEntry", "AcceptEntry"), "advisories")


def page(name: str) -> str:
    """The text of a page of the reference."""
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def code(cell: str) -> str:
    """The first piece of code in a cell."""
    found = re.search(r"`([^`]+)`", cell)
    return found[1] if found else ""


def table(text: str, first_column: str) -> list[list[str]]:
    """The rows of the table whose first column has a name."""
    (rows,) = re.findall(rf"^\| {first_column} \|.*\n\|[-|: ]+\n(?:\|.*\n?)*", text, re.MULTILINE)
    return cells(rows)


def objects_of_the_schema() -> dict[str, dict[str, object]]:
    objects = {"": SCHEMA} | SCHEMA["definitions"]
    return {name: each for name, each in objects.items() if "properties" in each}


def test_every_object_of_the_schema_has_its_table() -> None:
    assert objects_of_the_schema().keys() == SECTIONS.keys()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_field_of_a_manifest_is_named(name: str) -> None:
    described = objects_of_the_schema()[name]
    rows = table(section(page(PAGES.get(name, "manifest")), SECTIONS[name]), "field")
    required = described.get("required", [])
    assert isinstance(required, list)
    assert {code(row[0]): row[1] == "yes" for row in rows} == {
        field: field in required
        for field in dict(described["properties"])  # type: ignore[call-overload]
    }


def test_every_word_that_a_manifest_takes_is_named() -> None:
    words = {word for each in SCHEMA["definitions"].values() for word in each.get("enum", ())}
    words |= set(map(str, DECLARABLE))
    text = "".join(map(page, ("manifest", "rules", "advisories")))
    assert {word for word in words if f"`{word}`" not in text} == set()


# The first word of a fault is what it is found by. These modules have those of advisories, and of nothing else.
OF_ADVISORIES = sorted(path for name in ("schemas", "provider") for path in (ROOT / name / "advisories").glob("*.py"))
OF_ADVISORIES += [ROOT / "provider" / name for name in ("choices/advising.py", "revert/advisory.py")]
OF_ADVISORIES += [ROOT / "provider" / "program" / "unattended.py"]
RAISING = {"Fault", "FieldRule", "of", "fault", "_fault"}


def summaries(file: Path) -> Iterator[str]:
    """The summaries of the faults that a module makes."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(said)), *_]):
                if name in RAISING and re.fullmatch(r"[A-Z][A-Za-z0-9' -]*", said):
                    yield said
            case ast.Tuple(elts=[ast.Constant(value=str(said)), ast.Call() | ast.Name() | ast.Tuple()]):
                if re.fullmatch(r"[A-Z][A-Za-z0-9' -]* (?:not allowed|not possible for advisories)", said):
                    yield said


def test_every_fault_of_advisories_is_named() -> None:
    found = {said: file.name for file in OF_ADVISORIES for said in summaries(file)}
    assert len(found) > 30
    text = unbroken(page("advisories"))
    assert {said: name for said, name in found.items() if said not in text} == {}


def test_every_key_of_the_configuration_is_named_with_its_default() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    rows = {code(row[0]): row[1] for row in table(page("configuration"), "key")}
    assert rows == {
        key: f"`{setting['default']}`" if setting["default"] else "AWS's chain" for key, setting in declared.items()
    }


def test_every_variable_of_ours_is_read_somewhere() -> None:
    folders = [ROOT / name for name in ("provider", "tools", "schemas")]
    read = "".join(file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py"))
    read += " ".join(map(limit_variable, LIMIT_KEYS))
    named = set(re.findall(r"`(PACKAGESTATE_\w+)`", page("configuration")))
    assert named
    assert {variable for variable in named if variable not in read} == set()


def test_every_argument_of_a_package_is_named() -> None:
    parameters = dict(inspect.signature(Package.__init__).parameters)
    del parameters["self"]
    rows = {code(row[0]): row[1] == "yes" for row in table(page("package"), "argument")}
    assert rows == {name: parameter.default is inspect.Parameter.empty for name, parameter in parameters.items()}


@pytest.mark.engine
def test_the_program_runs(tmp_path: Path, endpoint: Endpoint) -> None:
    (program,) = blocks(page("package"), "python")
    sandbox = new_sandbox(tmp_path, endpoint.url, program=program)
    preview = sandbox.preview()
    assert preview.exit_code == 0, preview.text


def test_the_policies_are_filled_in_as_it_is_written(tmp_path: Path) -> None:
    (script,) = blocks(page("configuration"), "sh")
    subprocess.run(["bash", "-euc", script], cwd=tmp_path, check=True)
    filled = (tmp_path / "policy.json").read_text(encoding="utf-8")
    assert not re.search(r"REGION|ACCOUNT|DOMAIN|REPOSITORY", filled)
    operations = get_session().get_service_model("codeartifact").operation_names
    actions = {action for statement in json.loads(filled)["Statement"] for action in statement["Action"]}
    assert actions
    assert {action.removeprefix("codeartifact:") for action in actions} <= set(operations)


def test_every_role_is_named() -> None:
    roles = {path.stem for path in (ROOT / "policies").glob("*.json")}
    assert {code(row[0]) for row in table(page("configuration"), "role")} == roles


def test_every_command_is_named() -> None:
    rows = [code(row[0]).removeprefix("packagestate ") for row in table(page("command"), "command")]
    groups = {"pipeline": pipeline, "advisories": advisories}
    steps = [f"{name} {step}" for name, group in groups.items() for step in group.commands]
    assert sorted(rows) == sorted([*(PLACES.keys() - groups.keys()), *steps])


def test_every_exit_code_is_named_and_those_of_the_engine_alone_have_no_meaning() -> None:
    rows = {int(row[0]): row[1] for row in table(page("command"), "code")}
    assert {number for number, meaning in rows.items() if meaning != "no meaning"} == set(ExitCode)
    assert {6, 9} <= rows.keys()


def test_every_status_is_explained_with_whether_it_can_be_undone() -> None:
    rows = {Status(code(row[0])): row[-1] for row in table(page("statuses"), "status")}
    assert rows.keys() == set(Status)
    assert {status for status, undone in rows.items() if "no" in undone} == IRREVERSIBLE


def test_the_table_of_transitions_is_that_of_the_planner() -> None:
    text = section(page("statuses"), "Legal transitions")
    (heading,) = re.findall(r"^\| from \|.*$", text, re.MULTILINE)
    targets = [Status(target) for target in re.findall(r"to `(\w+)`", heading)]
    written = {
        (Status(code(row[0])), after): cell
        for row in table(text, "from")
        for after, cell in zip(targets, row[1:], strict=True)
        if cell
    }
    pairs = [(before, after) for before in Status for after in Status if is_legal(before, after)]
    assert written == {(before, after): rule(Transition("1", before, after, "r")).evidence for before, after in pairs}


def plan_of(sizes: list[tuple[int, int]], after: Status) -> Plan:
    """A plan with one package for each pair of changed and observed versions."""
    return Plan(
        tuple(
            PackagePlan(
                Coordinates(REPOSITORY, Format.NPM, None, f"package-{number}"),
                Changes(tuple(Transition(f"1.{each}.0", Status.PUBLISHED, after, "r") for each in range(changed))),
                version_count=observed,
            )
            for number, (changed, observed) in enumerate(sizes)
        )
    )


FRACTIONS = table(page("limits"), r"packages \(changed of observed\)")


@pytest.mark.parametrize("row", FRACTIONS, ids=lambda row: row[0])
def test_the_examples_of_the_fraction_are_what_the_limit_does(row: list[str]) -> None:
    sizes = [(int(changed), int(observed)) for changed, observed in re.findall(r"(\d+) of (\d+)", row[0])]
    refused = [fault.summary for fault in exceeded(plan_of(sizes, Status.ARCHIVED), Limits())]
    assert refused == (["Too large a part of the versions would change"] if row[1] == "refused" else [])
    assert all(summary in page("limits") for summary in refused)


@pytest.mark.parametrize("row", table(page("limits"), "in one run"), ids=lambda row: row[0])
def test_the_examples_of_irreversible_changes_are_what_the_limit_does(row: list[str]) -> None:
    count = int(row[1])
    summary = "Too many transitions that cannot be undone"
    refused = exceeded(plan_of([(count, count)], Status.DISPOSED), Limits(changed_fraction=1))
    assert [fault.summary for fault in refused] == ([summary] if row[2] == "refused" else [])
    assert summary in page("limits")


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "docs" / "reference").glob("*.md")))
def test_a_page_answers_one_question(name: str) -> None:
    """Its title is the question, and the index asks the same."""
    title = page(name).splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert f"| {title.removeprefix('# ')} | [{name}](reference/{name}.md) |" in index


def test_the_defaults_of_the_limits_are_those_of_the_page() -> None:
    limits = Limits()
    assert f"`packagestate:irreversibleLimit` ({limits.irreversible_count})" in page("limits")
    assert f"`packagestate:changedFractionLimit` ({limits.changed_fraction:g})" in page("limits")
