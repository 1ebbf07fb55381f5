"""From the bytes of an OSV record to what it says of packages, or to all that is wrong with it. Pure.

What is not needed to know which versions are affected is not read: no prose, no references, and nothing that a
database adds of its own but the numbers of weaknesses.

Source: the OSV schema, "Field Details".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from packagestate.schemas.advisories.affecting import is_comparable
from packagestate.schemas.advisories.decoding import decoded
from packagestate.schemas.advisories.ecosystems import format_of
from packagestate.schemas.advisories.fields import Fields
from packagestate.schemas.advisories.record import (
    EVENT_KINDS,
    Affected,
    Event,
    Kind,
    Range,
    Record,
    in_order,
    named,
)
from packagestate.schemas.coordinates import (
    Coordinates,
    Format,
    PackageNameError,
    normalised_version,
    parse_package_name,
)
from packagestate.schemas.errors import RecordError, shortened
from packagestate.schemas.fitness import can_be_a_version, can_be_named
from packagestate.schemas.names import ADVISORY_ID
from packagestate.schemas.versions.ecosystems import ecosystem

# The id becomes the name of a file, so it holds no separator, and begins with a letter.
# The lock holds ids too, so both take the same ones.
_ID: Final = re.compile(ADVISORY_ID.schema["pattern"])
_LONGEST_ID: Final = 100
_MALWARE_PREFIX: Final = "MAL-"
# Source: Common Weakness Enumeration, CWE-506, "Embedded Malicious Code".
_MALWARE_WEAKNESS: Final = "CWE-506"
# Source: RFC 3339, section 5.6.
_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
_COMMITS: Final = "GIT"
_VERSION_RANGES: Final = ("SEMVER", "ECOSYSTEM")


def read_record(content: bytes) -> Record:
    """Read an OSV record.

    Args:
        content: The content of its file.

    Returns:
        What it says.

    Raises:
        RecordError: It is not an OSV record, or says something that cannot be evaluated. It carries every fault, up to
            20. No fault has a place.
    """
    reader = _Reader(decoded(content))
    record = reader.record()
    if reader.faults:
        raise RecordError(reader.faults)
    return record


@dataclass(slots=True)
class _Named:
    """What entries of the record say of one package."""

    versions: set[str] = field(default_factory=set)
    ranges: set[Range] = field(default_factory=set)


class _Reader(Fields):
    """Reads one record, and notes what is wrong with it."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        super().__init__()
        self._held = held
        self._affected: dict[Coordinates, _Named] = {}
        self._not_mapped: set[str] = set()
        self._unordered: set[str] = set()
        self._names_malware = False

    def record(self) -> Record:
        """What it says; where there are faults, what is left of it."""
        identifier = self._id()
        aliases = [alias for _, alias in self.strings(self._held, "aliases", "")]
        self._read_weaknesses(self._held, "")
        for where, entry in self.objects(self._held, "affected", ""):
            self._read_weaknesses(entry, where)
            self._read_entry(entry, where)
        is_malware = self._names_malware or any(each.startswith(_MALWARE_PREFIX) for each in (identifier, *aliases))
        kind = Kind.MALWARE if is_malware else Kind.VULNERABILITY
        is_withdrawn = self._is_withdrawn()
        affected = in_order(
            Affected(
                each.format, each.namespace, each.package, tuple(sorted(said.versions)), tuple(sorted(said.ranges))
            )
            for each, said in self._affected.items()
        )
        return Record(
            identifier,
            kind,
            is_withdrawn,
            affected,
            tuple(sorted(self._not_mapped)),
            tuple(sorted(self._unordered)),
        )

    def _id(self) -> str:
        found = self.string(self._held, "id", "")
        is_fit = len(found) <= _LONGEST_ID and _ID.fullmatch(found) is not None
        if found and not is_fit:
            self.fault(
                "Id not allowed",
                f"`{shortened(found)}` is not an id such as `MAL-2025-1`: at most {_LONGEST_ID} characters, a "
                "prefix, a hyphen and the rest, of letters, digits, `.`, `_` and `-`.",
            )
        return found

    def _is_withdrawn(self) -> bool:
        found = self._held.get("withdrawn", "")
        if not isinstance(found, str):
            self.wrong("withdrawn", found, "a time")
        elif found and not _is_time(found):
            self.fault("Not a time", f"`withdrawn` is `{shortened(found)}`, and a time of RFC 3339 is expected.")
        return bool(found)

    def _read_weaknesses(self, holder: Mapping[str, Any], where: str) -> None:
        """Look for malware. A database's own object has no schema, so nothing in it is a fault."""
        found = holder.get("database_specific")
        if isinstance(found, dict):
            weaknesses = found.get("cwe_ids")
            self._names_malware |= isinstance(weaknesses, list) and _MALWARE_WEAKNESS in weaknesses
        elif found is not None:
            self.wrong(f"{where}database_specific", found, "an object")

    def _read_entry(self, entry: Mapping[str, Any], where: str) -> None:
        package = entry.get("package")
        if package is None:
            # It is about a Git repository.
            return
        if not isinstance(package, dict):
            self.wrong(f"{where}package", package, "an object")
            return
        name_of_ecosystem = self.string(package, "ecosystem", f"{where}package.")
        package_format = format_of(name_of_ecosystem)
        if package_format is not None:
            coordinates = self._coordinates(package, package_format, f"{where}package.")
            said = self._affected.setdefault(coordinates, _Named())
            said.versions.update(self._versions(entry, coordinates, where))
            said.ranges.update(self._ranges(entry, coordinates, where))
        elif name_of_ecosystem:
            self._not_mapped.add(shortened(name_of_ecosystem))

    def _coordinates(self, package: Mapping[str, Any], package_format: Format, where: str) -> Coordinates:
        written = self.string(package, "name", where)
        reason = "no manifest can hold it"
        try:
            found = named(package_format, *parse_package_name(package_format, written))
        except PackageNameError as error:
            found, reason = named(package_format, None, written), str(error)
        if written and not can_be_named(found):
            self.fault(
                "Package name does not fit the format",
                f"`{where}name` is `{shortened(written)}`, which is no package of {package_format}: {reason}.",
            )
        return found

    def _versions(self, entry: Mapping[str, Any], package: Coordinates, where: str) -> Iterator[str]:
        for path, written in self.strings(entry, "versions", where):
            version = normalised_version(package.format, written)
            if can_be_a_version(package, version):
                yield version
            else:
                self.fault(
                    "Version cannot be recorded",
                    f"`{path}` is `{shortened(written)}`, which is no version of {package.format}.",
                )

    def _ranges(self, entry: Mapping[str, Any], package: Coordinates, where: str) -> Iterator[Range]:
        for path, held in self.objects(entry, "ranges", where):
            kind = self.string(held, "type", path)
            if kind in {"", _COMMITS}:
                continue
            if kind not in _VERSION_RANGES:
                self.wrong(f"{path}type", kind, "`SEMVER`, `ECOSYSTEM` or `GIT`")
            elif not ecosystem(package.format).has_order:
                self._unordered.add(package.written)
            elif held.get("events") is None:
                self.missing(f"{path}events")
            else:
                yield Range(tuple(self._events(held, package.format, path)))

    def _events(self, held: Mapping[str, Any], package_format: Format, where: str) -> Iterator[Event]:
        for path, said in self.objects(held, "events", where):
            kinds = [kind for kind in EVENT_KINDS if kind in said]
            if len(kinds) != 1:
                expected = ", ".join(f"`{each}`" for each in EVENT_KINDS)
                self.fault("Event is unclear", f"`{path[:-1]}` needs one of {expected}, and has {len(kinds)} of them.")
                continue
            event = Event(kinds[0], self.string(said, kinds[0], path))
            if event.version and not is_comparable(event, package_format):
                self.fault(
                    "Version cannot be compared",
                    f"`{path}{event.kind}` is `{shortened(event.version)}`, which has no place in the order of "
                    f"{ecosystem(package_format).name} versions, so the range cannot be evaluated.",
                )
            yield event


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    try:
        datetime.fromisoformat(match[1])
    except ValueError:
        return False
    return True
