import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its stubs are a package of their own
import pytest
import yaml
from jsonschema.exceptions import best_match  # type: ignore[import-untyped] # its stubs are a package of their own

from packagestate.schemas.document import Document, compose
from packagestate.schemas.errors import Fault, ManifestError
from packagestate.schemas.export import SCHEMA_FILE, exported, main
from packagestate.schemas.files import read
from packagestate.schemas.stating import stated_in
from packagestate.schemas.validation import validate
from tests.schemas.golden import CASES, GOLDEN

VALIDATOR = jsonschema.Draft7Validator(json.loads(exported()))
OF_ONE_OR_SEVERAL = {"One repository or several", "Not for several repositories", "Not for one repository"}
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_exported_schema_is_what_the_models_say() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == exported()


def test_the_exported_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(VALIDATOR.schema)


def test_every_field_is_described_and_every_map_is_closed() -> None:
    kinds = kinds_of_manifest()
    definitions = VALIDATOR.schema["definitions"].values()
    for definition in [VALIDATOR.schema, *definitions]:
        assert definition["description"]
        assert all(field["description"] for field in definition.get("properties", {}).values())
    for closed in [*kinds, *(each for each in definitions if each.get("type") == "object")]:
        assert closed["additionalProperties"] is False
    # Each kind allows no field that is not described.
    assert {key for kind in kinds for key in kind["properties"]} == VALIDATOR.schema["properties"].keys()


def kinds_of_manifest() -> list[dict[str, Any]]:
    schema = VALIDATOR.schema
    return [schema["then"], schema["else"]["then"], schema["else"]["else"]]


