"""The releases of the incident: which they are, and how they come into the endpoint's repository.

The healthy neighbours are the real ones, as npm packs them from whatever registry the machine is set up for. The
compromised ones are stand-ins: they have the name and the version, and do nothing at all.
"""

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from emulator.contents import NPM_ASSET, npm_tarball
from emulator.store import Store
from emulator.store.model import Asset, Metadata, PackageFormat, PackageKey, RepositoryKey

MANIFEST: Final = Path(__file__).parent / "packages" / "npm-compromised-2025-09-08.yaml"
REPOSITORY: Final = RepositoryKey("acme", "npm-store")
SEED: Final[dict[str, object]] = {"domains": {REPOSITORY.domain: {"repositories": {REPOSITORY.name: {}}}}}


@dataclass(frozen=True, slots=True)
class Release:
    """One version of one package of the incident.

    Attributes:
        package: The package's name.
        version: The version.
        compromised: Whether it is one of the compromised releases.
    """

    package: str
    version: str
    compromised: bool

    @property
    def file_name(self) -> str:
        """The name that npm gives the tarball."""
        return f"{self.package}-{self.version}.tgz"


def read_releases(manifest: Path = MANIFEST) -> tuple[Release, ...]:
    """Read the releases from the manifest, which names every one of them.

    Args:
        manifest: The manifest.
    """
    packages = yaml.safe_load(manifest.read_text(encoding="utf-8"))["packages"]
    return tuple(
        Release(package, version, compromised=declared != "Published")
        for package, body in packages.items()
        for version, declared in body["versions"].items()
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


def publish(store: Store, release: Release, tarball: bytes) -> None:
    """Publish a release, as `npm publish` does.

    Args:
        store: The endpoint's store.
        release: The release.
        tarball: Its content.
    """
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        described = next(_descriptions(archive))
    store.registry.publish_asset(
        REPOSITORY,
        PackageKey(PackageFormat.NPM, "", release.package),
        release.version,
        Asset.of(NPM_ASSET, tarball),
        metadata=Metadata(document=described),
        dist_tags=("latest",),
    )


def _descriptions(archive: tarfile.TarFile) -> Iterator[str]:
    """The package.json of a tarball, whose one folder need not be called `package`."""
    for member in archive.getmembers():
        if member.name.count("/") == 1 and member.name.endswith("/package.json"):
            file = archive.extractfile(member)
            if file is not None:
                yield file.read().decode()


def fill(store: Store, folder: Path) -> tuple[Release, ...]:
    """Publish every release.

    Args:
        store: The endpoint's store, with the repository in it.
        folder: Where the tarballs of the healthy releases go.

    Returns:
        The releases.

    Raises:
        RuntimeError: npm could not fetch the healthy releases.
    """
    releases = read_releases()
    fetch_healthy(releases, folder)
    for release in releases:
        publish(store, release, stand_in(release) if release.compromised else (folder / release.file_name).read_bytes())
    return releases
