"""Where a package is: domain, repository, format, namespace and name, and how people and AWS write it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from packagestate.schemas.text import FORBIDDEN


class Format(StrEnum):
    """A package format that CodeArtifact has.

    Source: AWS CodeArtifact API reference, `PackageFormat`.
    """

    NPM = "npm"
    PYPI = "pypi"
    MAVEN = "maven"
    NUGET = "nuget"
    GENERIC = "generic"
    RUBY = "ruby"
    SWIFT = "swift"
    CARGO = "cargo"


@dataclass(frozen=True, slots=True, order=True)
class Repository:
    """One repository of a domain.

    Attributes:
        domain: The domain's name.
        name: The repository's name.
        domain_owner: The twelve digits of the account that owns the domain; None means the caller's own account.
    """

    domain: str
    name: str
    domain_owner: str | None = None

    def __str__(self) -> str:
        """The repository as messages name it: `domain/repository`, and the domain's owner where one is named."""
        return f"{self.domain}/{self.name}" + (f" of {self.domain_owner}" if self.domain_owner else "")


@dataclass(frozen=True, slots=True, order=True)
class Coordinates:
    """One package of one repository, spelt as the API spells it.

    Attributes:
        repository: The repository that holds it.
        format: The package format.
        namespace: The npm scope without `@`, the Maven group, the Swift scope, the generic namespace; None without.
        package: The package's name within the namespace.
    """

    repository: Repository
    format: Format
    namespace: str | None
    package: str

    @property
    def resource_name(self) -> str:
        """The tail of the package's ARN, which is also its name and id as a Pulumi resource.

        Source: AWS CodeArtifact User Guide, package ARNs: nothing stands between the slashes without a namespace.
        """
        return "/".join((self.repository.domain, self.repository.name, self.format, self.namespace or "", self.package))

    @property
    def written(self) -> str:
        """The package's name as people of its ecosystem write it, such as `@scope/name` or `group:artifact`."""
        if self.namespace is None:
            return self.package
        return _SPELLINGS[self.format].written.format(namespace=self.namespace, package=self.package)

    def may_be(self, other: "Coordinates") -> bool:
        """Whether two coordinates may name one package.

        Args:
            other: The other coordinates.

        Returns:
            Whether they differ in the owner of the domain at most, and one of them leaves the owner out: it is the
            caller's own account then, which is not known here.
        """
        owners = {self.repository.domain_owner, other.repository.domain_owner} - {None}
        return self.resource_name == other.resource_name and len(owners) <= 1

    def __str__(self) -> str:
        """The package as messages name it: its written name, where it is, and its format."""
        return f"{self.written} ({self.format}) in {self.repository}"


class PackageNameError(ValueError):
    """A package's written name does not fit its format."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a format writes its names: with a namespace, and what the parts are called.

    The pattern is compiled where a name of the format is read: all of them together take longer than a manifest does.
    """

    pattern: str
    written: str
    example: str


#: A version, a namespace, or a name within it, as a pattern: neither `#`, `/`, white space, nor what is forbidden.
#: Source: botocore's model of CodeArtifact, `PackageName`.
SEGMENT = rf"[^#/\s{FORBIDDEN}]+"
#: The most characters of each of these.
LONGEST_NAME = 255
#: How many checked names and versions are remembered: packages stand in several repositories, and versions repeat.
REMEMBERED_COUNT = 10_000
_SEGMENT_WITHOUT_COLON = rf"[^#/:\s{FORBIDDEN}]+"
_PLAIN = _Spelling(rf"(?P<package>{SEGMENT})", "{package}", "name")
_SLASHED = _Spelling(rf"(?P<namespace>{SEGMENT})/(?P<package>{SEGMENT})", "{namespace}/{package}", "namespace/name")
_SPELLINGS: dict[Format, _Spelling] = {
    Format.NPM: _Spelling(
        rf"(?:@(?P<namespace>{SEGMENT})/)?(?P<package>(?!@){SEGMENT})",
        "@{namespace}/{package}",
        "name` or `@scope/name",
    ),
    Format.PYPI: _PLAIN,
    Format.MAVEN: _Spelling(
        rf"(?P<namespace>{_SEGMENT_WITHOUT_COLON}):(?P<package>{_SEGMENT_WITHOUT_COLON})",
        "{namespace}:{package}",
        "group:artifact",
    ),
    Format.NUGET: _PLAIN,
    Format.GENERIC: _SLASHED,
    Format.RUBY: _PLAIN,
    Format.SWIFT: _SLASHED,
    Format.CARGO: _PLAIN,
}

