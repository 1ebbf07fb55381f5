"""What probes act on: packages of a run, in words that are short enough to read a probe as a story."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from emulator.contents import npm_tarball, wheel
from tools.truth.recording import Answer, Recorder

_NAMESPACE: Final = "truth"


@dataclass(slots=True)
class Place:
    """One domain with its repositories, and the recorder of one question.

    Attributes:
        recorder: Makes the calls.
        domain: The domain.
        question: The number of the question, which is in the names of its packages.
        token: What package managers show to the registries.
        pause: Waits so many seconds.
    """

    recorder: Recorder
    domain: str
    question: int
    token: str
    pause: Callable[[float], None]
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def package(self, package_format: str = "generic", repository: str = "store") -> "Package":
        """A package that nobody has yet.

        Args:
            package_format: Its format.
            repository: Where it is.
        """
        name = f"q{self.question}-{next(self._numbers)}"
        namespace = _NAMESPACE if package_format in {"generic", "npm"} else None
        return Package(self, package_format, namespace, name, repository)

    def call(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - what the operation takes
        """Call an operation on the domain."""
        return self.recorder.call(operation, domain=self.domain, **parameters)

    def url(self, package_format: str, repository: str) -> str:
        """Where a registry is; without a slash at the end."""
        asked = self.call("get_repository_endpoint", repository=repository, format=package_format)
        return str(asked.body.get("repositoryEndpoint", "http://127.0.0.1:9")).rstrip("/")


@dataclass(frozen=True, slots=True)
class Package:
    """One package in one repository."""

    place: Place
    format: str
    namespace: str | None
    name: str
    repository: str

    def within(self, repository: str) -> "Package":
        """The same package in another repository."""
        return Package(self.place, self.format, self.namespace, self.name, repository)

    @property
    def address(self) -> dict[str, Any]:
        """What every operation on it needs, but for the domain."""
        named = {} if self.namespace is None else {"namespace": self.namespace}
        return {"repository": self.repository, "format": self.format, "package": self.name, **named}

    def call(self, operation: str, **parameters: Any) -> Answer:  # noqa: ANN401 - what the operation takes
        """Call an operation on it."""
        return self.place.call(operation, **self.address, **parameters)

    @property
    def npm_name(self) -> str:
        """Its name as npm writes it."""
        return self.name if self.namespace is None else f"@{self.namespace}/{self.name}"

    def publish(self, version: str, content: bytes = b"harmless", **more: Any) -> Answer:  # noqa: ANN401 - see above
        """Publish a version: by the API, or as npm or twine does it."""
        match self.format:
            case "npm":
                return self._publish_npm(version)
            case "pypi":
                return self._publish_pypi(version)
            case _:
                return self.call(
                    "publish_package_version",
                    packageVersion=version,
                    assetName="asset",
                    assetContent=content,
                    assetSHA256=hashlib.sha256(content).hexdigest(),
                    **more,
                )

    def update(self, target: str, *versions: str, **guards: Any) -> Answer:  # noqa: ANN401 - see above
        """Bring versions to a status."""
        return self.call("update_package_versions_status", versions=list(versions), targetStatus=target, **guards)

    def dispose(self, *versions: str, **guards: Any) -> Answer:  # noqa: ANN401 - see above
        """Dispose versions."""
        return self.call("dispose_package_versions", versions=list(versions), **guards)

    def delete(self, *versions: str, **guards: Any) -> Answer:  # noqa: ANN401 - see above
        """Delete versions."""
        return self.call("delete_package_versions", versions=list(versions), **guards)

    def statuses(self) -> dict[str, str]:
        """What is listed: each version with its status."""
        listed = self.call("list_package_versions").body.get("versions", [])
        return {each["version"]: each.get("status", "none named") for each in listed}

    def revisions(self) -> dict[str, str]:
        """What is listed: each version with its revision."""
        listed = self.call("list_package_versions").body.get("versions", [])
        return {each["version"]: each.get("revision", "none named") for each in listed}

    def fetch(self, version: str) -> Answer:
        """Fetch what a version holds, as a client of its format does."""
        headers = {"Authorization": f"Bearer {self.place.token}"}
        match self.format:
            case "npm":
                url = self.place.url("npm", self.repository)
                path = f"{self.npm_name}/-/{self.name}-{version}.tgz"
                return self.place.recorder.web("GET", f"{url}/{path}", f"fetch {version}", headers=headers)
            case "pypi":
                url = self.place.url("pypi", self.repository)
                path = f"simple/{self.name}/{version}/{self._wheel(version)}"
                return self.place.recorder.web("GET", f"{url}/{path}", f"fetch {version}", headers=headers)
            case _:
                return self.call("get_package_version_asset", packageVersion=version, asset="asset")

    def document(self) -> dict[str, Any]:
        """What npm is told about the package."""
        url = self.place.url("npm", self.repository)
        headers = {"Authorization": f"Bearer {self.place.token}", "Accept": "application/json"}
        told = self.place.recorder.web("GET", f"{url}/@{self.namespace}%2f{self.name}", "view", headers=headers)
        try:
            document: dict[str, Any] = json.loads(told.body.get("text", "{}"))
        except ValueError:
            return {}
        return document

    def _publish_npm(self, version: str) -> Answer:
        name = self.npm_name
        described = {"name": name, "version": version}
        content = npm_tarball({"package.json": json.dumps(described)})
        data = base64.b64encode(content).decode()
        shasum = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        document = {
            "_id": name,
            "name": name,
            "dist-tags": {"latest": version},
            "versions": {version: {**described, "dist": {"shasum": shasum}}},
            "_attachments": {f"{name}-{version}.tgz": {"data": data, "length": len(content)}},
        }
        url = f"{self.place.url('npm', self.repository)}/@{self.namespace}%2f{self.name}"
        headers = {"Authorization": f"Bearer {self.place.token}", "Content-Type": "application/json"}
        return self.place.recorder.web(
            "PUT", url, f"npm publish {version}", headers=headers, body=json.dumps(document).encode()
        )

    def _publish_pypi(self, version: str) -> Answer:
        described = f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {version}\n"
        content = wheel(self.name.replace("-", "_"), version, described)
        fields = {
            ":action": "file_upload",
            "protocol_version": "1",
            "metadata_version": "2.1",
            "name": self.name,
            "version": version,
            "filetype": "bdist_wheel",
            "pyversion": "py3",
            "sha256_digest": hashlib.sha256(content).hexdigest(),
            "content": (self._wheel(version), content, "application/octet-stream"),
        }
        secret = base64.b64encode(f"aws:{self.place.token}".encode()).decode()
        url = f"{self.place.url('pypi', self.repository)}/"
        return self.place.recorder.web(
            "POST", url, f"twine upload {version}", headers={"Authorization": f"Basic {secret}"}, fields=fields
        )

    def _wheel(self, version: str) -> str:
        return f"{self.name.replace('-', '_')}-{version}-py3-none-any.whl"
