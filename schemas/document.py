"""From the text of a YAML file to a tree of nodes, with the checks that YAML itself does not make."""

import io
from dataclasses import dataclass

import yaml

from schemas.composer import Composer
from schemas.errors import Fault, ManifestError, Place
from schemas.nodes import Node, Scalar


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds.

    Attributes:
        root: The outermost node; None where the file is empty.
        unquoted: The texts that other YAML tools would read as something else than text.
        faults: What is wrong with the file, though it could be read.
    """

    root: Node | None
    unquoted: tuple[Scalar, ...]
    faults: tuple[Fault, ...]


class _NamedText(io.StringIO):
    """A text with the name of its file, which PyYAML puts into every mark."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def compose(text: str, file: str) -> Document:
    """Read the text of a YAML file.

    Args:
        text: The text.
        file: The file's name, for places.

    Returns:
        The document.

    Raises:
        ManifestError: The text is no YAML, or a YAML that would be too much.
    """
    composer = Composer()
    try:
        composer.read(yaml.CBaseLoader(_NamedText(text, file)).get_event)
    except yaml.MarkedYAMLError as error:
        raise ManifestError.of(
            "Not YAML",
            f"The file stops being YAML here: {', '.join(filter(None, (error.problem, error.context)))}.",
            "mend the YAML at this place or just before it",
            Place.at(error.problem_mark or error.context_mark),
        ) from error
    except yaml.reader.ReaderError as error:
        raise ManifestError.of(
            "Not YAML",
            f"A character that YAML does not allow stands here, U+{error.character:04X}.",
            "take the character out, or write it as an escape in double quotes",
            Place.after(text.encode()[: error.position].decode(errors="ignore"), file),
        ) from error
    return Document(composer.root, tuple(composer.unquoted), tuple(composer.faults))
