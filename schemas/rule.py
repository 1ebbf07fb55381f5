"""A rule: which versions of which packages are to be at least so restrictive, decided when the lock is made. Pure.

A rule never acts by itself: `packagestate lock` resolves it into statements that people review.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.versions.protocol import VersionRange


class OriginType(StrEnum):
    """How a version entered the domain. Source: AWS CodeArtifact API reference, `PackageVersionOrigin`."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Keep:
    """What a rule protects: the versions for which a part holds. At least one part is there.

    Attributes:
        latest: So many of the highest versions that are Published or Unlisted.
        versions: Those in a range.
    """

    latest: int | None = None
    versions: VersionRange | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule restricts: the versions for which all parts hold. At least one part is there.

    Attributes:
        versions: Those in a range.
        older_than: Those that were published so long ago, or longer.
        archived_for: Those that the lock has had as Archived for so long, or longer.
        prerelease: Those that are prereleases, or those that are not.
        statuses: Those with one of these statuses; any where it is empty.
        origins: Those with one of these origins; any where it is empty.
    """

    versions: VersionRange | None = None
    older_than: timedelta | None = None
    archived_for: timedelta | None = None
    prerelease: bool | None = None
    statuses: frozenset[Status] = frozenset()
    origins: frozenset[OriginType] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Either `keep`, or `match` and `status`, are there.

    Attributes:
        name: Its name, unique in all manifests.
        scope: The repositories that it is about.
        package_format: The format of the packages.
        packages: Names and globs of packages as people write them, those with `!` in front taken out again.
        digest: A digest of all that it says, but for reasons and the place: equal rules have equal ones.
        keep: What it protects.
        match: What it restricts.
        status: What these versions must at least be: Unlisted, Archived or Disposed.
        reason: Why, in the words of the person who declared it. Untrusted text; not compared.
        at_most: The most versions that it may restrict and that are not so restrictive yet; None for any number.
        may_empty: Whether it may restrict the last Published version of a package.
        place: Where it stands; not compared.
    """

    name: str
    scope: Scope
    package_format: Format
    packages: tuple[str, ...]
    digest: str
    keep: Keep | None = None
    match: Match | None = None
    status: Status | None = None
    reason: str | None = field(default=None, compare=False)
    at_most: int | None = None
    may_empty: bool = False
    place: Place | None = field(default=None, compare=False)

    def is_about(self, repository: Repository, package: Coordinates) -> bool:
        """Whether it speaks of a package of a repository.

        Args:
            repository: The repository, of any domain.
            package: The package; the repository that it names makes no difference.
        """
        if (repository.domain, package.format) != (self.scope.domain, self.package_format):
            return False
        return self.scope.holds(repository.name) and fits(package.written, self.packages)


def named_twice(rules: Iterable[Rule]) -> Iterator[Fault]:
    """Look for rules that have one name: `via` in the lock could mean either.

    Args:
        rules: The rules of all manifests.

    Yields:
        A fault for each rule whose name another one has that stands before it.
    """
    first: dict[str, Rule] = {}
    for rule in rules:
        if first.setdefault(rule.name, rule) is not rule:
            yield Fault(
                "Two rules with one name",
                f"A rule `{rule.name}` stands at {first[rule.name].place} already. The lock says by its name which "
                "rule restricts a version.",
                "give one of them another name",
                rule.place,
            )


def fits(written: str, patterns: tuple[str, ...]) -> bool:
    """Whether a package's name fits names and globs.

    Args:
        written: The name as people write it.
        patterns: Names and globs, of which `*` stands for any text without `/` and `:`. One with `!` in front takes
            names out again; where there are only such ones, every other name fits.
    """
    wanted = [each for each in patterns if not each.startswith("!")]
    unwanted = [each[1:] for each in patterns if each.startswith("!")]
    fitting = not wanted or any(_matches(written, each) for each in wanted)
    return fitting and not any(_matches(written, each) for each in unwanted)


def _matches(written: str, pattern: str) -> bool:
    # A bracket is a part of a name, and no class of characters.
    segments, wanted = re.split("[/:]", written), re.split("[/:]", pattern.replace("[", "[[]"))
    return len(segments) == len(wanted) and all(map(fnmatchcase, segments, wanted))
