"""Where packages may be in a schedule, in the words of the provider and of the store."""

from functools import lru_cache

from emulator.store import PackageFormat, PackageKey, RepositoryKey
from packagestate.schemas.coordinates import Coordinates, Format, Repository

VERSIONS = tuple(f"{number}.0.0" for number in range(7))
NAMES = ("chalk", "debug", "@ctrl/tinycolor")

#: The repository that every world begins with, and those that a world with several may have as well.
STORE = "npm-store"
OTHERS = ("npm-live", "npm-scratch", "forensics")


@lru_cache(maxsize=256)
def place_of(domain: str, repository: str, name: str) -> Coordinates:
    """A package of one repository by its written name."""
    namespace, _, package = name.rpartition("/")
    return Coordinates(Repository(domain, repository), Format.NPM, namespace.removeprefix("@") or None, package)


def key_of(place: Coordinates) -> PackageKey:
    """The package as the store knows it within its repository."""
    return PackageKey(PackageFormat.NPM, place.namespace or "", place.package)


def repository_of(place: Coordinates) -> RepositoryKey:
    """The repository as the store knows it."""
    return RepositoryKey(place.repository.domain, place.repository.name)
