import re
import sys
import unicodedata
from typing import Annotated

import botocore.session
import pytest
from pydantic import TypeAdapter
from pydantic_core import SchemaValidator, ValidationError

from packagestate.schemas import names
from packagestate.schemas.coordinates import LONGEST_NAME, SEGMENT, Format
from packagestate.schemas.desired import Restriction
from packagestate.schemas.status import Status
from packagestate.schemas.text import FORBIDDEN, printable

SHAPES = botocore.session.Session().get_service_model("codeartifact")
RULES = {
    "DomainName": names.DOMAIN,
    "AccountId": names.ACCOUNT,
    "RepositoryName": names.REPOSITORY,
    "PackageNamespace": names.NAMESPACE,
    "PackageName": names.PACKAGE,
    "PackageVersion": names.VERSION,
    "PackageVersionRevision": names.REVISION,
}


def takes(rule: names.Rule, text: str) -> bool:
    try:
        SchemaValidator(rule.schema).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("shape", RULES)
def test_lengths_are_those_of_the_service_model(shape: str) -> None:
    rule = TypeAdapter(Annotated[str, RULES[shape]]).json_schema()
    metadata = SHAPES.shape_for(shape).metadata
    assert (rule["minLength"], rule["maxLength"]) == (metadata["min"], metadata["max"])


@pytest.mark.parametrize("shape", RULES)
def test_patterns_are_those_of_the_service_model_without_what_is_forbidden(shape: str) -> None:
    rule = TypeAdapter(Annotated[str, RULES[shape]]).json_schema()["pattern"].replace(FORBIDDEN, "")
    # `\S` is `[^\s]`.
    assert rule == "^" + SHAPES.shape_for(shape).metadata["pattern"].replace(r"\S", r"[^\s]") + "$"


def test_the_longest_name_is_that_of_the_service_model() -> None:
    assert SHAPES.shape_for("PackageName").metadata["max"] == LONGEST_NAME
    assert SEGMENT.startswith("[^")


def test_the_words_are_those_of_the_service_model() -> None:
    assert list(Format) == SHAPES.shape_for("PackageFormat").enum
    assert set(Status) == set(SHAPES.shape_for("PackageVersionStatus").enum)
    assert list(Restriction) == SHAPES.shape_for("AllowPublish").enum == SHAPES.shape_for("AllowUpstream").enum


def test_no_version_holds_a_character_at_which_python_splits_text() -> None:
    separators = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
    assert separators
    assert not [character for character in separators if takes(names.VERSION, f"1{character}0")]


def test_a_line_break_at_the_end_is_refused() -> None:
    assert takes(names.DOMAIN, "acme")
    assert not takes(names.DOMAIN, "acme\n")
    assert not takes(names.ACCOUNT, "01234567890\n")


def test_a_name_holds_no_character_that_is_printed_as_its_escape() -> None:
    """Unassigned characters aside: they are drawn as a box, and the next version of Unicode gives them a meaning."""
    categories = {code: unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1)}
    escaped = [
        chr(code)
        for code, category in categories.items()
        if category not in {"Cn", "Cs"} and printable(chr(code)) != chr(code)
    ]
    assert len(escaped) > 137_000
    assert not [character for character in escaped if re.fullmatch(SEGMENT, f"a{character}b")]
    for character in ("\u00ad", "\u061c", "\u034f", "\u3164", "\ufe0f", "\ufff9", "\U000e0041", "\U000e0101", "<"):
        for rule in (names.NAMESPACE, names.PACKAGE, names.VERSION, names.REVISION):
            assert not takes(rule, f"a{character}b")


def test_what_is_forbidden_hides_or_is_obeyed_and_nothing_else_is_forbidden() -> None:
    forbidden = [chr(code) for code in range(sys.maxunicode + 1) if re.match(f"[{FORBIDDEN}]", chr(code))]
    assert [character for character in forbidden if printable(character) == character] == ["<", "\ufffc", "\ufffd"]


def test_a_name_holds_nothing_that_a_terminal_obeys_or_a_reader_does_not_see() -> None:
    unseen = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in {"Cc", "Zl", "Zp"}]
    for character in [*unseen, "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff"]:
        assert not takes(names.PACKAGE, f"a{character}b")
        assert not takes(names.REVISION, f"a{character}b")
    assert takes(names.PACKAGE, "größe-名前")
