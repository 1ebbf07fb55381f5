"""The releases of the incident: which they are, and how copies of them come into the repositories of a domain.

The healthy neighbours are the real ones, as npm packs them from whatever registry the machine is set up for. The
compromised ones are stand-ins: they have the name and the version, and do nothing at all.
"""

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import yaml

from emulator.contents import NPM_ASSET, npm_tarball
from emulator.store import Store
from emulator.store.copying import Copy
from emulator.store.model import Asset, Metadata, PackageFormat, PackageKey, RepositoryKey
from emulator.store.public import PublicVersion

PACKAGES: Final = Path(__file__).parent / "packages"
MANIFEST: Final = PACKAGES / "npm-compromised-2025-09-08.yaml"

DOMAIN: Final = "acme"
STORE: Final = "npm-store"
DOWNSTREAM: Final = ("npm-web", "npm-tools")
SERVING: Final = (STORE, *DOWNSTREAM)
FORENSICS: Final = "npm-forensics"
NEW: Final = "npm-mobile"
"""A repository that somebody creates in the course of the story."""
SEED: Final[dict[str, object]] = {
    "domains": {
        DOMAIN: {
            "repositories": {
                STORE: {"external_connection": "public:npmjs"},
                **{name: {"upstreams": [STORE]} for name in DOWNSTREAM},
                FORENSICS: {},
            }
        }
    }
}

NEIGHBOURS: Final = {
    "ansi-regex": ("6.2.0", "6.2.2"),
    "ansi-styles": ("6.2.1", "6.2.3"),
    "backslash": ("0.2.0", "0.2.2"),
    "chalk": ("5.6.0", "5.6.2"),
    "chalk-template": ("1.1.0", "1.1.2"),
    "color": ("5.0.0", "5.0.2"),
    "color-convert": ("3.1.0", "3.1.2"),
    "color-name": ("2.0.0", "2.0.2"),
    "color-string": ("2.1.0", "2.1.2"),
    "debug": ("4.4.1", "4.4.3"),
    "error-ex": ("1.3.2", "1.3.4"),
    "has-ansi": ("6.0.0", "6.0.2"),
    "is-arrayish": ("0.3.2", "0.3.4"),
    "simple-swizzle": ("0.2.2", "0.2.4"),
    "slice-ansi": ("7.1.0", "7.1.2"),
    "strip-ansi": ("7.1.0", "7.1.2"),
    "supports-color": ("10.2.0", "10.2.2"),
    "supports-hyperlinks": ("4.1.0", "4.1.2"),
    "wrap-ansi": ("9.0.0", "9.0.2"),
}
"""The healthy releases right before and right after the compromised one of each package."""


@dataclass(frozen=True, slots=True)
class Release:
    """One version of one package of the incident.

    Attributes:
        package: The package's name.
        version: The version.
        day: The day of September 2025 on which it counts as published; only the order of a package's releases matters.
        compromised: Whether it is one of the compromised releases.
    """

    package: str
    version: str
    day: int
    compromised: bool = False

    @property
    def file_name(self) -> str:
        """The name that npm gives the tarball."""
        return f"{self.package}-{self.version}.tgz"

    @property
    def key(self) -> PackageKey:
        """The package, as the endpoint knows it."""
        return PackageKey(PackageFormat.NPM, "", self.package)


LATER: Final = Release("chalk", "5.6.2", 9)
"""The one healthy release that no repository holds when the story begins."""
UNRELATED: Final = (Release("ms", "2.1.1", 5), Release("ms", "2.1.2", 6), Release("ms", "2.1.3", 7))
"""Releases of a healthy package that had no part in the incident. `debug` depends on it."""


def read_releases(manifest: Path = MANIFEST) -> tuple[Release, ...]:
    """Give the compromised releases, which the manifest names, each between its healthy neighbours.

    Args:
        manifest: The manifest.
    """
    packages = yaml.safe_load(manifest.read_text(encoding="utf-8"))["packages"]
    return tuple(
        release
        for package, body in packages.items()
        for before, after in [NEIGHBOURS[package]]
        for release in (
            Release(package, before, 7),
            *(Release(package, version, 8, compromised=True) for version in body["versions"]),
            Release(package, after, 9),
        )
    )


def fetch_healthy(releases: tuple[Release, ...], folder: Path) -> None:
    """Fetch the tarballs of the healthy releases with npm.

    Args:
        releases: All releases.
        folder: Where the tarballs go.

    Raises:
        RuntimeError: npm could not fetch them; the text is what it said.
    """
    wanted = [f"{release.package}@{release.version}" for release in releases if not release.compromised]
    command = ["npm", "pack", "--silent", "--prefer-offline", "--pack-destination", str(folder), *wanted]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        raise RuntimeError(f"npm could not fetch the healthy releases:\n{finished.stderr}")


def stand_in(release: Release) -> bytes:
    """Make the harmless tarball that stands in for a compromised release.

    Args:
        release: The release.
    """
    described = {
        "name": release.package,
        "version": release.version,
        "description": "A stand-in for a compromised release. It does nothing.",
        "main": "index.js",
    }
    return npm_tarball({"package.json": json.dumps(described), "index.js": "module.exports = {};\n"})


def offer(store: Store, release: Release, tarball: bytes) -> None:
    """Let the public registry offer a release, and call it the latest one.

    Args:
        store: The endpoint's store.
        release: The release.
        tarball: Its content.
    """
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        described = next(_descriptions(archive))
    version = PublicVersion(
        release.version,
        datetime(2025, 9, release.day, tzinfo=UTC),
        (Asset.of(NPM_ASSET, tarball),),
        Metadata(document=described),
    )
    store.public.add(release.key, version, ("latest",))


def _descriptions(archive: tarfile.TarFile) -> Iterator[str]:
    """The package.json of a tarball, whose one folder need not be called `package`."""
    for member in archive.getmembers():
        if member.name.count("/") == 1 and member.name.endswith("/package.json"):
            file = archive.extractfile(member)
            if file is not None:
                yield file.read().decode()


def fill(store: Store, folder: Path) -> tuple[Release, ...]:
    """Let builds fetch all releases through both repositories downstream, and the public registry remove the bad ones.

    A copy stays in each of these repositories, and in the one with the external connection. Source: UG
    repo-upstream-behavior. Copies of the compromised releases are put aside in the repository for forensics.

    Args:
        store: The endpoint's store, with the repositories in it.
        folder: Where the tarballs of the healthy releases go.

    Returns:
        The releases.

    Raises:
        RuntimeError: npm could not fetch the healthy releases.
    """
    releases = (*read_releases(), *UNRELATED)
    fetch_healthy(releases, folder)
    for release in releases:
        offer(store, release, stand_in(release) if release.compromised else (folder / release.file_name).read_bytes())
    for name in DOWNSTREAM:
        for release in releases:
            if release != LATER:
                store.registry.fetch_version(RepositoryKey(DOMAIN, name), release.key, release.version)
    source, destination = RepositoryKey(DOMAIN, STORE), RepositoryKey(DOMAIN, FORENSICS)
    for release in releases:
        if release.compromised:
            store.packages.copy_versions(Copy(source, destination, release.key, (release.version,)))
            store.public.remove(release.key, release.version)
    return releases
