"""The provider: from desired package state to guarded AWS calls.

`from provider import Package` is all that a program of one's own needs.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provider.resource import Package as Package

__all__ = ["Package"]


def __getattr__(name: str) -> object:
    """Import the resource only where it is asked for: pulumi takes a fifth of a second to import."""
    if name == "Package":
        from provider.resource import Package  # noqa: PLC0415 - see the docstring

        return Package
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
