"""Harmless files for the versions of a seed, such as package managers install."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from functools import lru_cache

from emulator.store import Asset, Metadata, PackageFormat, PackageKey

NPM_ASSET = "package.tgz"
"""How CodeArtifact calls the file of an npm package. Source: UG "npm support"."""

_SUMMARY = "A harmless package of the local endpoint."


def contents(key: PackageKey, version: str) -> tuple[tuple[Asset, ...], Metadata]:
    """The files of a version, and what it says of itself.

    Args:
        key: The package.
        version: The version.

    Returns:
        Equal bytes for equal arguments.
    """
    match key.format:
        case PackageFormat.NPM:
            document = json.dumps({"name": key.display_name, "version": version, "description": _SUMMARY})
            content = npm_tarball({"package.json": document, "index.js": "module.exports = {};\n"})
            return (Asset.of(NPM_ASSET, content),), Metadata(document=document, summary=_SUMMARY)
        case PackageFormat.PYPI:
            name = key.name.replace("-", "_")
            document = f"Metadata-Version: 2.1\nName: {key.name}\nVersion: {version}\nSummary: {_SUMMARY}\n"
            content = wheel(name, version, document)
            asset = Asset.of(f"{name}-{version}-py3-none-any.whl", content)
            return (asset,), Metadata(document=document, summary=_SUMMARY)
        case _:
            content = f"{key.display_name} {version}\n".encode()
            return (Asset.of(f"{key.name}-{version}.bin", content),), Metadata(summary=_SUMMARY)


def npm_tarball(files: dict[str, str]) -> bytes:
    """A tarball as npm packs it.

    Args:
        files: Path below `package/`, and text.
    """
    # By hand, which is several times as fast as a `TarFile`: a seed may have 100,000 of them.
    members = []
    for name, text in files.items():
        content = text.encode()
        padding = bytes(-len(content) % tarfile.BLOCKSIZE)
        members.append(_tar_header(f"package/{name}", len(content)) + content + padding)
    return gzip.compress(b"".join(members) + bytes(2 * tarfile.BLOCKSIZE), compresslevel=1, mtime=0)


@lru_cache
def _tar_header(name: str, size_bytes: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size = size_bytes
    return member.tobuf(tarfile.USTAR_FORMAT)


def wheel(name: str, version: str, document: str) -> bytes:
    """A wheel with one empty module.

    Args:
        name: The distribution's name, with underscores.
        version: The version.
        document: The core metadata.
    """
    information = f"{name}-{version}.dist-info"
    tags = "Wheel-Version: 1.0\nGenerator: emulator\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {f"{name}.py": "", f"{information}/METADATA": document, f"{information}/WHEEL": tags}
    record = [f"{path},sha256={_hash(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{information}/RECORD"] = "\n".join([*record, f"{information}/RECORD,,", ""])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return buffer.getvalue()


def _hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
