"""The manifest's JSON Schema, which gives editors completion: `python -m packagestate.schemas.export [--check]`.

Draft-07, because that is what editors support best. It says what can be said about one file and its fields; what
package names mean, and what several files say together, only `schemas.load` can judge.
"""

import argparse
import json
import sys
from collections.abc import Collection
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from packagestate.schemas.manifest import MANIFEST_VERSION, Manifest
from packagestate.schemas.status import FLOORS

#: Where the schema is kept, beside the models that it says the same as.
SCHEMA_FILE: Final = Path(__file__).resolve().with_name("manifest.schema.json")


_WIDE_PACKAGE: Final = "What the named versions of a package must at least be, in each repository that holds one."
_WIDE_VERSION: Final = "What one version must at least be, with what else there is to say about it."


class _ManifestSchema(GenerateJsonSchema):
    """Pydantic's own JSON Schema, but draft-07, without fields' titles, and without the null that no manifest holds."""

    def generate(self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        generated = super().generate(schema, mode)
        generated["definitions"] = generated.pop("$defs")
        for definition in generated["definitions"].values():
            # What follows the first paragraph is for those who read the code.
            definition["description"] = definition["description"].partition("\n")[0]
        generated["properties"]["manifestVersion"] = {
            # Editors read the 1 without quotes as a number.
            "enum": [int(MANIFEST_VERSION), MANIFEST_VERSION],
            "description": generated["properties"]["manifestVersion"]["description"],
        }
        return (
            {"$schema": "http://json-schema.org/draft-07/schema#"}
            | _divided(generated)
            | {"title": "packagestate manifest"}
        )

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        generated = super().default_schema(schema)
        return {key: value for key, value in generated.items() if (key, value) != ("default", None)}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        generated = super().dict_schema(schema)
        return generated | {"additionalProperties": False} if "patternProperties" in generated else generated


def _divided(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema with what can be said of one repository apart from what can be said of several.

    The models hold both, so that the loader can say what is wrong in its own words.
    """
    definitions = schema["definitions"]
    entry, details = definitions["PackageEntry"], definitions["VersionDetails"]
    definitions["WideVersionDetails"] = _only(
        details, "WideVersionDetails", _WIDE_VERSION, ("status", "reason", "except")
    )
    definitions["VersionDetails"] = _only(
        details,
        "VersionDetails",
        details["description"],
        tuple(key for key in details["properties"] if key != "except"),
    )
    definitions["WidePackageEntry"] = _only(entry, "WidePackageEntry", _WIDE_PACKAGE, ("versions",))
    definitions["WideVersionDetails"]["properties"]["status"]["enum"] = [*FLOORS]
    (versions,) = definitions["WidePackageEntry"]["properties"]["versions"]["patternProperties"].values()
    versions["oneOf"] = [{"enum": [*FLOORS], "type": "string"}, {"$ref": "#/definitions/WideVersionDetails"}]
    packages = schema["properties"]["packages"]
    of_one = {"additionalProperties": packages.pop("additionalProperties")}
    of_several = {"additionalProperties": {"$ref": "#/definitions/WidePackageEntry"}}
    schema["oneOf"] = [
        {
            "title": "One repository",
            "description": "Each version that is named has exactly the status that is declared.",
            "required": ["repository"],
            "properties": {"packages": of_one},
        },
        {
            "title": "Several repositories",
            "description": "In each of the repositories that holds a version that is named, it is at least as "
            "restrictive as declared.",
            "required": ["repositories"],
            "properties": {"packages": of_several, "onRemoval": False},
        },
    ]
    return schema


def _only(definition: JsonSchemaValue, title: str, description: str, fields: Collection[str]) -> JsonSchemaValue:
    """A copy of a definition with some of its fields."""
    copied = deepcopy(definition)
    properties = {key: value for key, value in copied["properties"].items() if key in fields}
    return copied | {"title": title, "description": description, "properties": properties}


def exported() -> str:
    """The schema as text.

    Returns:
        JSON, with a line break at the end.
    """
    schema: dict[str, Any] = Manifest.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_ManifestSchema
    )
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str], file: Path = SCHEMA_FILE) -> int:
    """Write the schema, or see that it has been written.

    Args:
        arguments: The arguments of the command.
        file: Where the schema is kept.

    Returns:
        The exit code: 1 where the file is not what would be written.
    """
    parser = argparse.ArgumentParser(
        "python -m packagestate.schemas.export", description="Export the manifest's JSON Schema."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the file is out of date")
    is_check = parser.parse_args(arguments).check
    if not is_check:
        file.write_text(exported(), encoding="utf-8")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == exported():
        return 0
    sys.stderr.write(
        f"{file.name} is out of date.\n\nhint: run `python -m packagestate.schemas.export` and commit the file\n"
    )
    return 1


if __name__ == "__main__":  # pragma: no cover - the tests call main
    sys.exit(main(sys.argv[1:]))
