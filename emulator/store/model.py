"""The values of the store: keys, versions and what they are made of. All are immutable.

How they come to be and change is left to the other modules of `emulator.store`; an absent namespace is `""`.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PackageFormat(StrEnum):
    """The package formats of CodeArtifact. Source: botocore's model, `PackageFormat`."""

    NPM = "npm"
    PYPI = "pypi"
    MAVEN = "maven"
    NUGET = "nuget"
    GENERIC = "generic"
    RUBY = "ruby"
    SWIFT = "swift"
    CARGO = "cargo"


class Status(StrEnum):
    """A version's status. Source: botocore's model, `PackageVersionStatus`.

    `DELETED` is in requests and answers only: a deleted version is absent from the store.
    """

    PUBLISHED = "Published"
    UNFINISHED = "Unfinished"
    UNLISTED = "Unlisted"
    ARCHIVED = "Archived"
    DISPOSED = "Disposed"
    DELETED = "Deleted"


class OriginType(StrEnum):
    """How a version came into the domain. Source: botocore's model, `PackageVersionOriginType`."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"
    UNKNOWN = "UNKNOWN"


class Restriction(StrEnum):
    """Whether one way of adding versions to a package is open."""

    ALLOW = "ALLOW"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True)
class OriginRestrictions:
    """How new versions of a package may come into one repository."""

    publish: Restriction
    upstream: Restriction


@dataclass(frozen=True, slots=True, order=True)
class RepositoryKey:
    """The address of a repository."""

    domain: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class PackageKey:
    """The address of a package in a repository; an npm scope is written without its `@`."""

    format: PackageFormat
    namespace: str
    name: str

    @property
    def display_name(self) -> str:
        """The name as people write it, such as `@vue/ui` for npm's `ui` in `vue`."""
        if not self.namespace:
            return self.name
        match self.format:
            case PackageFormat.NPM:
                return f"@{self.namespace}/{self.name}"
            case PackageFormat.MAVEN:
                return f"{self.namespace}:{self.name}"
            case _:
                return f"{self.namespace}/{self.name}"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a version.

    `attributes` are what an index says about the file beside its hash, such as `("requires-python", ">=3.9")`.
    """

    name: str
    content: bytes
    sha256: str
    attributes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, name: str, content: bytes, attributes: tuple[tuple[str, str], ...] = ()) -> "Asset":
        """Make an asset from its bytes."""
        return cls(name, content, hashlib.sha256(content).hexdigest(), attributes)

    @property
    def size_bytes(self) -> int:
        """Length of the content."""
        return len(self.content)

    def hashes(self) -> dict[str, str]:
        """Hash values in hexadecimal, by AWS's names of the algorithms."""
        return {
            "MD5": hashlib.md5(self.content, usedforsecurity=False).hexdigest(),
            "SHA-1": hashlib.sha1(self.content, usedforsecurity=False).hexdigest(),
            "SHA-256": self.sha256,
            "SHA-512": hashlib.sha512(self.content).hexdigest(),
        }


@dataclass(frozen=True, slots=True, order=True)
class Dependency:
    """A direct dependency, as ListPackageVersionDependencies tells it."""

    namespace: str
    package: str
    dependency_type: str
    version_requirement: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that a version names."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a version says of itself.

    `document` is the format's own metadata, verbatim: npm's document of the version as JSON, PyPI's core metadata.
    The other fields are read from it by whoever publishes, because each format says them differently.
    """

    document: str = ""
    summary: str = ""
    home_page: str = ""
    source_code_repository: str = ""
    licences: tuple[Licence, ...] = ()
    readme: str = ""
    dependencies: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """Where a version entered the domain: a repository, or an external connection."""

    repository: str = ""
    external_connection: str = ""


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a package in one repository.

    `change_count` counts the changes of assets and metadata. Together with those it makes up the revision.
    """

    version: str
    status: Status
    revision: str
    published_time: datetime
    origin_type: OriginType
    entry_point: EntryPoint
    assets: tuple[Asset, ...] = ()
    metadata: Metadata = Metadata()
    change_count: int = 1

    def asset(self, name: str) -> Asset | None:
        """The asset of that name, when there is one."""
        return next((asset for asset in self.assets if asset.name == name), None)


def revision_of(
    package: PackageKey, version: str, assets: tuple[Asset, ...], metadata: Metadata, change_count: int
) -> str:
    """The revision of a version: 44 characters that change with its assets and metadata and not with its status.

    Source: UG codeartifact-concepts ("identifies a specific set of assets and metadata"); its length, real answers that
    were seen.

    Undocumented (Q5): how AWS derives it, and that equal content has equal revisions in all repositories.
    """
    digest = hashlib.sha256()
    parts = [package.format, package.namespace, package.name, version, metadata.document, str(change_count)]
    for asset in assets:
        parts += (asset.name, asset.sha256)
    digest.update("\0".join(parts).encode())
    return base64.b64encode(digest.digest()).decode()
