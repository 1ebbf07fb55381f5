"""What package formats demand of names: which have a namespace, and which spellings mean the same package.

The patterns and lengths of the model are left to `emulator.codeartifact.validation`.
"""

import re

from emulator.store.errors import InvalidRequestError
from emulator.store.model import PackageFormat, PackageKey

NAMESPACE_REQUIRED = frozenset({PackageFormat.MAVEN, PackageFormat.SWIFT, PackageFormat.GENERIC})
"""Source: botocore's model, `namespace` of the package operations."""

NAMESPACE_FORBIDDEN = frozenset({PackageFormat.PYPI, PackageFormat.NUGET, PackageFormat.RUBY, PackageFormat.CARGO})
"""Source: botocore's model: these formats "do not have a namespace"."""


def check_namespace(key: PackageKey) -> None:
    """Hold a package's namespace against its format.

    Undocumented (Q0): that AWS answers ValidationException, and its words.

    Raises:
        InvalidRequestError: The namespace is missing, or the format has none.
    """
    if key.format in NAMESPACE_REQUIRED and not key.namespace:
        raise InvalidRequestError(f"A namespace is required for packages of format {key.format}.")
    if key.format in NAMESPACE_FORBIDDEN and key.namespace:
        raise InvalidRequestError(f"Packages of format {key.format} do not have a namespace.")


def normalised(name: str) -> str:
    """A PyPI name as the index and the API know it, in lower case with runs of `.`, `-` and `_` as one `-`.

    Source: PEP 503; UG python-name-normalization.
    """
    return re.sub(r"[-_.]+", "-", name).lower()
