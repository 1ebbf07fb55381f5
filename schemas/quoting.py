"""Texts without quotes that this program keeps as they are written, and other YAML tools do not."""

import re
from collections.abc import Iterable
from typing import Final

from yaml.resolver import Resolver

from schemas.errors import Fault, shortened
from schemas.nodes import Node, Scalar, entry_at

# What YAML 1.2 reads as a number and YAML 1.1, which PyYAML knows, does not.
# Source: YAML 1.2.2, section 10.3.2, tag resolution of the core schema.
_CORE_SCHEMA_NUMBER: Final = re.compile(r"0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def is_misread(text: str) -> bool:
    """Whether other YAML tools take a text without quotes for something else than text.

    Args:
        text: The text, such as `1.10`, which many read as the number 1.1.

    Returns:
        Whether YAML 1.1 or YAML 1.2 makes a number, a date, a truth value or nothing of it.
    """
    patterns = Resolver.yaml_implicit_resolvers.get(text[:1], ())
    return any(pattern.match(text) for _, pattern in patterns) or _CORE_SCHEMA_NUMBER.fullmatch(text) is not None


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
            f"`{shortened(scalar.text)}` is kept as it is written. Other YAML tools would take it for something else "
            "than text, and change it.",
            f'Put it in quotes: `"{shortened(scalar.text)}"`.',
            scalar.place,
        )
        for scalar in unquoted
        if version is None or scalar is not version.value
    )
