"""A bug leaves its traceback, and nothing in it that a terminal or the engine would obey."""

import pytest

from packagestate.provider.plugin.hook_errors import plainly, printable_traceback


def test_a_traceback_is_safe_to_print() -> None:
    with pytest.raises(KeyError) as raised:
        _ = dict[str, str]()["<{%reset%}>\x1b[31m"]
    text = printable_traceback(raised.value)
    assert "test_a_traceback_is_safe_to_print" in text
    assert "<{%" not in text
    assert "\x1b" not in text


def test_a_bug_in_a_hook_is_raised_in_safe_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="ValueError: ") as raised, plainly():
        raise ValueError("<{%bold%}>")
    assert "<{%" not in f"{raised.value}{capsys.readouterr().err}"
    with pytest.raises(ValueError, match="plain words"), plainly():
        raise ValueError("plain words")
