"""Text that others wrote passes through the engine: it does not panic, hides nothing, and no runner obeys."""

import re

import pytest

from emulator import Endpoint
from examples.sandbox import Finished, Sandbox
from tests.engine.by_hand import REMOVED
from tests.support.asking import statuses
from tests.support.stores import store

pytestmark = pytest.mark.engine

HEAD = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
REASONS = (
    "<{%x%}>",
    "<{%",
    "<{%fg 4%}><{%bg 4%}>",
    "::error::a",
    "##vso[task.complete]",
    "a\\u00adb\\U000E0041",
    "\\u202e",
)
VERSIONS = [f"{number}.0.0" for number in range(len(REASONS))]
SEED = store(npm={"chalk": VERSIONS})


def assert_harmless(finished: Finished) -> None:
    assert "panic" not in finished.text
    assert not re.search(r"##\w*\[|^\s*::", finished.text, re.MULTILINE), finished.text


def test_reasons_are_printed_as_text_and_the_run_ends_well(sandbox: Sandbox, endpoint: Endpoint) -> None:
    lines = [f'      "{number}.0.0": {{status: Disposed, reason: "{reason}"}}' for number, reason in enumerate(REASONS)]
    sandbox.declare("\n".join([f"{HEAD}  chalk:\n    versions:", *lines, ""]))
    preview = sandbox.preview("--color", "always")
    assert preview.exit_code == 0, preview.text
    assert_harmless(preview)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", preview.text)
    for version in VERSIONS:
        line = rf'{re.escape(version)}  Published -> Disposed  cannot be undone  "[^"]+"$'
        assert re.search(line, plain, re.MULTILINE), preview.text
    assert "\x1b[38;5;1mPublished -> Disposed  cannot be undone\x1b[0m" in preview.text
    up = sandbox.up()
    assert up.exit_code == 0, up.text
    assert_harmless(up)
    assert statuses(endpoint) == dict.fromkeys(VERSIONS, "Disposed")


def test_the_preview_has_the_colours_of_the_plan_where_the_engine_has_any(sandbox: Sandbox) -> None:
    sandbox.declare(f'{HEAD}  chalk: {{versions: {{"1.0.0": Disposed, "0.0.0": Archived}}}}\n')
    coloured = sandbox.preview("--color", "always").text
    assert "\x1b[1mchalk (npm) in acme/npm-store\x1b[0m" in coloured
    assert "1.0.0  \x1b[38;5;1mPublished -> Disposed  cannot be undone\x1b[0m" in coloured
    assert "0.0.0  \x1b[38;5;2mPublished -> Archived  can be undone\x1b[0m" in coloured
    plain = sandbox.preview("--color", "never").text
    assert "1.0.0  Published -> Disposed  cannot be undone" in plain
    assert not re.search(r"\x1b|<\{%", plain)


def test_the_preview_shows_every_revision_where_somebody_asks_for_the_difference(sandbox: Sandbox) -> None:
    """What the text takes together is in the engine's own difference of the resources."""
    sandbox.declare(f'{HEAD}  chalk: {{versions: {{"1.0.0": Disposed}}}}\n')
    assert "revision" not in sandbox.preview().text
    shown = sandbox.preview("--diff").text
    assert re.search(r'"?1\.0\.0"?\s*: "Published -> Disposed, revision \S+"', shown), shown


def test_a_fault_that_quotes_a_mark_is_printed_as_text(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(HEAD + '  "<{%x%}>": {versions: {"<{%fg 4%}><{%bg 4%}>": Disposed}}\n  "::error::a": {}\n')
    for finished in (sandbox.preview(), sandbox.up()):
        assert finished.exit_code not in {0, 7}
        assert_harmless(finished)
        assert "\\x3c{%x%}>" in finished.text
    assert not endpoint.calls


@pytest.mark.parametrize(
    "wrong",
    [["1.0.0 - 1.0.0", "0.0.0 1.0.0"], ["<{%x%}>", "5.6.x", "*", "::error::1.0.0"]],
    ids=["falls apart when it is packed", "is no version"],
)
def test_versions_by_hand_that_are_none_are_refused_in_a_tidy_line(
    sandbox: Sandbox, endpoint: Endpoint, wrong: list[str]
) -> None:
    """The engine prints all of them; what is said of each is held in `tests/plugin/test_checking.py`."""
    sandbox.replace_program(REMOVED.format(versions=dict.fromkeys(wrong, "Disposed"), on_removal="retain"))
    for finished in (sandbox.preview(), sandbox.up()):
        assert finished.exit_code not in {0, 7}
        assert_harmless(finished)
        assert "Traceback" not in finished.text
        assert "property versions" in finished.text
        assert " names `" in finished.text
    assert not endpoint.calls.writes
