"""Adopt: read a domain, write manifests, and an import file that takes what they name into Pulumi's state.

The packages go through one after another: what is held in memory grows with what manifests name, and not with what the
domain holds.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from pathlib import Path
from typing import Any, Final

from packagestate.provider.adoption.discovery import SurveyError, repositories_of, survey
from packagestate.provider.adoption.drift import Difference, agreeing, differences, restatement
from packagestate.provider.adoption.inventory import select_package
from packagestate.provider.adoption.selection import Selection
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.gateway import Gateway
from packagestate.provider.manifests.folder import Folder
from packagestate.provider.manifests.restating import Restatement
from packagestate.provider.manifests.saving import Drafts
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage
from packagestate.provider.population import FullGateway
from packagestate.provider.state.import_file import chunks, resource
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault, printable

#: Told after each package how many have been read, and in which repository the last one is.
Progress = Callable[[int, str], None]

# What becomes the name of a folder. Source: botocore's model of CodeArtifact, `RepositoryName`.
_REPOSITORY_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{1,99}")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be adopted, and where to.

    Attributes:
        domain: The domain.
        domain_owner: The account that owns it; None means the caller's own.
        repositories: The names of the repositories to read; all of the domain, where there are none.
        selection: What is adopted of them.
        output: The folder of manifests.
        import_file: Where the import file is written.
        is_drift_accepted: Whether manifests are to say what AWS has, where they say something else.
    """

    domain: str
    domain_owner: str | None
    repositories: tuple[str, ...]
    selection: Selection
    output: Path
    import_file: Path
    is_drift_accepted: bool = False


@dataclass(slots=True)
class Report:
    """What was read and written.

    Attributes:
        repository_count: How many repositories were read.
        package_count: How many packages were read.
        version_count: How many versions they have.
        named_package_count: How many of these packages manifests name, and the import file takes over.
        named_version_count: How many of their versions.
        differences: What manifests said that AWS has otherwise.
        remarks: What is odd, with the package it is odd about.
        files: The files that were written, the import file last.
        read: The names of the resources of the packages that were read.
    """

    repository_count: int = 0
    package_count: int = 0
    version_count: int = 0
    named_package_count: int = 0
    named_version_count: int = 0
    differences: list[Difference] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    read: set[str] = field(default_factory=set)


def adopt(gateway: FullGateway, request: Request, worker_count: int, progress: Progress) -> Report:
    """Read what is there, and write what manifests do not say yet.

    Args:
        gateway: Where AWS is asked.
        request: What is to be adopted.
        worker_count: How many calls may be under way at once.
        progress: Told how far it is.

    Returns:
        What was read and written.

    Raises:
        ManifestError: The manifests that are there are wrong, or cannot be added to.
        SurveyError: Repositories could not be read.
        GatewayError: AWS could not be asked.
        SavingError: A file could not be written.
    """
    stated = Folder.open(request.output)
    locked = read_locked(gateway, stated.choices, stated.owners.get)
    folder = replace(stated, wide=(*stated.wide, *(each.floor for each in locked if each.is_in_force)))
    repositories = _repositories(gateway, request)
    report = Report(repository_count=len(repositories))
    # Closed, the survey begins no call any more, also where something else ends the run.
    with closing(survey(gateway, repositories, request.selection, worker_count)) as surveyed, Drafts() as drafts:
        observed = _counted(surveyed, report, progress)
        drafts.write(request.import_file, chunks(_resources(observed, request, folder, drafts, report)))
        report.differences += _of_absent(folder, repositories, request.selection, report.read)
        report.files = drafts.publish()
    return report


def _repositories(gateway: Gateway, request: Request) -> tuple[Repository, ...]:
    if request.repositories:
        found = tuple(
            Repository(request.domain, name, request.domain_owner) for name in sorted({*request.repositories})
        )
    else:
        found = repositories_of(gateway, request.domain, request.domain_owner)
    faults = [
        Fault(
            "Repository name not allowed",
            f"`{each.name}` is no name of a repository. No file was written.",
            "check the name, and that the endpoint is CodeArtifact's",
        )
        for each in found
        if _REPOSITORY_NAME.fullmatch(each.name) is None
    ]
    if faults:
        raise SurveyError(faults)
    return found


def _counted(observed: Iterable[ObservedPackage], report: Report, progress: Progress) -> Iterator[ObservedPackage]:
    for each in observed:
        report.package_count += 1
        report.read.add(each.coordinates.resource_name)
        report.version_count += len(each.versions)
        progress(report.package_count, each.coordinates.repository.name)
        yield each


def _resources(
    observed: Iterable[ObservedPackage], request: Request, folder: Folder, drafts: Drafts, report: Report
) -> Iterator[dict[str, Any]]:
    """The entries of the import file; the manifests are written on the way."""
    floors = Floors(folder.wide)
    for _, together in groupby(observed, key=lambda each: _place(each.coordinates)):
        packages = tuple({each.coordinates: each for each in together}.values())
        items = [select_package(each, request.selection) for each in packages]
        report.remarks += (f"{printable(str(item.coordinates))}: {remark}" for item in items for remark in item.remarks)
        differing = [tuple(differences(_said(folder, each), each, floors.of(each.coordinates))) for each in packages]
        report.differences += chain.from_iterable(differing)
        changes = {
            found[0].coordinates: restatement(found)
            for found in differing
            if request.is_drift_accepted and any(each.value is not None for each in found)
        }
        missing = [folder.missing(item) for item in items]
        for path, text in folder.edited(changes, missing):
            drafts.write(path, [text])
        for each, item in zip(packages, missing, strict=True):
            literal = _named(folder, item, changes.get(each.coordinates, Restatement()))
            place = replace(each.coordinates, repository=folder.owned(each.coordinates.repository))
            observed_there = replace(each, coordinates=place)
            desired = combine(literal, floors.of(place), observed_there, is_recorded=False)
            if desired is not None:
                report.named_package_count += 1
                report.named_version_count += len(desired.versions)
                yield resource(desired, each)


def _of_absent(
    folder: Folder, repositories: Iterable[Repository], selection: Selection, read: Collection[str]
) -> Iterator[Difference]:
    """The differences of packages that manifests name, and that the repositories which were read do not hold."""
    names = {(each.domain, each.name) for each in repositories}
    floors = Floors(folder.wide)
    for name, desired in folder.packages.items():
        repository = desired.coordinates.repository
        is_absent = (repository.domain, repository.name) in names and name not in read
        if is_absent and selection.wants(desired.coordinates):
            absent = ObservedPackage(desired.coordinates)
            yield from differences(replace(desired, origin=None), absent, floors.of(desired.coordinates))


def _place(coordinates: Coordinates) -> tuple[Repository, Format]:
    return coordinates.repository, coordinates.format


def _said(folder: Folder, observed: ObservedPackage) -> DesiredPackage | None:
    return folder.packages.get(observed.coordinates.resource_name)


def _named(folder: Folder, missing: StatedPackage, change: Restatement) -> DesiredPackage | None:
    """What the manifests now say about a package of one repository; None where they do not name it."""
    coordinates = missing.coordinates
    before = folder.packages.get(coordinates.resource_name)
    if before is None:
        if missing.is_empty:
            return None
        header = folder.header_for(coordinates)
        before = DesiredPackage(replace(coordinates, repository=header.repository), (), on_removal=header.on_removal)
    added = (DesiredVersion(version.version, version.status) for version in missing.versions)
    agreed = agreeing(before, change)
    return replace(agreed, versions=tuple(sorted((*agreed.versions, *added))), origin=missing.origin or agreed.origin)
