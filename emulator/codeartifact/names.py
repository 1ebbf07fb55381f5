"""Amazon resource names of what CodeArtifact has, and the one that a request is about.

Source: AWS CodeArtifact User Guide, "Amazon resource names"; nothing stands between two slashes without a namespace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where resources are: the middle of their names."""

    region: str
    account: str

    def domain(self, domain: str) -> str:
        """The name of a domain."""
        return f"arn:aws:codeartifact:{self.region}:{self.account}:domain/{domain}"

    def repository(self, domain: str, repository: str) -> str:
        """The name of a repository."""
        return f"arn:aws:codeartifact:{self.region}:{self.account}:repository/{domain}/{repository}"

    def package(self, repository: str, parameters: Mapping[str, Any]) -> str:
        """The name of the package that a request is about, in one repository."""
        tail = "/".join(str(parameters.get(part) or "") for part in ("format", "namespace", "package"))
        domain = parameters["domain"]
        return f"arn:aws:codeartifact:{self.region}:{self.account}:package/{domain}/{repository}/{tail}"

    def resource(self, parameters: Mapping[str, Any]) -> str:
        """The name of what a request is about, by which policies allow it.

        Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS CodeArtifact"; a copy
        is about the package at its destination.
        """
        repository = parameters.get("repository") or parameters.get("destinationRepository")
        if "package" in parameters:
            return self.package(str(repository), parameters)
        if repository:
            return self.repository(parameters["domain"], repository)
        if "domain" in parameters:
            return self.domain(parameters["domain"])
        return str(parameters.get("resourceArn") or "*")
