"""The manifest's JSON Schema, which gives editors completion: `python -m packagestate.schemas.export [--check]`.

Draft-07, because that is what editors support best. It says what can be said about one file and its fields; what
package names mean, and what several files say together, only `schemas.load` can judge.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from packagestate.schemas.manifest import MANIFEST_VERSION, WHICH, Manifest
from packagestate.schemas.owners import (
    NOT_WIDE_FIELDS,
    ONLY_WIDE_VERSION_FIELDS,
    WIDE_PACKAGE_FIELDS,
    WIDE_VERSION_FIELDS,
)
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

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        generated = super().str_schema(schema)
        # A pattern says the length too, where it has one: a text that is too short would be two errors.
        implied = {"minLength", "maxLength"} if "+" not in generated.get("pattern", "+") else {"minLength"}
        return {key: value for key, value in generated.items() if "pattern" not in generated or key not in implied}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        return _without_type(super().literal_schema(schema))

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        return _without_type(super().enum_schema(schema))

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        text, other = super().tagged_union_schema(schema)["oneOf"]
        return _by_type("array" if other.get("type") == "array" else "object", other, text)

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        generated = super().dict_schema(schema)
        return generated | {"additionalProperties": False} if "patternProperties" in generated else generated


def _divided(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema with what can be said of one repository apart from what can be said of several.

    The models hold both, so that the loader can say what is wrong in its own words. Here a manifest is held against one
    of the two, by the field that it names: of a choice an editor shows the errors of every branch.
    """
    definitions = schema["definitions"]
    entry, details = definitions["PackageEntry"], definitions["VersionDetails"]
    definitions["WideVersionDetails"] = _only(details, "WideVersionDetails", _WIDE_VERSION, WIDE_VERSION_FIELDS)
    of_one = tuple(key for key in details["properties"] if key not in ONLY_WIDE_VERSION_FIELDS)
    definitions["VersionDetails"] = _only(details, "VersionDetails", details["description"], of_one)
    definitions["WidePackageEntry"] = _only(entry, "WidePackageEntry", _WIDE_PACKAGE, WIDE_PACKAGE_FIELDS)
    definitions["WideVersionDetails"]["properties"]["status"]["enum"] = [*FLOORS]
    versions = definitions["WidePackageEntry"]["properties"]["versions"]["patternProperties"]
    for pattern in versions:
        versions[pattern] = _by_type("object", {"$ref": "#/definitions/WideVersionDetails"}, {"enum": [*FLOORS]})
    packages = {"additionalProperties": schema["properties"]["packages"].pop("additionalProperties")}
    wide_packages = {"additionalProperties": {"$ref": "#/definitions/WidePackageEntry"}}
    # What is allowed depends on the kind. The fields themselves stay outside, where editors find all of them to offer.
    del schema["additionalProperties"]
    fields = tuple(schema["properties"])
    one, several = WHICH
    return schema | {
        "allOf": [
            {
                "if": {"anyOf": [{"required": ["rules"]}, {"required": ["advisories"]}]},
                "else": {"required": ["packages"]},
            }
        ],
        "if": {"required": [several]},
        "then": _closed(
            "Several repositories",
            "In each repository that holds a version that is named, it is at least as restrictive as declared.",
            (key for key in fields if key not in {one, *NOT_WIDE_FIELDS}),
            wide_packages,
        ),
        "else": {
            "if": {"required": [one]},
            "then": _closed(
                "One repository",
                "Each version that is named has exactly the status that is declared.",
                (key for key in fields if key != several),
                packages,
            ),
            # What its packages may say is not known yet.
            "else": _closed("No repository", "A manifest names one of the two.", fields, {}) | {"required": [one]},
        },
    }


def _closed(title: str, description: str, fields: Iterable[str], packages: JsonSchemaValue) -> JsonSchemaValue:
    """The fields that one kind of manifest has, and no other."""
    properties: dict[str, Any] = {key: packages if key == "packages" else {} for key in fields}
    return {"title": title, "description": description, "properties": properties, "additionalProperties": False}


def _without_type(words: JsonSchemaValue) -> JsonSchemaValue:
    """Words that a text has to be: another type would be two errors."""
    return {key: value for key, value in words.items() if key != "type"}


def _by_type(kind: str, of_kind: JsonSchemaValue, other: JsonSchemaValue) -> JsonSchemaValue:
    """A choice by the type of the value, with the errors of one branch only."""
    return {"if": {"type": kind}, "then": of_kind, "else": other}


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
