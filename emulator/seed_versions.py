"""The versions of a seed: their statuses, when they were published, and how they came into the domain."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from emulator.seed_reading import Reading
from emulator.store import OriginType, PackageFormat, Status
from emulator.store.lifecycle import STORED
from emulator.store.public import CONNECTION_FORMATS

# Far enough from the ends of Python's calendar for what is added to a time.
_YEARS: Final = range(1970, 3000)


@dataclass(frozen=True, slots=True)
class SeedVersion:
    """A version of a seed.

    Attributes:
        version: The version.
        status: Its status.
        published_time: When it was published; None where the seed does not say so.
        origin_type: How it came into the domain.
    """

    version: str
    status: Status
    published_time: datetime | None
    origin_type: OriginType


def read_versions(
    reading: Reading, declared: object, where: str, package_format: PackageFormat, known: set[str]
) -> Iterator[SeedVersion]:
    """Read the versions of a package, which are a list, or a map from version to status or to members.

    Args:
        reading: What takes the faults.
        declared: What the document has.
        where: The package's place.
        package_format: The package's format.
        known: The members that a version may have here.
    """
    if isinstance(declared, list):
        pairs = [(version, Status.PUBLISHED) for version in declared]
    else:
        pairs = list(reading.mapping(declared, where).items())
    for version, written in pairs:
        if not isinstance(version, str):
            reading.faults.append(f"{where}: {version!r} is not a text; put versions in quotes")
            continue
        place = f"{where} {version}"
        reading.check("PackageVersion", version, place)
        is_long = isinstance(written, Mapping)
        members = reading.members(written, place, known) if is_long else {"status": written}
        status = _status(reading, members.get("status", Status.PUBLISHED), place)
        published_time = _time(reading, members.get("published"), place)
        origin_type = _origin_type(reading, members.get("originType", OriginType.INTERNAL), place, package_format)
        yield SeedVersion(version, status, published_time, origin_type)


def check_latest(
    reading: Reading, latest: object, where: str, package_format: PackageFormat, versions: Collection[str]
) -> str:
    """The version that npm's tag `latest` names; empty where the seed does not say so.

    Args:
        reading: What takes the faults.
        latest: What the document has.
        where: The package's place.
        package_format: The package's format.
        versions: The package's versions.
    """
    if latest is None:
        return ""
    if package_format is not PackageFormat.NPM:
        reading.faults.append(f"{where}: latest: packages of format {package_format} have no tags")
    elif not isinstance(latest, str) or latest not in versions:
        reading.faults.append(f"{where}: latest: {latest!r} is none of the package's versions")
    return str(latest)


def connection_to(package_format: PackageFormat) -> str | None:
    """The external connection through which versions of a format come; None for formats that have none.

    Args:
        package_format: The format.
    """
    return next((name for name, each in CONNECTION_FORMATS.items() if each is package_format), None)


def _status(reading: Reading, written: object, where: str) -> Status:
    if not isinstance(written, str) or written not in STORED:
        reading.faults.append(f"{where}: {written!r} is no status; there are {', '.join(sorted(STORED))}")
        return Status.PUBLISHED
    return Status(written)


def _time(reading: Reading, written: object, where: str) -> datetime | None:
    """A time in UTC. YAML gives a time or a date as such, JSON as a text; a date is its first moment."""
    if written is None:
        return None
    found = None
    match written:
        case datetime():
            found = written
        case date():
            found = datetime.combine(written, time())
        case str():
            found = _from_text(written)
    if found is None:
        reading.faults.append(f"{where}: published: {written!r} is neither a date nor a time of ISO 8601")
        return None
    if found.year not in _YEARS:
        reading.faults.append(f"{where}: published: {found.year} is not between {_YEARS[0]} and {_YEARS[-1]}")
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _from_text(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _origin_type(reading: Reading, written: object, where: str, package_format: PackageFormat) -> OriginType:
    if not isinstance(written, str) or written not in set(OriginType):
        reading.faults.append(f"{where}: originType: {written!r} is none of {', '.join(OriginType)}")
        return OriginType.INTERNAL
    origin_type = OriginType(written)
    if origin_type is OriginType.EXTERNAL and connection_to(package_format) is None:
        reading.faults.append(f"{where}: originType: no external connection leads to {package_format} packages")
    return origin_type
