"""The text of `changes`, which a plan file binds: what is written is read, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.changes import ORIGIN_KEY, from_lines, to_lines
from packagestate.provider.plan.model import Changes, OriginChange, Transition
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.strategies import changes

OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)

keys = st.sampled_from(["1.0.0", ORIGIN_KEY, "a b", "a/b", "a#b", ""])
nearly_lines = st.one_of(
    st.text(max_size=10),
    st.from_regex(
        r"(Published|Archived|Disposed|Deleted|gone) -> (Archived|Disposed|Published),? revision \S?", fullmatch=True
    ),
    st.from_regex(r"(absent|publish (ALLOW|BLOCK), upstream ALLOW) -> publish (ALLOW|BLOCK), upstream ALLOW ?"),
)


@given(changes)
def test_changes_survive_being_written_and_read(original: Changes) -> None:
    """Round trip: what was written is read as the same changes, and written again as the same lines."""
    lines = to_lines(original)
    assert from_lines(lines) == original
    assert to_lines(from_lines(lines)) == lines


@given(st.dictionaries(keys, nearly_lines))
def test_lines_are_read_as_they_were_written_or_not_at_all(lines: dict[str, str]) -> None:
    """Strict: every text that is accepted is exactly what its changes are written as."""
    try:
        read = from_lines(lines)
    except ValueError:
        return
    assert to_lines(read) == lines


def test_the_text_is_a_format_that_plan_files_hold() -> None:
    lines = {
        "5.6.1": "Published -> Disposed, revision KW9Kx0Y+/w==",
        "origin configuration": "publish ALLOW, upstream ALLOW -> publish BLOCK, upstream BLOCK",
    }
    transition = Transition("5.6.1", Status.PUBLISHED, Status.DISPOSED, "KW9Kx0Y+/w==")
    assert to_lines(Changes((transition,), OriginChange(OPEN, CLOSED))) == lines


def test_an_absent_package_has_no_origin_configuration_to_change_from() -> None:
    lines = {"origin configuration": "absent -> publish BLOCK, upstream BLOCK"}
    assert to_lines(Changes(origin=OriginChange(None, CLOSED))) == lines
    assert from_lines(lines) == Changes(origin=OriginChange(None, CLOSED))


def test_nothing_to_change_is_no_line() -> None:
    assert to_lines(Changes()) == {}
    assert from_lines({}) == Changes()


def test_transitions_are_sorted_whatever_the_order_of_the_lines() -> None:
    line = "Published -> Archived, revision r"
    assert [each.version for each in from_lines({"2.0.0": line, "1.0.0": line}).transitions] == ["1.0.0", "2.0.0"]


@pytest.mark.parametrize(
    ("key", "line", "reason"),
    [
        pytest.param("a b", "Published -> Archived, revision r", "`a b` is not a version", id="white space in a key"),
        pytest.param("1.0.0", "Published -> Archived", "is not of the form", id="no revision"),
        pytest.param("1.0.0", "Published -> Archived, revision r ", "is not of the form", id="something after it"),
        pytest.param("1.0.0", "Published -> Hidden, revision r", "is not of the form", id="no status"),
        pytest.param("1.0.0", 1.0, "`1.0` is not of the form", id="a number"),
        pytest.param("1.0.0", "\x1b[2J", r"`\x1b[2J` is not of the form", id="what could act on a terminal"),
        pytest.param(
            "1.0.0", "Disposed -> Published, revision r", "no call leads from Disposed to Published", id="illegal"
        ),
        pytest.param(
            "1.0.0", "Archived -> Archived, revision r", "no call leads from Archived to Archived", id="no transition"
        ),
        pytest.param(ORIGIN_KEY, "absent -> absent", "is not of the form", id="no configuration"),
        pytest.param(ORIGIN_KEY, None, "`None` is not of the form", id="no text"),
        pytest.param(ORIGIN_KEY, f"{OPEN} -> {OPEN}", "changes nothing", id="the same configuration"),
    ],
)
def test_a_line_is_refused_with_its_key_and_the_reason(key: str, line: object, reason: str) -> None:
    with pytest.raises(ValueError, match=r"^`") as refusal:
        from_lines({key: line})
    assert reason in str(refusal.value)
    assert f"`{key}`" in str(refusal.value)
