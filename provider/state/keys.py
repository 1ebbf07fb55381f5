"""The keys of the resources' properties, spelt here and nowhere else. States hold them, so they are a file format.

They are spelt as AWS spells them. `provider.state.properties` says what the values mean.
"""

from typing import Final

# Which package it is.
DOMAIN: Final = "domain"
DOMAIN_OWNER: Final = "domainOwner"
REPOSITORY: Final = "repository"
FORMAT: Final = "format"
NAMESPACE: Final = "namespace"
PACKAGE: Final = "package"

# What is declared of it, and what is recorded.
STATUS: Final = "status"
VERSIONS: Final = "versions"
VERSION_REVISIONS: Final = "versionRevisions"
REVISIONS: Final = "revisions"
ORIGIN: Final = "origin"
PUBLISH: Final = "publish"
UPSTREAM: Final = "upstream"
ON_REMOVAL: Final = "onRemoval"
FLOORS: Final = "floors"
SEVERAL: Final = "several"

# What a run does, and in which generation.
CHANGES: Final = "changes"
GENERATION: Final = "generation"

# Of the resource of the removals.
PLANNED: Final = "planned"
DECLARED: Final = "declared"
UNFINISHED: Final = "unfinished"
ACCEPTED: Final = "accepted"
FENCED: Final = "fenced"
