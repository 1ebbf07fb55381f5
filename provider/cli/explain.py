"""`packagestate explain`: what is known of one version, and what would happen to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from packagestate.provider.cli.options import configuration, connection_options
from packagestate.schemas.coordinates import (
    NAMESPACE_ALLOWED,
    Coordinates,
    Format,
    PackageNameError,
    Repository,
    normalised_version,
    parse_package_name,
)
from packagestate.schemas.errors import printable
from packagestate.schemas.patterns import is_package_pattern, is_version_pattern
from packagestate.schemas.status import Status

if TYPE_CHECKING:
    from packagestate.provider.plan.model import ObservedVersion
    from packagestate.provider.plan.recorded import RecordedVersion
    from packagestate.provider.report.explanation import Explanation
    from packagestate.schemas.desired import DesiredDeletion, DesiredPackage

_SHAPE: Final = "DOMAIN/REPOSITORY/FORMAT/NAMESPACE/PACKAGE@VERSION"


def _subject(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[Coordinates, str]:
    try:
        return parse_subject(value)
    except ValueError as error:
        raise click.BadParameter(f"{printable(value)}: {error}") from error


def parse_subject(text: str) -> tuple[Coordinates, str]:
    """Read one version of one package.

    Args:
        text: `acme/npm-store/npm//chalk@5.6.1`. The empty namespace may be left out, and `@scope/name` for npm and
            `group:artifact` for maven are understood too.

    Returns:
        The package, of an unknown owner, and the version.

    Raises:
        ValueError: It is not of this shape.
    """
    place, _, version = text.rpartition("@")
    parts = place.split("/", 3)
    if len(parts) != len(("domain", "repository", "format", "package")) or not all((*parts, version)):
        raise ValueError(f"write {_SHAPE}, such as acme/npm-store/npm//chalk@5.6.1")
    domain, repository, format_name, name = parts
    if format_name not in [*Format]:
        raise ValueError(f"the format is one of {', '.join(Format)}")
    package_format = Format(format_name)
    namespace, _, package = name.rpartition("/")
    if namespace and package_format not in NAMESPACE_ALLOWED:
        raise ValueError(f"{package_format} packages have no namespace")
    where = Repository(domain, repository)
    written = Coordinates(where, package_format, namespace.removeprefix("@") or None, package).written
    try:
        coordinates = Coordinates(where, package_format, *parse_package_name(package_format, written))
    except PackageNameError as error:
        raise ValueError(str(error)) from error
    version = normalised_version(package_format, version)
    if is_package_pattern(package_format, name) or is_version_pattern(package_format, version):
        raise ValueError(
            "name one version of one package; `packagestate plan --diff` shows every version that manifests name"
        )
    return coordinates, version


@click.command(
    epilog="""\b
Examples:
  packagestate explain acme/npm-store/npm//chalk@5.6.1
  packagestate explain acme/npm-store/npm/@ctrl/tinycolor@4.1.1 --manifests production
  pulumi stack export | packagestate explain acme/npm-store/npm//chalk@5.6.1 --state -
"""
)
@click.argument("subject", metavar="VERSION", callback=_subject)
@click.option("--manifests", default=Path("packages"), show_default=True, type=click.Path(path_type=Path))
@click.option("--state", type=click.File(encoding="utf-8"), help="What `pulumi stack export` printed; `-` reads it.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def explain(
    subject: tuple[Coordinates, str], *, manifests: Path, state: IO[str] | None, as_json: bool, **options: str | None
) -> None:
    """Say what is declared, recorded and observed of one version, what would happen to it, and why.

    VERSION is DOMAIN/REPOSITORY/FORMAT/NAMESPACE/PACKAGE@VERSION, with nothing between the slashes where there is no
    namespace. Two calls are made to AWS, which read.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.observe import observe_package  # noqa: PLC0415
    from packagestate.provider.report import explanation  # noqa: PLC0415
    from packagestate.provider.state.record import read_state  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    coordinates, version = subject
    settings = configuration(manifests, options)
    packages = load(settings.manifests).packages
    recorded = read_state(state.read()).packages if state else ()
    declared = next((each for each in packages if _is_same(each.coordinates, coordinates)), None)
    record = next((each for each in recorded if _is_same(each.coordinates, coordinates)), None)
    owned = declared.coordinates if declared else record.coordinates if record else _owned(coordinates, packages)
    observed = observe_package(connect(settings.connection), owned, with_origin=True)
    explained = explanation.explain(version, declared, record, observed, has_state=state is not None)
    click.echo(_as_json(explained) if as_json else "\n".join(_lines(explained, is_recorded=state is not None)))


