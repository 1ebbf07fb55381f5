"""Names that a plan writes in few words, as a shell would read them."""

import re


def expanded(text: str) -> list[str]:
    """The names that `npm-{live,store}, team-{01..03,07}, tools` stands for."""
    names: list[str] = []
    for stem, ends, plain in re.findall(r"([^{}, ]+)\{([^{}]*)\}|([^{}, ]+)", text):
        if plain:
            names.append(plain)
        for end in ends.split(",") if stem else ():
            first, dots, last = end.partition("..")
            if dots:
                width = len(first)
                assert width == len(last)
                names += [f"{stem}{number:0{width}}" for number in range(int(first), int(last) + 1)]
            else:
                names.append(stem + end)
    return names
