"""The settings of a stack, read from its file without the engine."""

from pathlib import Path

import pytest

from packagestate.schemas.errors import ConfigurationError, ManifestError
from packagestate.schemas.stack_file import read_stack_file, stack_file


def read(folder: Path, text: str) -> dict[str, str]:
    file = stack_file(folder, "acme/packagestate/prod")
    assert file.name == "Pulumi.prod.yaml"
    file.write_text(text, encoding="utf-8")
    return read_stack_file(file, "packagestate")


def test_plain_values_of_the_namespace_are_text_as_it_is_written(tmp_path: Path) -> None:
    text = (
        "encryptionsalt: v1:abc=\nconfig:\n  packagestate:region: &region eu-west-1\n"
        "  packagestate:irreversibleLimit: 40\n  packagestate:changedFractionLimit: '0.50'\n"
        "  packagestate:profile: null\n  packagestate:endpoint:\n  packagestate:manifests: ''\n"
        "  other:region: *region\n  other:secret: {secure: abc}\n  other:list: [1]\n"
    )
    assert read(tmp_path, text) == {
        "packagestate:region": "eu-west-1",
        "packagestate:irreversibleLimit": "40",
        "packagestate:changedFractionLimit": "0.50",
        "packagestate:manifests": "",
    }


@pytest.mark.parametrize("text", ["", "{}\n", "config:\n", "config: {}\n", "environment: [shared]\n", "~\n"])
def test_a_file_without_settings_holds_none(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == {}


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("config:\n  packagestate:region: {secure: abc}\n", ":2:24", "is a secret"),
        ("config:\n  packagestate:region: [a]\n", ":2:24", "is a list or a map"),
        ("config:\n  packagestate:region: {a: b}\n", ":2:24", "is a list or a map"),
        ("config: [a]\n", ":1:9", "is not a map"),
        ("settings\n", ":1:1", "is not a map"),
        ("config:\n  packagestate:region: a\n  packagestate:region: b\n", ":3:3", "packagestate:region"),
    ],
)
def test_what_is_no_plain_value_is_a_fault_with_its_place(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    (fault,) = caught.value.faults
    assert f"Pulumi.prod.yaml{place}:" in str(fault)
    assert words in str(fault)
    assert "abc" not in str(fault)


def test_a_file_that_is_missing_or_no_yaml_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Stack file is missing"):
        read_stack_file(stack_file(tmp_path, "prod"), "packagestate")
    with pytest.raises(ManifestError, match="Not YAML"):
        read(tmp_path, "config: [\n")
