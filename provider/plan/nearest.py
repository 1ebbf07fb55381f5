"""Declared packages and versions that the repository does not hold, and the nearly equal version that it does hold.

A run has nothing to do for an absent version that is declared Archived, Disposed or Deleted. That is right for a
precaution, and wrong for a version that is spelt differently in the repository: `1.0.0` where `1.0` is, or `v1.0.0`.
Nobody would notice the second case, so it is a warning.

Undocumented (Q0): how AWS compares versions, but for nuget. So a nearly equal version is named and never changed.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion

# What is still worth saying when the version is absent; for the others, the planner refuses.
_SATISFIED_BY_ABSENCE = frozenset({Status.ARCHIVED, Status.DISPOSED, Status.DELETED})

# Figures, words, and a hyphen between figures: `1.0-1` is not `1.0.1`, while `1.0-rc1` and `1.0rc1` are nearly equal.
_TOKEN = re.compile(r"[0-9]+|[^0-9.\-_]+|(?<=[0-9])-(?=[0-9])")
_BEGINNING = re.compile(r"v(?=[0-9])")
# Source: Apache Maven, "Version Order Specification": these qualifiers mean the release itself; RELEASE is Spring's.
_RELEASE = re.compile(r"[.\-](?:release|final|ga)$")


def warnings(
    desired: DesiredPackage,
    observed: ObservedPackage,
    only: Collection[DesiredVersion],
    neighbours: "Neighbours",
) -> tuple[Fault, ...]:
    """What may be a mistake in a declaration that asks for nothing now.

    Args:
        desired: What is declared.
        observed: What AWS answered for the same package.
        only: The declared versions that are asked about.
        neighbours: Those of the same package.

    Returns:
        One warning where the repository holds no version of the package; else one for each version that is absent
        while a nearly equal one is there that nobody declared.
    """
    present = {version.version for version in observed.versions}
    absent = [each for each in only if each.version not in present and each.status in _SATISFIED_BY_ABSENCE]
    if not absent:
        return ()
    if not present:
        return (_package_is_absent(desired),)
    found = ((wanted, neighbours.of(wanted.version)) for wanted in sorted(absent, key=lambda each: each.version))
    return tuple(_near(desired.coordinates, wanted, version) for wanted, version in found if version is not None)


@dataclass(frozen=True)
class Neighbours:
    """The versions of a package that are there and not declared, by what they have in common with nearly equal ones.

    Attributes:
        declared: What is declared. A version that is declared itself is not a misspelling of another one.
        observed: What AWS answered for the same package.
    """

    declared: Collection[DesiredVersion | WideVersion]
    observed: ObservedPackage

    @cached_property
    def _versions(self) -> dict[tuple[str, ...], list[ObservedVersion]]:
        """Made when it is needed first: most packages are as declared, and need none."""
        declared = {version.version for version in self.declared}
        versions: dict[tuple[str, ...], list[ObservedVersion]] = {}
        for version in self.observed.versions:
            if version.version not in declared:
                versions.setdefault(_key(version.version), []).append(version)
        return versions

    def of(self, version: str) -> ObservedVersion | None:
        """Find the nearest of the nearly equal versions.

        Args:
            version: The version that is absent.

        Returns:
            The one with the same letters in another case, else the one whose length is nearest; None without any.
        """
        return min(self._versions.get(_key(version), ()), key=lambda found: _distance(version, found), default=None)


def described(found: ObservedVersion) -> str:
    """Name a version that is there, with its status.

    Args:
        found: The version.
    """
    return f"`{found.version}` (`{found.status}`)"


def _distance(version: str, found: ObservedVersion) -> tuple[bool, int, str]:
    return found.version.casefold() != version.casefold(), abs(len(found.version) - len(version)), found.version


def _key(version: str) -> tuple[str, ...]:
    """What nearly equal versions have in common.

    Left out: upper case, a `v` in front, build metadata, a qualifier that means the release itself, leading zeros of a
    number, numbers that are zero at the end of the release, and what separates a number from a word.
    """
    text = version.casefold()
    text = _BEGINNING.sub("", text, count=1) if _BEGINNING.match(text) else text
    text = _RELEASE.sub("", text.partition("+")[0])
    tokens = [token.lstrip("0") or "0" if token[0] in "0123456789" else token for token in _TOKEN.findall(text)]
    numbers = _number_count(tokens)
    release = tokens[:numbers]
    while len(release) > 1 and release[-1] == "0":
        del release[-1]
    return (*release, *tokens[numbers:]) or (version,)


def _number_count(tokens: Iterable[str]) -> int:
    """How many numbers there are before the first token that is none."""
    count = 0
    for token in tokens:
        if token[0] not in "0123456789":
            break
        count += 1
    return count


def _package_is_absent(desired: DesiredPackage) -> Fault:
    count = len(desired.versions)
    declared = "The declared version is" if count == 1 else f"All {count} declared versions are"
    return Fault(
        "Package is absent",
        f"`{desired.coordinates.written}` ({desired.coordinates.format}): `{desired.coordinates.repository}` does not "
        f"hold the package, or no version of it. {declared} absent.",
        "check the name, the format and the repository; as a precaution, the declaration may stay",
        desired.place,
    )


def _near(coordinates: Coordinates, wanted: DesiredVersion, found: ObservedVersion) -> Fault:
    return Fault(
        "Version is absent and a nearly equal one is present",
        f"`{coordinates.written}` {wanted.version} ({coordinates.format}) in `{coordinates.repository}` is declared "
        f"`{wanted.status}` and absent. The repository holds {described(found)}, which is not declared and stays as it "
        "is.",
        "check the spelling, and declare the version as the repository lists it",
        wanted.place,
    )
