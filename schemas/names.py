"""The names that AWS gives things, as types that hold their rules: for manifests, and for the inputs of a resource.

Source: botocore's model of CodeArtifact, the shapes `DomainName`, `AccountId`, `RepositoryName`, `PackageName`,
`PackageNamespace`, `PackageVersion` and `PackageVersionRevision`. A pattern here is AWS's own, between `^` and `$`;
where AWS allows everything but some characters, those that cannot be seen are left out too.
"""

from typing import Annotated, Final

from pydantic import StringConstraints

from schemas.coordinates import LONGEST_NAME, SEGMENT, UNSEEN

_SEGMENT: Final = f"^{SEGMENT}$"
_OPAQUE: Final = rf"^[^\s{UNSEEN}]+$"

#: The most characters of a reason; ours, so that a plan stays readable.
LONGEST_REASON: Final = 500

Domain = Annotated[
    str, StringConstraints(min_length=2, max_length=50, pattern=r"^[a-z][a-z0-9\-]{0,48}[a-z0-9]$", strict=True)
]
Account = Annotated[str, StringConstraints(min_length=12, max_length=12, pattern=r"^[0-9]{12}$", strict=True)]
RepositoryName = Annotated[
    str, StringConstraints(min_length=2, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{1,99}$", strict=True)
]
Namespace = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=_SEGMENT, strict=True)]
PackageName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=_SEGMENT, strict=True)]
Version = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=_SEGMENT, strict=True)]
Revision = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=_OPAQUE, strict=True)]

Reason = Annotated[str, StringConstraints(max_length=LONGEST_REASON, strict=True)]
