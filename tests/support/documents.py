"""What stands in our documents."""

import re
from collections.abc import Iterator


def blocks(text: str, language: str) -> list[str]:
    """The fenced code of one language, without the indentation of a list that it stands in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]


def section(text: str, title: str) -> str:
    """What stands below a heading of the second level, up to the next one."""
    (body,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(body)


def cells(text: str) -> list[list[str]]:
    """The rows of all tables, without those of headings."""
    tables = re.findall(r"^\|.*\n\|[-|: ]+\n((?:\|.*\n?)*)", text, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def prose(text: str) -> Iterator[str]:
    """The lines that are neither code, nor rows of tables, nor what a program has printed as Markdown."""
    is_code = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code and not line.lstrip().startswith(("|", ">")):
            yield line


def unbroken(text: str) -> str:
    """A text in one line: of code too, whose strings and comments go on in the next one."""
    without_quotes = re.sub(r"\"\s*\n\s*f?\"", "", text)
    return re.sub(r"\s*\n\s*(?:#:?\s+)?", " ", without_quotes)


def shown(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a page with what it shows of their output, in its order."""
    found = (block.splitlines() for block in blocks(text, "text") if block.startswith("$ "))
    return [(command.removeprefix("$ "), lines) for command, *lines in found]
