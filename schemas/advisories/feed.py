"""A feed: a folder of advisories, and what becomes of the versions that they name. Pure values.

A feed never acts by itself: `packagestate lock` resolves it into statements that people review.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath
from typing import Final

from packagestate.schemas.advisories.record import Kind, Record
from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.rule import OriginType, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status

#: What stands between the digest of a record and that of what a feed says of it.
REMARK: Final = "-"
_DIGEST_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Ignored:
    """An advisory that has no effect.

    Attributes:
        id: Its id.
        until: The last day on which it is ignored.
        reason: Why, in the words of the person who declared it. Untrusted text; not compared.
        place: Where it stands; not compared.
    """

    id: str
    until: date
    reason: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An advisory that may do more than the guards allow.

    Attributes:
        id: Its id.
        is_unbounded: Whether a range without an end, which is all that it names, is taken for meant.
        at_most: So many versions of a package may be restricted; None where the caps of the feed hold.
        until: The last day on which this holds; None where it has no end.
        reason: Why, in the words of the person who declared it. Untrusted text; not compared.
        place: Where it stands; not compared.
    """

    id: str
    is_unbounded: bool = False
    at_most: int | None = None
    until: date | None = None
    reason: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """One entry of `advisories`.

    Attributes:
        name: Its name, unique in all manifests.
        scope: The repositories that it is about.
        package_format: The format of the packages.
        folder: The folder of the records.
        kinds: Which records count.
        status: What the versions must at least be: Unlisted or Archived.
        origins: How versions entered the domain that it is about.
        dispose_after: When versions that it archived are disposed of; None for never.
        most_versions: At most so many versions of a package may be restricted by one record.
        most_fraction: At most this part of the versions that the domain holds, in thousandths.
        ignored: The records without effect, by id.
        accepted: The records that may do more, by id.
        place: Where it stands; not compared.
    """

    name: str
    scope: Scope
    package_format: Format
    folder: PurePath
    kinds: frozenset[Kind]
    status: Status
    origins: frozenset[OriginType]
    dispose_after: timedelta | None
    most_versions: int
    most_fraction: int
    ignored: Mapping[str, Ignored] = field(default_factory=dict)
    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False)

    @property
    def digest(self) -> str:
        """A digest of all that decides which versions it is about, but for what is said of single records."""
        said = {
            "domain": self.scope.domain,
            "owner": self.scope.domain_owner,
            "repositories": sorted(self.scope.patterns),
            "format": self.package_format,
            "kinds": sorted(self.kinds),
            "status": self.status,
            "origins": sorted(self.origins),
            "dispose": None if self.dispose_after is None else self.dispose_after.total_seconds(),
            "atMost": [self.most_versions, self.most_fraction],
        }
        return _digest(said)

    def digest_of(self, record: Record) -> str:
        """A digest of a record; after a hyphen, one of what this feed says of it, where it says something.

        Args:
            record: The record.
        """
        ignored, accepted = self.ignored.get(record.id), self.accepted.get(record.id)
        if ignored is None and accepted is None:
            return record.digest
        said: list[object] = [None if ignored is None else ignored.until.isoformat()]
        if accepted is not None:
            until = None if accepted.until is None else accepted.until.isoformat()
            said += [accepted.is_unbounded, accepted.at_most, until]
        return f"{record.digest}{REMARK}{_digest(said)}"

    def ignores(self, advisory: str, today: date) -> bool:
        """Whether a record is ignored on a day.

        Args:
            advisory: The id of the record.
            today: The day.
        """
        found = self.ignored.get(advisory)
        return found is not None and today <= found.until

    def accepts(self, advisory: str, today: date) -> Accepted | None:
        """What a record may do beyond the guards on a day.

        Args:
            advisory: The id of the record.
            today: The day.
        """
        found = self.accepted.get(advisory)
        return None if found is None or (found.until is not None and found.until < today) else found


@dataclass(frozen=True, slots=True)
class Advisories:
    """A feed with the records of its folder.

    Attributes:
        feed: The feed.
        records: The records, by id; those without an effect too.
    """

    feed: Feed
    records: Mapping[str, Record] = field(default_factory=dict)


def feeds_named_twice(feeds: Iterable[Feed], rules: Iterable[Rule]) -> Iterator[Fault]:
    """Look for feeds with the name of another one, or of a rule: the name of a file of the lock could mean either.

    Args:
        feeds: The feeds of all manifests.
        rules: Their rules.

    Yields:
        A fault for each feed whose name is taken.
    """
    first: dict[str, Feed | Rule] = {each.name: each for each in rules}
    for feed in feeds:
        if first.setdefault(feed.name, feed) is not feed:
            yield Fault(
                "Two of one name",
                f"`{feed.name}` of `advisories` has the name of what stands at {first[feed.name].place} already. The "
                "lock knows rules and advisories by these names.",
                "give one of them another name",
                feed.place,
            )


def _digest(said: object) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGEST_LENGTH]
