"""Names that package managers send, held against the pattern that the API gives them back in."""

import re
from typing import Final

from emulator.store import InvalidRequestError, PackageKey

_PATTERN: Final = re.compile(r"[^#/\s]{1,255}")
"""Source: botocore's model, `PackageName`, `PackageNamespace` and `PackageVersion`."""


def check_names(key: PackageKey, version: str) -> None:
    """Hold a package's and a version's name against the pattern.

    Undocumented (Q0): that a registry of CodeArtifact answers 400.

    Args:
        key: The package.
        version: The version.

    Raises:
        InvalidRequestError: A name is empty, too long, or holds white space, `#` or `/`.
    """
    for name in filter(None, (key.namespace, key.name)):
        _check(name)
    _check(version)


def _check(name: str) -> None:
    if not _PATTERN.fullmatch(name):
        raise InvalidRequestError(f"{name!r} is no name of a package or a version")
