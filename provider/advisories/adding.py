"""Which advisories of a source belong into the folders of feeds. Pure, but for the files that it is given one by one.

The whole export of a database streams through: of each record that nothing holds, nothing is remembered but a number.
"""

import json
import os.path
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Final

from packagestate.provider.advisories.held import Name
from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.folder import record_files
from packagestate.schemas.advisories.paths import beginning
from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Record
from packagestate.schemas.errors import Fault, Place, RecordError, printable

_SHOWN_FAULTS: Final = 20
# Clocks differ; a record of next year keeps no later one out.
_MOST_AHEAD: Final = timedelta(days=1)
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)


class Fate(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older than what is there"
    OTHER_KIND = "of a kind that no feed takes"
    NOT_HELD = "of packages that the domain does not hold"
    NO_FORMAT = "of ecosystems without a format"
    DAMAGED = "damaged"


@dataclass(slots=True)
class Adding:
    """Takes records one by one, and says which files are to be written.

    Attributes:
        counts: How many records there were of each fate.
        texts: The files to write, with their texts.
        records: What they say, by folder and id.
        faults: What is wrong with records: the first of them.
        not_mapped: How many records name packages of an ecosystem that CodeArtifact has no format for, by it.
        of_other_kinds: Records of packages that are held, and of a kind that no feed takes: the first of them.
    """

    _folders: Mapping[Path, list[tuple[Feed, Collection[Name]]]]
    _known: dict[Path, dict[str, Path]]
    _now: datetime
    counts: Counter[Fate] = field(default_factory=Counter)
    texts: dict[Path, str] = field(default_factory=dict)
    records: dict[Path, dict[str, Record]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    not_mapped: Counter[str] = field(default_factory=Counter)
    of_other_kinds: list[Record] = field(default_factory=list)

    @classmethod
    def into(cls, feeds: Iterable[Feed], held: Callable[[Feed], Collection[Name]], now: datetime) -> "Adding":
        """Begin.

        Args:
            feeds: The feeds.
            held: Gives the packages that the domain of a feed holds.
            now: The time.
        """
        folders: dict[Path, list[tuple[Feed, Collection[Name]]]] = {}
        for feed in feeds:
            folders.setdefault(Path(feed.folder), []).append((feed, held(feed)))
        return cls(folders, {folder: _files_by_id(folder) for folder in folders}, now)

    def take(self, name: str, content: bytes | Fault) -> None:
        """Take one record.

        Args:
            name: What it is called where it comes from, for messages.
            content: Its bytes, or why it cannot be read.
        """
        try:
            if isinstance(content, Fault):
                self._note([content], name)
                return
            record = read_record(content)
        except RecordError as error:
            self._note(error.faults, name)
            return
        self.not_mapped.update(record.not_mapped)
        fates = {self._put(folder, feeds, record, content) for folder, feeds in self._folders.items()}
        fate = next((each for each in Fate if each in fates), Fate.NOT_HELD)
        self.counts[fate] += 1
        if fate is Fate.OTHER_KIND and len(self.of_other_kinds) < _SHOWN_FAULTS:
            self.of_other_kinds.append(record)

    def _put(
        self, folder: Path, feeds: Iterable[tuple[Feed, Collection[Name]]], record: Record, content: bytes
    ) -> Fate:
        known = self._known[folder].get(record.id)
        about = [feed for feed, names in feeds if _is_about(record, feed, names)]
        if known is None and not any(record.kind in feed.kinds for feed in about):
            return Fate.OTHER_KIND if about else Fate.NOT_HELD if record.affected else Fate.NO_FORMAT
        path = known or _free(folder, record.id, {*self._known[folder].values()})
        text = _written(content)
        beside = self.texts.get(path)
        before = beside or (known.read_text(encoding="utf-8") if known is not None else None)
        if before == text:
            return Fate.UNCHANGED
        taken = self.records.setdefault(folder, {})
        # Of several in the sources one wins, in whatever order they come; then it is held against the one that is kept.
        is_beaten = beside is not None and self._order(record, text) < self._order(taken[record.id], beside)
        if is_beaten or (before is not None and self._is_older(text, before)):
            return Fate.OLDER
        taken[record.id] = record
        self._known[folder][record.id] = path
        self.texts[path] = text
        return Fate.NEW if known is None else Fate.UPDATED

    def _order(self, record: Record, text: str) -> tuple[datetime, bool, str]:
        """What says which of two records counts: the later one, then the one that was withdrawn."""
        then = _modified(text)
        is_known = then is not None and then <= self._now + _MOST_AHEAD
        return then if then is not None and is_known else _NO_TIME, record.is_withdrawn, text

    def _is_older(self, text: str, before: str) -> bool:
        """Whether a record was changed by its database before the one that is there."""
        then, known = _modified(text), _modified(before)
        return then is not None and known is not None and then < known <= self._now + _MOST_AHEAD

    def _note(self, faults: Iterable[Fault], name: str) -> None:
        self.counts[Fate.DAMAGED] += 1
        if len(self.faults) < _SHOWN_FAULTS:
            self.faults += [replace(each, place=Place(printable(name), 1, 1)) for each in faults]


def _free(folder: Path, advisory: str, taken: Collection[Path]) -> Path:
    """A file for a record; another record may stand in the one that is called like it."""
    names = (f"{advisory}{f'.{number}' if number else ''}.json" for number in count())
    return next(each for each in map(folder.joinpath, names) if each not in taken and not os.path.lexists(each))


def _modified(text: str) -> datetime | None:
    """When a database changed a record; None where the record does not say."""
    try:
        found = datetime.fromisoformat(str(json.loads(text.removeprefix("\ufeff")).get("modified")).upper())
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _is_about(record: Record, feed: Feed, names: Collection[Name]) -> bool:
    """Whether a record names a package that the domain of a feed holds."""
    return any(
        each.package_format is feed.package_format and (each.namespace, each.package) in names
        for each in record.affected
    )


def _files_by_id(folder: Path) -> dict[str, Path]:
    """The files of the records that are there; of damaged ones nobody knows the id."""
    found: dict[str, Path] = {}
    for file, wrong in record_files(folder):
        if wrong is not None:
            continue
        try:
            found.setdefault(read_record(beginning(file, LARGEST_RECORD_BYTES + 1)).id, file)
        except (RecordError, OSError):
            continue
    return found


def _written(content: bytes) -> str:
    """A record as it is kept: one field a line, so that a diff shows what a database has changed.

    A record that cannot be read again like this is kept as it came.
    """
    text = content.decode("utf-8-sig")
    encoder = json.JSONEncoder(indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)
    written: list[str] = []
    room = LARGEST_RECORD_BYTES
    try:
        for chunk in encoder.iterencode(json.loads(text)):
            room -= len(chunk)
            if room <= 0:
                # Indentation can make a thousand times as much of it.
                return text
            written.append(chunk)
    except ValueError:
        # A number that no program holds as it is written.
        return text
    return "".join(written) + "\n"
