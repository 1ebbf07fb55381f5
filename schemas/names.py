"""What AWS takes as a name: the patterns and lengths of the API, as types that pydantic checks.

Source: AWS CodeArtifact API reference, the patterns and lengths of the request parameters; held equal to botocore's
model by a test.
"""

from typing import Annotated

from pydantic import StringConstraints

Domain = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9\-]{0,48}[a-z0-9]$", min_length=2, max_length=50)]
Account = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$", min_length=12, max_length=12)]
RepositoryName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{1,99}$", min_length=2, max_length=100)
]
Namespace = Annotated[str, StringConstraints(pattern=r"^[^#/\s]+$", min_length=1, max_length=255)]
PackageName = Annotated[str, StringConstraints(pattern=r"^[^#/\s]+$", min_length=1, max_length=255)]
Version = Annotated[str, StringConstraints(pattern=r"^[^#/\s]+$", min_length=1, max_length=255)]
Revision = Annotated[str, StringConstraints(pattern=r"^\S+$", min_length=1, max_length=50)]
