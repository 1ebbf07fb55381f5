"""The stand-in for the public registries behind the external connections: packages that nobody here owns.

It is filled by a seed and by tests. How a repository takes from it is left to `emulator.store.ingestion`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from emulator.store.model import Asset, Metadata, PackageFormat, PackageKey

CONNECTION_FORMATS: Mapping[str, PackageFormat] = {
    "public:npmjs": PackageFormat.NPM,
    "public:nuget-org": PackageFormat.NUGET,
    "public:pypi": PackageFormat.PYPI,
    "public:maven-central": PackageFormat.MAVEN,
    "public:maven-googleandroid": PackageFormat.MAVEN,
    "public:maven-gradleplugins": PackageFormat.MAVEN,
    "public:maven-commonsware": PackageFormat.MAVEN,
    "public:maven-clojars": PackageFormat.MAVEN,
    "public:ruby-gems-org": PackageFormat.RUBY,
    "public:crates-io": PackageFormat.CARGO,
}
"""External connections and the format of what comes through. Source: botocore's model, AssociateExternalConnection."""


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """A version as the public registry has it."""

    version: str
    published_time: datetime
    assets: tuple[Asset, ...]
    metadata: Metadata


@dataclass(slots=True)
class PublicPackage:
    """A package of the public registry."""

    versions: dict[str, PublicVersion] = field(default_factory=dict)
    dist_tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PublicRegistry:
    """All packages behind the external connections; one name space per format."""

    packages: dict[PackageKey, PublicPackage] = field(default_factory=dict)

    def add(self, key: PackageKey, version: PublicVersion, dist_tags: tuple[str, ...] = ()) -> None:
        """Add a version, or replace it."""
        package = self.packages.setdefault(key, PublicPackage())
        package.versions[version.version] = version
        package.dist_tags.update(dict.fromkeys(dist_tags, version.version))

    def remove(self, key: PackageKey, version: str) -> None:
        """Take a version away, as public registries do with malware."""
        package = self.packages[key]
        del package.versions[version]
        package.dist_tags = {tag: tagged for tag, tagged in package.dist_tags.items() if tagged != version}

    def behind(self, connection: str, key: PackageKey) -> PublicPackage | None:
        """The package as an external connection offers it, when it is of the connection's format."""
        return self.packages.get(key) if CONNECTION_FORMATS[connection] is key.format else None
