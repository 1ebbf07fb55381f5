"""How one version of one package is named on the command line."""

import re
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from packagestate.schemas.coordinates import (
    NAMESPACE_ALLOWED,
    SEGMENT,
    Coordinates,
    Format,
    PackageNameError,
    Repository,
    normalised_version,
    parse_package_name,
)
from packagestate.schemas.errors import shortened
from packagestate.schemas.patterns import is_package_pattern, is_version_pattern

_IN_REPOSITORY: Final = "DOMAIN/REPOSITORY/FORMAT/NAMESPACE/PACKAGE@VERSION"
_IN_DOMAIN: Final = "DOMAIN/FORMAT/NAMESPACE/PACKAGE@VERSION"
_REPOSITORY_PARTS: Final = 4
_DOMAIN_PARTS: Final = 3


class PackageVersion(NamedTuple):
    """One version of one package, wherever it is.

    Attributes:
        format: The package's format.
        namespace: Its namespace, None without one.
        package: Its name.
        version: The version.
    """

    format: Format
    namespace: str | None
    package: str
    version: str

    def within(self, repository: Repository) -> Coordinates:
        """Its package in one repository.

        Args:
            repository: The repository.
        """
        return Coordinates(repository, self.format, self.namespace, self.package)


class Sought(NamedTuple):
    """One version of one package, as far as it was named.

    Attributes:
        domain: The domain; None where it was left out.
        format: The format; None where it was left out.
        name: The package, as it was written.
        version: The version, as it was written.
    """

    domain: str | None
    format: str | None
    name: str
    version: str


def parse_subject(text: str) -> tuple[Coordinates, str]:
    """Read one version of one package of one repository.

    Args:
        text: `acme/npm-store/npm//chalk@5.6.1`. The empty namespace may be left out, and `@scope/name` for npm and
            `group:artifact` for maven are understood too.

    Returns:
        The package, of an unknown owner, and the version.

    Raises:
        ValueError: It is not of this shape.
    """
    place, _, version = text.rpartition("@")
    parts = place.split("/", _REPOSITORY_PARTS - 1)
    if len(parts) != _REPOSITORY_PARTS or not all((*parts, version)):
        raise ValueError(f"write {_IN_REPOSITORY}, such as acme/npm-store/npm//chalk@5.6.1")
    domain, repository, format_name, name = parts
    found = _package_version(format_name, name, version)
    return found.within(Repository(domain, repository)), found.version


def parse_sought(text: str) -> Sought:
    """Read one version of one package of a domain.

    Args:
        text: `acme/npm//chalk@5.6.1`, in which the package is written as `parse_subject` has it, or `chalk@5.6.1`.

    Raises:
        ValueError: It is of neither shape.
    """
    place, _, version = text.rpartition("@")
    parts = place.split("/", _DOMAIN_PARTS - 1)
    if not all((*parts, version)):
        raise ValueError(f"write {_IN_DOMAIN}, such as acme/npm//chalk@5.6.1, or chalk@5.6.1")
    # No format has a name with two slashes, so this one begins with a domain.
    if len(parts) < _DOMAIN_PARTS:
        return Sought(None, None, place, version)
    domain, format_name, name = parts
    if format_name not in [*Format]:
        raise ValueError(f"write {_IN_DOMAIN}, without a repository; the format is one of {', '.join(Format)}")
    _package_version(format_name, name, version)
    return Sought(domain, format_name, name, version)


def settle(
    sought: Sought, domain: str | None, format_name: str | None, declared: Iterable[tuple[str, Format]]
) -> tuple[str, PackageVersion]:
    """Find out what was left out.

    Args:
        sought: What was named.
        domain: The domain that an option names.
        format_name: The format that an option names.
        declared: The domain and the format of every package that manifests name.

    Returns:
        The domain, and the version.

    Raises:
        ValueError: Two domains or formats were named, or the manifests leave none or several to choose from.
    """
    known = frozenset(declared)
    domain = _agreed("domain", sought.domain, domain) or _one("domain", {each for each, _ in known})
    stated = _agreed("format", sought.format, format_name)
    candidates = [Format(stated)] if stated else sorted({each for place, each in known if place == domain})
    found, faults = [], []
    for each in candidates:
        try:
            found.append(_package_version(each, sought.name, sought.version))
        except ValueError as error:
            faults.append(str(error))
    if faults and not found:
        raise ValueError("; ".join(dict.fromkeys(faults)))
    chosen = _one("format", {each.format for each in found})
    return domain, next(each for each in found if each.format == chosen)


def _agreed(what: str, named: str | None, option: str | None) -> str | None:
    """What was named, in one way or both."""
    if named and option and named != option:
        raise ValueError(f"it names the {what} {named}, and `--{what}` another: {shortened(option)}")
    return named or option


def _one(what: str, choices: Collection[str]) -> str:
    """The only choice that the manifests leave."""
    if not choices:
        raise ValueError(f"no manifest says which {what} is meant: name it with `--{what}`")
    if len(choices) > 1:
        raise ValueError(f"the manifests name several {what}s, {', '.join(sorted(choices))}: name one with `--{what}`")
    return next(iter(choices))


def _package_version(format_name: str, name: str, version: str) -> PackageVersion:
    """Read a package's name and a version by the rules of a format."""
    if format_name not in [*Format]:
        raise ValueError(f"the format is one of {', '.join(Format)}")
    package_format = Format(format_name)
    namespace, _, package = name.rpartition("/")
    if namespace and package_format not in NAMESPACE_ALLOWED:
        raise ValueError(f"{package_format} packages have no namespace")
    nowhere = Repository("", "")
    written = Coordinates(nowhere, package_format, namespace.removeprefix("@") or None, package).written
    try:
        named = parse_package_name(package_format, written)
    except PackageNameError as error:
        raise ValueError(str(error)) from error
    version = normalised_version(package_format, version)
    if is_package_pattern(package_format, name) or is_version_pattern(package_format, version):
        raise ValueError(
            "name one version of one package; `packagestate plan --diff` shows every version that manifests name"
        )
    if re.fullmatch(SEGMENT, version) is None:
        raise ValueError("a version holds no `/`, `#`, `<`, white space, nor a character that is not seen")
    return PackageVersion(package_format, *named, version)
