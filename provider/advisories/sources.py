"""Streams the OSV records of a file, a folder or a zip archive: what cannot be read is a fault, and the others go on.

Sources come from feeds that nobody here controls, so they are taken for hostile. A record is read alone, and one byte
further than a record may be long.

Source: PKWARE, APPNOTE.TXT: sections 4.4.4 and 4.4.5 (flags and methods of a member), 4.3.7 (the header before it).
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.advisories.paths import beginning, opened, paths_in
from packagestate.schemas.errors import Fault, SourceError, printable, shortened
from packagestate.schemas.files import shown

_SUFFIX: Final = ".json"
_SIGNATURE: Final = b"PK"
_MOST_MEMBERS: Final = 5_000_000
_DRIVE: Final = re.compile("[A-Za-z]:")
# The least bytes that a member takes beside its content.
_HEADER_BYTES: Final = 30
# Whichever way it is encrypted.
_IS_ENCRYPTED: Final = 0x1 | 0x40
_IS_PATCH: Final = 0x20
# `zipfile` unpacks some others without a bound on what comes out.
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What `zipfile` raises for an archive that is damaged. A name that is not in its encoding is a ValueError.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)
_HINT: Final = "obtain the archive again, or unpack it with a tool that you trust and name the folder"


def records_in(source: Path) -> Iterator[tuple[str, bytes | Fault]]:
    """Stream the records of a source.

    Args:
        source: A file with one record; a folder, of which every file counts that ends in `.json`; or a zip archive, of
            which every such member counts. Names that begin with a dot are skipped.

    Yields:
        The name of each record for messages, and its content or why it cannot be read. A content that is longer than a
        record may be is cut after one byte more. Those of a folder are sorted, those of an archive in its order.

    Raises:
        SourceError: There is no such source, it cannot be read, or it is an archive that is damaged or hostile; such
            an archive is refused before its first record.
    """
    try:
        if source.is_dir():
            yield from _of_folder(source)
        else:
            yield from _of_file(source)
    except OSError as error:
        raise SourceError.of(
            "Source cannot be read",
            f"`{shown(source)}` cannot be read: {error.strerror or error}.",
            "name a file with a record, a folder of them, or a zip archive",
        ) from error


def _of_folder(folder: Path) -> Iterator[tuple[str, bytes | Fault]]:
    for path, wrong in paths_in(folder, _SUFFIX):
        found: bytes | Fault
        try:
            found = wrong or beginning(path, LARGEST_RECORD_BYTES + 1)
        except OSError as error:
            found = Fault(
                "File cannot be read",
                f"The file cannot be read: {error.strerror or error}.",
                "make it readable, or take it out of the folder",
            )
        yield printable(shown(path)), found


def _of_file(path: Path) -> Iterator[tuple[str, bytes | Fault]]:
    with opened(path) as file:
        is_archive = file.read(len(_SIGNATURE)) == _SIGNATURE or path.suffix == ".zip"
        file.seek(0)
        if is_archive:
            yield from _of_archive(file, path)
        else:
            yield printable(shown(path)), file.read(LARGEST_RECORD_BYTES + 1)


def _of_archive(file: BinaryIO, path: Path) -> Iterator[tuple[str, bytes | Fault]]:
    place = shown(path)
    with _listed(file, path) as archive:
        _check(archive, path)
        for member in archive.infolist():
            if _is_record(member.orig_filename):
                yield printable(f"{place}:{shortened(member.orig_filename)}"), _member(archive, member)


def _listed(file: BinaryIO, path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _refused(path, "it is no zip archive, or the list of its members cannot be read.") from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    """Go through the whole list once, so that nothing of a hostile archive is used."""
    packed_bytes = 0
    for number, member in enumerate(archive.infolist()):
        if number == _MOST_MEMBERS:
            raise _refused(path, f"it has more than {_MOST_MEMBERS:,} members.")
        # Not `filename`: what that is made of depends on the system and on the version of Python.
        name, bytes_of_member = member.orig_filename, _HEADER_BYTES + member.compress_size
        if _leaves(name):
            raise _refused(path, f"its member `{shortened(name)}` would be unpacked outside the folder.")
        if not 0 <= member.header_offset <= archive.start_dir - bytes_of_member:
            raise _refused(path, f"its member `{shortened(name)}` would lie outside the archive.")
        packed_bytes += bytes_of_member
    if packed_bytes > archive.start_dir:
        # So a small archive could hold terabytes.
        raise _refused(path, "its members overlap.")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | Fault:
    if member.flag_bits & _IS_ENCRYPTED:
        return _unread("it is encrypted")
    if member.flag_bits & _IS_PATCH or member.compress_type not in _METHODS:
        return _unread("it is compressed in a way that is not supported")
    try:
        with archive.open(member) as file:
            return file.read(LARGEST_RECORD_BYTES + 1)
    except _DAMAGE:
        return _unread("it is damaged")


def _unread(reason: str) -> Fault:
    return Fault("Archive's member cannot be read", f"The member was not read: {reason}.", _HINT)


def _leaves(name: str) -> bool:
    """Whether a name leads out of a folder, on any system."""
    is_absolute = name.startswith("/") or _DRIVE.match(name) is not None
    return is_absolute or "\\" in name or "\0" in name or ".." in name.split("/")


def _is_record(name: str) -> bool:
    return name.endswith(_SUFFIX) and not name.startswith(".") and "/." not in name


def _refused(path: Path, reason: str) -> SourceError:
    detail = f"`{shown(path)}` was not used: {reason} No record was read."
    return SourceError((Fault("Archive not accepted", detail, _HINT),))