#: Formats whose packages always have a namespace, and those whose packages may have one.
#: Source: AWS CodeArtifact API reference, `namespace` of `DisposePackageVersions`.
NAMESPACE_REQUIRED = frozenset({Format.MAVEN, Format.SWIFT, Format.GENERIC})
NAMESPACE_ALLOWED = NAMESPACE_REQUIRED | {Format.NPM}


def normalised_package(package_format: Format, package: str) -> str:
    """A package's name as the API knows it.

    Args:
        package_format: The format, whose rule applies.
        package: The name as written.

    Returns:
        The name, PEP 503 normalised for pypi, in lower case for nuget and swift, and unchanged elsewhere.

    Source: AWS CodeArtifact User Guide, "Python package name normalization", "NuGet package name normalization" and
    "Swift package name and namespace normalization".
    """
    match package_format:
        case Format.PYPI:
            # Not at the top: no other format needs it, and it is slow to import.
            from packaging.utils import canonicalize_name  # noqa: PLC0415

            return canonicalize_name(package)
        case Format.NUGET | Format.SWIFT:
            return package.lower()
        case _:
            return package


def normalised_namespace(package_format: Format, namespace: str) -> str:
    """A namespace as the API knows it: in lower case for swift, and unchanged elsewhere.

    Source: AWS CodeArtifact User Guide, "Swift package name and namespace normalization".
    """
    return namespace.lower() if package_format is Format.SWIFT else namespace


# Up to four numbers, a label that begins with a hyphen, and build metadata.
_NUGET_VERSION = re.compile(r"(?P<numbers>[0-9]+(?:\.[0-9]+){0,3})(?P<label>-[^+]*)?(?:\+.*)?")
_NUGET_NUMBER_COUNT = 4


def has_one_spelling(package_format: Format) -> bool:
    """Whether each version of a format has one spelling only, so that `normalised_version` changes none."""
    return package_format is not Format.NUGET


def normalised_version(package_format: Format, version: str) -> str:
    """A version as the API knows it.

    Args:
        package_format: The format, whose rule applies.
        version: The version as written.

    Returns:
        For nuget, the version without leading zeros, a fourth number that is zero, and build metadata; else unchanged.

    Source: AWS CodeArtifact User Guide, "NuGet package name, version, and asset name normalization".
    """
    if has_one_spelling(package_format) or (match := _NUGET_VERSION.fullmatch(version)) is None:
        return version
    numbers = [number.lstrip("0") or "0" for number in match["numbers"].split(".")]
    if len(numbers) == _NUGET_NUMBER_COUNT and numbers[-1] == "0":
        del numbers[-1]
    return ".".join(numbers) + (match["label"] or "")


def parse_resource_name(name: str, domain_owner: str | None = None) -> Coordinates:
    """The inverse of `Coordinates.resource_name`.

    Args:
        name: The tail of the package's ARN.
        domain_owner: The account that owns the domain, which is not a part of it.

    Raises:
        ValueError: It is not of this shape.
    """
    domain, repository, package_format, namespace, package = name.split("/")
    return Coordinates(Repository(domain, repository, domain_owner), Format(package_format), namespace or None, package)


@lru_cache(REMEMBERED_COUNT)
def parse_package_name(package_format: Format, written: str) -> tuple[str | None, str]:
    """Split a package's written name into namespace and name.

    Args:
        package_format: The format, which decides how its names are written.
        written: The name as people write it, such as `@scope/name` for npm.

    Returns:
        The namespace, None where there is none, and the normalised name.

    Raises:
        PackageNameError: The name does not fit the format, or a part of it is longer than AWS allows.
    """
    spelling = _SPELLINGS[package_format]
    match = re.fullmatch(spelling.pattern, written)
    if match is None:
        raise PackageNameError(
            f"{package_format} packages are written `{spelling.example}`, without `#`, `<`, white space, characters "
            "that are not seen, and further slashes"
        )
    namespace, package = match.groupdict().get("namespace"), match["package"]
    if max(len(namespace or ""), len(package)) > LONGEST_NAME:
        raise PackageNameError(f"a namespace and a name have at most {LONGEST_NAME} characters each")
    named = None if namespace is None else normalised_namespace(package_format, namespace)
    return named, normalised_package(package_format, package)
