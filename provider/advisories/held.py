"""What a domain holds of one package, in all repositories that advisories are about. Pure values."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from packagestate.provider.population import Candidate, Population
from packagestate.schemas.rule import OriginType

#: Namespace and name of a package.
Name = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One package of a domain.

    Attributes:
        copies: Its versions, each with its copies by repository.
    """

    copies: Mapping[str, Mapping[str, Candidate]] = field(default_factory=dict)

    @classmethod
    def of(cls, populations: Iterable[Population]) -> "Held":
        """Bring together what repositories hold of a package.

        Args:
            populations: The package in each of them.
        """
        copies: dict[str, dict[str, Candidate]] = {}
        for population in populations:
            for each in population.versions:
                copies.setdefault(each.version, {})[population.coordinates.repository.name] = each
        return cls(copies)

    def copies_of(self, version: str, origins: Collection[OriginType]) -> dict[str, Candidate]:
        """The copies of a version that entered the domain in one of some ways, by repository.

        Args:
            version: The version.
            origins: The ways.
        """
        found = self.copies.get(version, {})
        return {name: each for name, each in found.items() if each.origin in origins}

    def versions(self, origins: Collection[OriginType]) -> Iterator[str]:
        """The versions of which a copy entered the domain in one of some ways.

        Args:
            origins: The ways.
        """
        for version, copies in self.copies.items():
            if any(each.origin in origins for each in copies.values()):
                yield version

    def others(self, versions: Iterable[str], origins: Collection[OriginType]) -> Iterator[tuple[str, str, Candidate]]:
        """The copies of some versions that entered the domain in another way.

        Args:
            versions: The versions.
            origins: The ways.

        Yields:
            The version, the repository and the copy.
        """
        for version in versions:
            for name, each in self.copies.get(version, {}).items():
                if each.origin not in origins:
                    yield version, name, each
