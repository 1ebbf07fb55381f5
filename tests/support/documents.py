"""What stands in our documents."""

import re


def blocks(text: str, language: str) -> list[str]:
    """The fenced code of one language, without the indentation of a list that it stands in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]
