"""Text that others wrote, printed: nothing in it is obeyed by a terminal, the engine, or the runner of a pipeline."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.report.comment import escaped
from packagestate.provider.report.documents import written
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.text import printable

# Pieces that attacks are put together from.
PIECES = st.sampled_from(
    ["<", "{", "%", "}", ">", "<{%", "%}>", "#", "##", "[", "vso", "::", ":", " ", "a", "\n", "\u00ad"]
)
OBEYED = re.compile(r"<\{%|##[A-Za-z-]*\[|^\s*::", re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<{%x%}>", "\\x3c{%x%}>"),
        ("<{%fg 4%}><{%bg 4%}>", "\\x3c{%fg 4%}>\\x3c{%bg 4%}>"),
        ("a <{% b", "a \\x3c{% b"),
        ("<<{%", "<\\x3c{%"),
        ("::error::a", "\\x3a:error::a"),
        ("  ::stop-commands::a", "  \\x3a:stop-commands::a"),
        ("\t::add-mask::a", "\\t::add-mask::a"),
        ("##[error]a", "\\x23#[error]a"),
        ("a ##vso[task.setvariable variable=PATH]b", "a \\x23#vso[task.setvariable variable=PATH]b"),
        ("##teamcity[buildStop]", "\\x23#teamcity[buildStop]"),
        ("###[error]", "#\\x23#[error]"),
        ("1 < 2, ## a heading, std::vector, 100%", "1 < 2, ## a heading, std::vector, 100%"),
    ],
)
def test_what_a_program_would_obey_is_printed_as_text(text: str, safe: str) -> None:
    assert printable(text) == safe


IGNORED = ("\u00ad", "\u061c", "\u034f", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e", "\u3164", "\uffa0", "\ufe0f")
SPACES_AND_SIGNS = ("\u00a0", "\u2007", "\u202f", "\u3000", "\u2800", "\U000e0041", "\U000e0101", "\U0001d159")


@pytest.mark.parametrize("character", [*IGNORED, *SPACES_AND_SIGNS])
def test_what_nobody_sees_is_printed_as_its_escape(character: str) -> None:
    assert printable(f"a{character}b") == f"a{character.encode('unicode_escape').decode()}b"


def test_letters_marks_and_signs_of_every_script_are_printed_as_they_are() -> None:
    for text in ("größe-名前", "naïve", "नमस्ते", "שלום", "ข้อมูล", "👍", "e\u0301"):
        assert printable(text) == text


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_text_however_put_together_is_obeyed(text: str) -> None:
    safe = printable(text)
    assert OBEYED.search(safe) is None
    assert printable(safe) == safe
    fault = str(Fault("Wrong", f"`{text}` is wrong.", text, Place(text, 1, 1)))
    assert OBEYED.search(fault) is None
    document = written({"reason": text})
    assert "##" not in document
    assert OBEYED.search(escaped(text)) is None


@given(st.characters())
def test_whatever_is_printed_has_a_shape_or_is_a_common_space(character: str) -> None:
    for each in printable(character):
        assert each == " " or unicodedata.category(each)[0] not in "CZ"