def _is_same(known: Coordinates, asked: Coordinates) -> bool:
    """Whether a package is the one that was asked for, whichever account owns its domain."""
    return replace(known, repository=replace(known.repository, domain_owner=None)) == asked


def _owned(asked: Coordinates, packages: "Iterable[DesiredPackage]") -> Coordinates:
    """The package in the account that owns the domain, where a manifest says which one that is."""
    repositories = (package.coordinates.repository for package in packages)
    owner = next((each.domain_owner for each in repositories if each.domain == asked.repository.domain), None)
    return replace(asked, repository=replace(asked.repository, domain_owner=owner))


def _lines(explained: "Explanation", *, is_recorded: bool) -> Iterator[str]:
    """The explanation for people."""
    from packagestate.provider.plan.words import quoted  # noqa: PLC0415 - see above

    yield click.style(printable(f"{explained.coordinates}, version {explained.version}"), bold=True)
    declared, deletion = explained.declared, explained.deletion
    if deletion is not None:
        yield _line("declared", "the whole package is Deleted", str(deletion.place), quoted(deletion.reason))
    elif declared is None:
        yield _line("declared", "not named in any manifest")
    else:
        pin = f"at revision {declared.revision}" if declared.revision else ""
        yield _line("declared", str(declared.status), pin, str(declared.place), quoted(declared.reason))
    unknown = "the state does not know it" if is_recorded else "unknown without `--state`"
    yield _line("recorded", _told(explained.recorded, unknown))
    yield _line("observed", _told(explained.observed, "absent"))
    changes = explained.plan.changes.transitions if explained.plan and not explained.plan.refusals else ()
    yield _line("next", *(f"{each.before} -> {each.after}" for each in changes) if changes else (explained.verdict,))
    for reason in explained.reasons:
        yield f"            {reason}"
    for fault in (*explained.plan.refusals, *explained.plan.warnings) if explained.plan else ():
        yield f"\n{fault}"


def _line(word: str, *values: str) -> str:
    return f"  {word:<8}  {'  '.join(filter(None, map(printable, values)))}"


def _told(version: "ObservedVersion | RecordedVersion | None", otherwise: str) -> str:
    if version is None:
        return otherwise
    if version.revision:
        return f"{version.status}  revision {version.revision}"
    return str(version.status) if version.status is Status.DELETED else f"{version.status}  without a revision"


def _as_json(explained: "Explanation") -> str:
    """The explanation for programs."""
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above

    plan = explained.plan
    return documents.written(
        {
            **documents.identity(explained.coordinates),
            "version": explained.version,
            "declared": documents.declaration(explained.declared) if explained.declared else None,
            "packageDeletion": _deletion_object(explained.deletion),
            "recorded": _status_object(explained.recorded),
            "observed": _status_object(explained.observed),
            "verdict": str(explained.verdict),
            "transitions": [documents.transition_object(each) for each in plan.changes.transitions] if plan else [],
            "mayReturn": list(plan.may_return) if plan else [],
            "refusals": [documents.fault_object(each) for each in plan.refusals] if plan else [],
            "warnings": [documents.fault_object(each) for each in plan.warnings] if plan else [],
            "reasons": list(explained.reasons),
        }
    )


def _deletion_object(deletion: "DesiredDeletion | None") -> dict[str, Any] | None:
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above

    return None if deletion is None else {"reason": deletion.reason, **documents.place_object(deletion.place)}


def _status_object(version: "ObservedVersion | RecordedVersion | None") -> dict[str, str | None] | None:
    if version is None:
        return None
    return {"status": str(version.status), "revision": version.revision or None}
