import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped] # its stubs are a package of their own
import pytest
import yaml

from packagestate.schemas.document import compose
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.export import SCHEMA_FILE, exported, main
from packagestate.schemas.files import read
from packagestate.schemas.validation import validate
from tests.schemas.golden import CASES, GOLDEN

VALIDATOR = jsonschema.Draft7Validator(json.loads(exported()))
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_exported_schema_is_what_the_models_say() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == exported()


def test_the_exported_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(VALIDATOR.schema)


def test_every_field_is_described_and_every_map_is_closed() -> None:
    for definition in [VALIDATOR.schema, *VALIDATOR.schema["definitions"].values()]:
        assert definition["description"]
        assert definition["type"] != "object" or definition["additionalProperties"] is False
        assert all(field["description"] for field in definition.get("properties", {}).values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_schema_and_models_judge_the_golden_manifests_alike(case: Path) -> None:
    for file in sorted(case.rglob("*.y*ml")):
        try:
            document = compose(read(file), file.name)
        except ManifestError:
            continue
        if document.root is not None and not document.faults:
            _, faults = validate(document.root)
            held = yaml.load(read(file), Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts, lists and maps only
            assert VALIDATOR.is_valid(held) == (not faults), file.name


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
