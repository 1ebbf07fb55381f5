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

    def package(self, parameters: Mapping[str, Any]) -> str:
        """The name of the package that a request is about."""
        parts = ("domain", "repository", "format", "namespace", "package")
        tail = "/".join(str(parameters.get(part) or "") for part in parts)
        return f"arn:aws:codeartifact:{self.region}:{self.account}:package/{tail}"

    def resource(self, parameters: Mapping[str, Any]) -> str:
        """The name of what a request is about, by which policies allow it.

        Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS CodeArtifact".
        """
        if "package" in parameters:
            return self.package(parameters)
        if "repository" in parameters:
            return self.repository(parameters["domain"], parameters["repository"])
        if "domain" in parameters:
            return self.domain(parameters["domain"])
        return str(parameters.get("resourceArn") or "*")
