"""Package state as code for AWS CodeArtifact: `from packagestate import Package`.

The code is in the folders `provider` and `schemas`, which are parts of this package: in the repository by links, in the
wheel as they are. So a program that imports it can have modules of these names itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from packagestate.provider.removals import RemovalsProvider
    from packagestate.provider.resource import Package, PackageProvider

__all__ = ["Package", "PackageProvider", "RemovalsProvider"]

_MODULES = {"Package": "resource", "PackageProvider": "resource", "RemovalsProvider": "removals"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import what is asked for, and no earlier: the command needs none of it, and pulumi takes 0.2 s to import."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"packagestate.provider.{_MODULES[name]}"), name)
