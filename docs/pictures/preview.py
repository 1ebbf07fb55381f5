# ruff: noqa: INP001 - a script, which nothing imports
"""Draws `preview.svg`, the preview in the README: run `python docs/pictures/preview.py`.

`tests/test_readme.py` holds the picture equal to what this script draws.
"""

import re
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE: Final = Path(__file__).parent
PICTURE: Final = HERE / "preview.svg"
README: Final = HERE.parents[1] / "README.md"

_WIDTH: Final = 84
_COLOURS: Final = {r"cannot be undone": "bold red", r"(?<!not )\bcan be undone": "green", r"\"[^\"]*\"": "dim"}
# rich's own frame, without the font that it would fetch from the network.
_FRAME: Final = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="A preview">
<style>
.{unique_id}-matrix {{
    font-family: ui-monospace, Menlo, Consolas, monospace;
    font-size: {char_height}px;
    line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect fill="#0c0c0c" x="1" y="1" width="{width}" height="{height}" rx="8" />
<g transform="translate({terminal_x}, 16)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def shown() -> str:
    """The preview that the README shows."""
    found = re.search(r"^```text\n(\$ pulumi preview\n.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if found is None:
        sys.exit("error: the README shows no preview. Nothing was drawn.")
    return found[1].rstrip()


def drawn(text: str) -> str:
    """The picture of a text, as SVG."""
    styled = Text(text)
    for pattern, colour in _COLOURS.items():
        styled.highlight_regex(pattern, colour)
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=_WIDTH, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(styled)
        # The last line gets no box to be drawn in, so it is an empty one.
        console.print()
    return console.export_svg(title="", theme=MONOKAI, code_format=_FRAME, unique_id="preview")


if __name__ == "__main__":
    PICTURE.write_text(drawn(shown()), encoding="utf-8")
