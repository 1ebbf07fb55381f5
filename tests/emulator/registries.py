"""A registry with a few packages, and what a package manager would send to it."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from werkzeug.test import Client, TestResponse

from emulator import tokens
from emulator.contents import npm_tarball
from emulator.registry.application import registry_application
from emulator.seeds import sow
from emulator.store import PackageFormat, PackageKey, RepositoryKey, Status, Store
from tests.support.stores import domains, repository, with_public

STORE = RepositoryKey("acme", "store")
CACHE = RepositoryKey("acme", "cache")
VERSIONS = {
    "1.0.0": "Published",
    "1.1.0": "Published",
    "1.2.0": "Unlisted",
    "1.3.0": "Archived",
    "1.4.0": "Disposed",
}
SEED = with_public(
    domains(
        acme={
            "store": repository("cache", npm={"pad": VERSIONS, "@acme/pad": VERSIONS}, pypi={"acme-pad": VERSIONS}),
            "cache": repository(connection="public:npmjs"),
        },
    ),
    npm={"outside": ["2.0.0", "2.1.0"]},
)


class Registry:
    """A registry of one format in the repository `store`, with somebody who has a token."""

    def __init__(self, package_format: PackageFormat) -> None:
        """Fill a store and open its registry."""
        self.store = Store()
        sow(self.store, SEED)
        self.format = package_format
        self.client = Client(registry_application(self.store))
        token, _ = tokens.issue(STORE.domain, 900)
        self.headers = {"Authorization": f"Bearer {token}"}

    def key(self, name: str, scope: str = "") -> PackageKey:
        return PackageKey(self.format, scope, name)

    def call(self, method: str, path: str, headers: Mapping[str, str] | None = None, **content: Any) -> TestResponse:  # noqa: ANN401 - what werkzeug takes
        place = f"/-/{STORE.domain}/{self.format}/{STORE.name}/{path}"
        return self.client.open(place, method=method, headers=self.headers | dict(headers or {}), **content)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.call("GET", path, headers)

    def status(self, key: PackageKey, version: str) -> Status:
        return self.store.packages.describe_version(STORE, key, version).status


def publication(name: str, version: str, *, tag: str = "latest", text: str = "", **described: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What `npm publish` sends."""
    content = npm_tarball({"package.json": json.dumps({"name": name, "version": version}), "index.js": text})
    return {
        "_id": name,
        "name": name,
        "dist-tags": {tag: version},
        "versions": {version: {"name": name, "version": version, **described}},
        "_attachments": {f"{name}-{version}.tgz": {"data": base64.b64encode(content).decode()}},
    }
