"""Every `--help` is text for people, and nothing that only the library behind it understands."""

from collections.abc import Iterator

import click
import pytest

from packagestate.provider.cli import main, packagestate


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command and group, by the words that run it."""
    yield before
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)
        else:
            yield (*before, name)


@pytest.mark.parametrize("words", [*commands(packagestate)], ids=" ".join)
def test_no_help_shows_a_mark_of_the_library(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(" ".join(["Usage: packagestate", *words]))
    assert not {"\\b", "\b", "\f", "\\f"} & {
        text[start : start + size] for size in (1, 2) for start in range(len(text))
    }
    examples = text.partition("Example")[2].splitlines()[1:]
    assert all(line.startswith(" ") for line in examples if line)