def faults_of_shape(document: Document, file: str) -> list[Fault]:
    """What the schema can know of: fields and their values, but not what names mean, nor what several files say."""
    assert document.root is not None
    _, faults = validate(document.root)
    stated: list[Fault] = []
    stated_in(document, file, stated)
    return [*faults, *(fault for fault in stated if fault.summary in OF_ONE_OR_SEVERAL)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_schema_and_loader_judge_the_golden_manifests_alike(case: Path) -> None:
    for file in sorted(case.rglob("*.y*ml")):
        try:
            document = compose(read(file), file.name)
        except ManifestError:
            continue
        if document.root is not None and not document.faults:
            faults = faults_of_shape(document, file.name)
            held = yaml.load(read(file), Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts, lists and maps only
            assert VALIDATOR.is_valid(held) == (not faults), file.name


HEADING = {"domain": "acme", "format": "npm"}
SEVERAL: dict[str, Any] = {**HEADING, "repositories": ["npm-*", "!npm-scratch"]}
ONE: dict[str, Any] = {**HEADING, "repository": "npm-store"}


def unexpected(field: str) -> str:
    return f"Additional properties are not allowed ('{field}' was unexpected)"


def with_version(heading: dict[str, Any], details: object, **package: object) -> dict[str, Any]:
    return {**heading, "packages": {"chalk": {"versions": {"5.6.1": details}, **package}}}


@pytest.mark.parametrize(
    ("manifest", "is_valid"),
    [
        (with_version(SEVERAL, "Archived"), True),
        (with_version(SEVERAL, {"status": "Disposed", "reason": "why", "except": ["npm-forensics"]}), True),
        (with_version({**HEADING, "repositories": "all"}, "Unlisted"), True),
        (with_version(ONE, {"status": "Published", "over": "incident.yaml"}), True),
        (with_version(SEVERAL, "Published"), False),
        (with_version(SEVERAL, {"status": "Deleted"}), False),
        (with_version(SEVERAL, {"status": "Archived", "revision": "r1"}), False),
        (with_version(SEVERAL, {"status": "Archived", "over": "incident.yaml"}), False),
        (with_version(SEVERAL, "Archived", origin={"publish": "BLOCK", "upstream": "BLOCK"}), False),
        (with_version(SEVERAL, "Archived", onRemoval="retain"), False),
        (with_version({**SEVERAL, "onRemoval": "retain"}, "Archived"), False),
        ({**SEVERAL, "packages": {"chalk": {"status": "Deleted"}}}, False),
        (with_version(ONE, {"status": "Archived", "except": ["npm-forensics"]}), False),
        (with_version(ONE | SEVERAL, "Archived"), False),
        (with_version(HEADING, "Archived"), False),
    ],
)
def test_an_editor_complains_about_what_is_for_one_repository_or_for_several(
    manifest: dict[str, Any], *, is_valid: bool
) -> None:
    assert VALIDATOR.is_valid(manifest) == is_valid


@pytest.mark.parametrize(
    ("manifest", "path", "message"),
    [
        (with_version(SEVERAL, "Published"), "5.6.1", "'Published' is not one of ['Unlisted', 'Archived', 'Disposed']"),
        (with_version(SEVERAL, "archived"), "5.6.1", "'archived' is not one of ['Unlisted', 'Archived', 'Disposed']"),
        (with_version(SEVERAL, None), "5.6.1", "None is not one of ['Unlisted', 'Archived', 'Disposed']"),
        (
            with_version(SEVERAL, ["Archived"]),
            "5.6.1",
            "['Archived'] is not one of ['Unlisted', 'Archived', 'Disposed']",
        ),
        (with_version(SEVERAL, {"status": None}), "status", "None is not one of ['Unlisted', 'Archived', 'Disposed']"),
        (with_version(SEVERAL, {"reason": "why"}), "5.6.1", "'status' is a required property"),
        (with_version(SEVERAL, {"status": "Archived", "revision": "r"}), "5.6.1", unexpected("revision")),
        (with_version(SEVERAL, {"status": "Archived", "over": "x"}), "5.6.1", unexpected("over")),
        (with_version(SEVERAL, {"status": "Archived", "except": "x"}), "except", "'x' is not of type 'array'"),
        (with_version(SEVERAL, {"status": "Archived", "except": []}), "except", "[] should be non-empty"),
        (with_version(SEVERAL, "Archived", onRemoval="retain"), "chalk", unexpected("onRemoval")),
        ({**SEVERAL, "packages": {"chalk": {"status": "Deleted"}}}, "chalk", unexpected("status")),
        (with_version({**SEVERAL, "onRemoval": "retain"}, "Archived"), "", unexpected("onRemoval")),
        (with_version({**SEVERAL, "owner": "me"}, "Archived"), "", unexpected("owner")),
        (with_version(SEVERAL | {"repositories": "npm-*"}, "Archived"), "repositories", "'all' was expected"),
        (with_version(SEVERAL | {"repositories": {"a": "b"}}, "Archived"), "repositories", "'all' was expected"),
        (with_version(SEVERAL | {"repositories": []}, "Archived"), "repositories", "[] should be non-empty"),
        (with_version(SEVERAL | {"domain": ""}, "Archived"), "domain", "'' does not match "),
        (with_version(SEVERAL | {"domainOwner": "12"}, "Archived"), "domainOwner", "'12' does not match "),
        (with_version(SEVERAL | {"format": "npn"}, "Archived"), "format", "'npn' is not one of ['npm', 'pypi', "),
        (with_version(ONE | SEVERAL, "Archived"), "", unexpected("repository")),
        (with_version(HEADING, {"status": "Archived", "except": ["x"]}), "", "'repository' is a required property"),
        (with_version(ONE, {"status": "Archived", "except": ["x"]}), "5.6.1", unexpected("except")),
        (with_version(ONE, "Publishd"), "5.6.1", "'Publishd' is not one of ['Published', 'Unlisted', 'Archived', "),
        (with_version(ONE | {"repository": "npm-*"}, "Archived"), "repository", "'npm-*' does not match "),
        (with_version(ONE | {"repository": ["a1"]}, "Archived"), "repository", "['a1'] is not of type 'string'"),
        ({**ONE, "packages": {"chalk": {"status": "Archived"}}}, "status", "'Deleted' was expected"),
        ({**ONE, "packages": {"chalk": "Archived"}}, "chalk", "'Archived' is not of type 'object'"),
    ],
)
def test_an_editor_says_one_clear_thing_of_each_mistake(manifest: dict[str, Any], path: str, message: str) -> None:
    (error,) = VALIDATOR.iter_errors(manifest)
    assert not error.context
    assert best_match([error]) is error
    assert error.message.startswith(message)
    assert (error.absolute_path[-1] if path else "") == path


def test_a_misspelt_choice_of_repositories_is_said_without_what_follows_from_it() -> None:
    errors = VALIDATOR.iter_errors(
        with_version({**HEADING, "repositorys": "all"}, {"status": "Archived", "except": ["x"]})
    )
    assert {error.message for error in errors} == {unexpected("repositorys"), "'repository' is a required property"}


def test_an_editor_is_told_which_of_the_two_a_manifest_is() -> None:
    assert all(each["title"] and each["description"] for each in kinds_of_manifest())


def test_the_manifests_of_the_examples_fit_the_schema_as_editors_read_them() -> None:
    files = sorted(EXAMPLES.glob("*/packages/*.yaml"))
    assert files
    for file in files:
        VALIDATOR.validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_the_schema_lines_in_the_manifests_lead_to_the_schema() -> None:
    leads: list[bool] = []
    for file in [*EXAMPLES.glob("*/packages/*.yaml"), *GOLDEN.glob("every field*/*.yaml")]:
        line = re.search(r"yaml-language-server: \$schema=(\S+)", file.read_text(encoding="utf-8"))
        if line is None:
            continue
        is_remote = "://" in line[1]
        leads.append(is_remote)
        if is_remote:
            # A repository of data has no copy: it names the file of a tag.
            assert line[1].endswith(f"/{SCHEMA_FILE.relative_to(EXAMPLES.parent).as_posix()}")
        else:
            assert (file.parent / line[1]).resolve() == SCHEMA_FILE.resolve()
    assert set(leads) == {False, True}


def test_the_version_of_the_manifest_may_stand_without_quotes() -> None:
    heading = {"domain": "acme", "repository": "store", "format": "npm", "packages": {}}
    assert VALIDATOR.is_valid({"manifestVersion": 1, **heading})
    assert not VALIDATOR.is_valid({"manifestVersion": 2, **heading})


def test_the_export_writes_the_file_and_the_check_sees_whether_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "manifest.schema.json"
    assert main(["--check"], file) == 1
    assert main([], file) == 0
    assert main(["--check"], file) == 0
    file.write_text("{}", encoding="utf-8")
    assert main(["--check"], file) == 1
    assert "manifest.schema.json is out of date" in capsys.readouterr().err
