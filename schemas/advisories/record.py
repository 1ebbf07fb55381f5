"""What an OSV record says of packages that CodeArtifact can hold. Pure values.

Source: the OSV schema, "Field Details".
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, NamedTuple, get_args

from packagestate.schemas.coordinates import Coordinates, Format, Repository

EventKind = Literal["introduced", "fixed", "last_affected", "limit"]
#: The kinds of events that a range can have.
EVENT_KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)

# A record names packages, not where they are.
_NOWHERE: Final = Repository("", "")
_DIGEST_LENGTH: Final = 16


class Kind(StrEnum):
    """Whether a record is about a package that does harm by itself, or about a weakness of one."""

    MALWARE = "malware"
    VULNERABILITY = "vulnerability"


class Event(NamedTuple):
    """A version at which it changes whether versions are affected.

    Attributes:
        kind: What happens there.
        version: The version as the record writes it; for `introduced` it can be `0`, for `limit` it can be `*`.
    """

    kind: EventKind
    version: str


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A range of versions, of OSV's types SEMVER and ECOSYSTEM.

    Attributes:
        events: The events, in the record's order.
    """

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """What a record says of one package.

    Attributes:
        package_format: The package's format.
        namespace: Its namespace; None without one.
        package: Its name.
        versions: The versions that the record lists one by one, as the API spells them; sorted, each once.
        ranges: The ranges; sorted, each once.
    """

    package_format: Format
    namespace: str | None
    package: str
    versions: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()

    @property
    def written(self) -> str:
        """The package's name as people of its ecosystem write it."""
        return named(self.package_format, self.namespace, self.package).written


@dataclass(frozen=True, slots=True)
class Record:
    """One OSV record.

    Attributes:
        id: Its identifier, which is fit to be the name of a file.
        kind: What it is about.
        is_withdrawn: Whether it was withdrawn, so that nothing of it holds any more.
        affected: What it says of each package; sorted, each package once.
        not_mapped: The ecosystems of the packages that it names and for which CodeArtifact has no format; sorted.
        unordered: The packages, as people write them, whose ranges were left out, because packagestate knows no order
            of their versions; sorted.
    """

    id: str
    kind: Kind
    is_withdrawn: bool
    affected: tuple[Affected, ...]
    not_mapped: tuple[str, ...]
    unordered: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A digest of all that decides which versions the record is about, and whether it holds: 16 hexadecimal digits.

        Records with equal ones say the same; only their prose, their times and the like differ. It is computed when it
        is asked for, since most records of a feed are about packages that nobody here has.
        """
        packages = [
            [each.package_format, each.namespace, each.package, each.versions, [said.events for said in each.ranges]]
            for each in self.affected
        ]
        text = json.dumps([self.id, self.kind, self.is_withdrawn, packages], ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGEST_LENGTH]


def named(package_format: Format, namespace: str | None, package: str) -> Coordinates:
    """A package as a record names it: wherever it is.

    Args:
        package_format: The package's format.
        namespace: Its namespace; None without one.
        package: Its name.

    Returns:
        The package, in a repository without a name.
    """
    return Coordinates(_NOWHERE, package_format, namespace, package)


def in_order(affected: Iterable[Affected]) -> tuple[Affected, ...]:
    """Sort what a record says of its packages.

    Args:
        affected: What it says of each package.

    Returns:
        The same, sorted by format, namespace and name.
    """
    return tuple(sorted(affected, key=lambda each: (each.package_format, each.namespace or "", each.package)))
