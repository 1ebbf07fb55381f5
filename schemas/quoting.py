"""Texts without quotes that this program keeps as they are written, and other YAML tools do not."""

from collections.abc import Iterable

from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.nodes import Node, Scalar, entry_at, place_of


def warnings_of(unquoted: Iterable[Scalar], root: Node | None) -> tuple[Fault, ...]:
    """A warning for each text that other tools misread.

    Args:
        unquoted: The texts.
        root: The document that they stand in.

    Returns:
        The warnings, without one for the version of the manifest: where that is read as a number, nothing is lost.
    """
    version = None if root is None else entry_at(root, ("manifestVersion",))
    return tuple(
        Fault(
            "Text without quotes",
            f"`{shortened(scalar.value)}` is kept as it is written. Other YAML tools would take it for something else "
            "than text, and change it.",
            f'put it in quotes: `"{shortened(scalar.value)}"`',
            place_of(scalar),
        )
        for scalar in unquoted
        if version is None or scalar is not version.value
    )
