"""What is wrong with statements of several repositories and of one, together. Pure."""

from collections.abc import Collection, Iterable, Iterator

from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.wide_version import WideVersion


def contradicting_scopes(packages: Collection[DesiredPackage], wide: Collection[WideVersion]) -> Iterator[Fault]:
    """Look at what manifests say of one repository and of several.

    Args:
        packages: What they say of one.
        wide: What they say of several.

    Yields:
        A fault for each `over` that names no statement about its version, and for each domain with two owners.
    """
    said = {(each.scope.domain, each.package_format, each.namespace, each.package, each.version) for each in wide}
    files = {each.place.file for each in wide}
    for package in packages:
        place = package.coordinates
        name = (place.repository.domain, place.format, place.namespace, place.package)
        for version in package.versions:
            if version.over is not None and (version.over not in files or (*name, version.version) not in said):
                yield _over_nothing(version, files)
    yield from _owners(packages, wide)


def _owners(packages: Iterable[DesiredPackage], wide: Iterable[WideVersion]) -> Iterator[Fault]:
    """A stack knows a domain by its name alone."""
    owners = {each.coordinates.repository.domain: each.coordinates.repository.domain_owner for each in packages}
    for scope in dict.fromkeys(each.scope for each in wide):
        if owners.setdefault(scope.domain, scope.domain_owner) != scope.domain_owner:
            yield Fault(
                "Two owners of one domain",
                f"The domain `{scope.domain}` is named with another `domainOwner` elsewhere, and a stack knows it by "
                "name alone.",
                "write the same `domainOwner` in both, or give each account a stack",
                scope.place,
            )


def _over_nothing(version: DesiredVersion, files: Collection[str]) -> Fault:
    known = ", ".join(f"`{each}`" for each in sorted(files)) or "none"
    return Fault(
        "Nothing to stand over",
        f"`over` names `{shortened(version.over or '')}`, which says nothing of this version for several repositories. "
        f"Files that speak of several: {known}.",
        "name the file of the statement, as faults show it, or take `over` out",
        version.place,
    )
