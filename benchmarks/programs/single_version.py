"""One resource per version, as people begin: its status is a property, and changing it is a call."""

from functools import cache
from typing import Any

import boto3
from pulumi import dynamic


@cache
def client() -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
    """One client for all hooks."""
    return boto3.client("codeartifact")


class VersionProvider(dynamic.ResourceProvider):
    """Sets the status, and believes it."""

    serialize_as_secret_always = False

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Compare the status."""
        return dynamic.DiffResult(changes=_olds["status"] != _news["status"])

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Take a version up as it is, if it is to be published."""
        if props["status"] != "Published":
            self._set(props)
        return dynamic.CreateResult(f"{props['package']}@{props['version']}", props)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Set the status."""
        self._set(_news)
        return dynamic.UpdateResult(_news)

    def _set(self, props: dict[str, Any]) -> None:
        place = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": props["package"]}
        if props["status"] == "Disposed":
            client().dispose_package_versions(**place, versions=[props["version"]])
        else:
            client().update_package_versions_status(**place, versions=[props["version"]], targetStatus=props["status"])


class Version(dynamic.Resource):
    """One version of one package."""

    def __init__(self, package: str, version: str, status: str) -> None:
        """Declare it."""
        properties = {"package": package, "version": version, "status": status}
        super().__init__(VersionProvider(), f"{package}@{version}", properties)
