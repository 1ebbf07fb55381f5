"""Desired states as people could have written them: strategies, and the way from packages to files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from packagestate.schemas.coordinates import SEGMENT, Coordinates, Format, Repository, normalised_version
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.patterns import is_version_pattern
from packagestate.schemas.status import DECLARABLE
from tests.support.strategies import origins, revisions, versions

NAMES = {
    Format.NPM: ((None, "chalk"), ("ctrl", "tinycolor"), ("ctrl", "chalk")),
    Format.PYPI: ((None, "requests"), (None, "ruamel-yaml")),
    Format.MAVEN: (("org.apache.commons", "commons-lang3"), ("org.apache", "commons-lang3")),
    Format.NUGET: ((None, "newtonsoft.json"),),
    Format.GENERIC: (("team", "tool"),),
    Format.RUBY: ((None, "rails"),),
    Format.SWIFT: (("apple", "swift-nio"),),
    Format.CARGO: ((None, "serde"),),
}
REPOSITORIES = (
    Repository("acme", "npm-store"),
    Repository("acme", "store.2", None),
    Repository("zeta", "store", "012345678901"),
)
COORDINATES = tuple(
    Coordinates(repository, package_format, namespace, package)
    for repository in REPOSITORIES
    for package_format, names in NAMES.items()
    for namespace, package in names
)
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@st.composite
def packages(draw: st.DrawFn) -> tuple[DesiredPackage, ...]:
    """What a folder of manifests can say, in the order in which it is loaded."""
    chosen = draw(st.lists(st.sampled_from(COORDINATES), unique=True, max_size=6))
    in_order = sorted(chosen, key=lambda coordinates: coordinates.resource_name)
    return tuple(draw(_package(coordinates)) for coordinates in in_order)


@st.composite
def _package(draw: st.DrawFn, coordinates: Coordinates) -> DesiredPackage:
    named = draw(st.lists(versions, max_size=8))
    normalised = sorted(
        normal
        for normal in {normalised_version(coordinates.format, version) for version in named}
        if re.fullmatch(SEGMENT, normal) and not is_version_pattern(coordinates.format, normal)
    )
    return DesiredPackage(
        coordinates,
        tuple(
            DesiredVersion(
                version,
                draw(st.sampled_from(DECLARABLE)),
                draw(st.one_of(st.none(), revisions)),
                draw(st.one_of(st.none(), _TEXTS)),
            )
            for version in normalised
        ),
        draw(st.one_of(st.none(), origins)),
        draw(st.sampled_from(OnRemoval)),
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """One package as one file says it."""

    package: DesiredPackage
    versions: tuple[DesiredVersion, ...]


def write(folder: Path, files: Iterable[Sequence[Statement]]) -> None:
    """Write manifests, one for each repository and format that a file's statements need."""
    for number, statements in enumerate(files):
        for part, manifest in enumerate(_manifests(statements)):
            text = yaml.safe_dump(manifest, sort_keys=False, default_style='"', width=1000)
            (folder / f"{number}-{part}.yaml").write_text(text, encoding="utf-8")


def _manifests(statements: Iterable[Statement]) -> Iterable[dict[str, Any]]:
    manifests: dict[tuple[Repository, Format], dict[str, Any]] = {}
    for statement in statements:
        where = statement.package.coordinates
        manifest = manifests.setdefault((where.repository, where.format), _heading(where))
        manifest["packages"][where.written] = _entry(statement)
    return manifests.values()


def _heading(where: Coordinates) -> dict[str, Any]:
    heading: dict[str, Any] = {"domain": where.repository.domain, "repository": where.repository.name}
    if where.repository.domain_owner is not None:
        heading["domainOwner"] = where.repository.domain_owner
    return heading | {"format": str(where.format), "packages": {}}


def _entry(statement: Statement) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "onRemoval": str(statement.package.on_removal),
        "versions": {version.version: _version(version) for version in statement.versions},
    }
    if statement.package.origin is not None:
        origin = statement.package.origin
        entry["origin"] = {"publish": str(origin.publish), "upstream": str(origin.upstream)}
    return entry


def _version(version: DesiredVersion) -> str | dict[str, str]:
    if version.revision is None and version.reason is None:
        return str(version.status)
    fields = {"status": str(version.status), "revision": version.revision, "reason": version.reason}
    return {key: value for key, value in fields.items() if value is not None}
