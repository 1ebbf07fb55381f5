"""`packagestate where`: which repositories of a domain hold one version, and what is declared of it there."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.cli.subject import PackageVersion, Sought, parse_sought, settle
from packagestate.provider.plan.phrases import counted
from packagestate.schemas.coordinates import Format, Repository
from packagestate.schemas.errors import printable

if TYPE_CHECKING:
    from packagestate.provider.observe.whereabouts import Sighting
    from packagestate.provider.population import FullGateway
    from packagestate.provider.report.explanation import Explanation
    from packagestate.provider.report.whereabouts import Copy, Whereabouts
    from packagestate.schemas.load import Manifests
    from packagestate.schemas.wide_version import WideVersion

_EXAMPLES: Final = """\
\b
Examples:
  packagestate where chalk@5.6.1
  packagestate where @ctrl/tinycolor@4.1.1 --manifests production
  packagestate where acme/npm//chalk@5.6.1 --region eu-west-1
  packagestate where com.acme:tool@1.0 --domain acme --format maven
  packagestate where chalk@5.6.1 --json | jq -r '.copies[] | select(.status == "Published") | .repository'
"""
# By what the next run does with a copy.
_COLOURS: Final = {"change": "yellow", "refuse": "red", "nothing": "green"}


@dataclass(frozen=True, slots=True)
class _Answer:
    """All that there is to say.

    Attributes:
        domain: The domain, with its owner.
        subject: The version.
        manifests: Where the manifests are, for people; None where there are none.
        found: Where the version is.
        sighting: What could be read.
    """

    domain: tuple[str, str | None]
    subject: PackageVersion
    manifests: str | None
    found: "Whereabouts"
    sighting: "Sighting"

    @property
    def repository_count(self) -> int:
        return len(self.sighting.packages) + len(self.sighting.unread)


def _sought(_context: click.Context, _parameter: click.Parameter, value: str) -> Sought:
    try:
        return parse_sought(value)
    except ValueError as error:
        raise click.BadParameter(f"{printable(value)}: {error}") from error


@click.command(epilog=_EXAMPLES)
@click.argument("sought", metavar="VERSION", callback=_sought)
@click.option("--domain", help="The domain, where VERSION does not name it.")
@click.option("--domain-owner", metavar="ACCOUNT", help="The account that owns the domain, where no manifest names it.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([str(each) for each in Format]),
    help="The format, where VERSION does not name it.",
)
@click.option("--manifests", type=click.Path(path_type=Path), help="A manifest, or a folder.  [default: packages]")
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def where(
    *,
    sought: Sought,
    domain: str | None,
    domain_owner: str | None,
    format_name: str | None,
    manifests: Path | None,
    stack: str | None,
    as_json: bool,
    **options: str | None,
) -> None:
    """Say which repositories of a domain hold one version, and what is declared of it in each.

    VERSION is DOMAIN/FORMAT/NAMESPACE/PACKAGE@VERSION, with nothing between the slashes where there is no namespace, or
    just chalk@5.6.1 where the manifests are about one domain and one format. Without a folder `packages`, name the
    domain and the format: then nothing is declared.

    AWS is asked once for the repositories, and once for each of them. Nothing is changed. Exits with 1 where a
    repository could not be read: what it holds is not known then.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.observe.whereabouts import look_everywhere  # noqa: PLC0415
    from packagestate.provider.report.whereabouts import whereabouts  # noqa: PLC0415
    from packagestate.schemas.files import shown  # noqa: PLC0415

    settings = configuration(manifests, options, stack)
    stated = _stated(settings.manifests, is_demanded=manifests is not None or stack is not None)
    try:
        name, subject = settle(sought, domain, format_name, stated.formats if stated else ())
    except ValueError as error:
        raise click.UsageError(f"{printable(f'{sought.name}@{sought.version}')}: {error}") from error
    owner = domain_owner or (stated.owner_of(name) if stated else None)
    gateway = connect(settings.connection)
    sighting = look_everywhere(
        gateway,
        (name, owner),
        subject.format,
        (subject.namespace, subject.package),
        settings.connection.worker_count,
    )
    wide = (*stated.wide, *_locked(gateway, stated, subject, sighting)) if stated else ()
    found = whereabouts(subject.version, sighting.packages, stated.packages if stated else (), wide)
    place = shown(settings.manifests) if stated else None
    answer = _Answer((name, owner), subject, place, found, sighting)
    click.echo(_as_json(answer) if as_json else "\n".join(_lines(answer)))
    if sighting.error is not None:
        raise sighting.error


def _stated(path: Path, *, is_demanded: bool) -> "Manifests | None":
    """What is declared; None where there is no folder, and nobody named one."""
    from packagestate.schemas.load import load  # noqa: PLC0415 - see above

    return load(path) if is_demanded or os.path.lexists(path) else None


def _locked(
    gateway: "FullGateway", stated: "Manifests", subject: PackageVersion, sighting: "Sighting"
) -> "tuple[WideVersion, ...]":
    """What the lock asks of the version, in each repository that it speaks of."""
    from packagestate.provider.choices.reading import read_locked  # noqa: PLC0415 - see above
    from packagestate.provider.lock.in_force import settle  # noqa: PLC0415 - see above

    locked = read_locked(gateway, stated.choices, stated.owner_of)
    about = (each for each in locked if each.names(subject.within(Repository(each.floor.scope.domain, ""))))
    return settle(about, sighting.packages).floors


def _lines(answer: _Answer) -> Iterator[str]:
    """The answer for people."""
    domain, owner = answer.domain
    package = answer.subject.within(Repository(domain, "", owner))
    of = f" of {owner}" if owner else ""
    heading = f"{package.written} ({package.format}) in the domain {domain}{of}, version {answer.subject.version}"
    yield click.style(printable(heading), bold=True)
    yield from _table(answer.found.copies)
    if unread := answer.sighting.unread:
        names = printable(", ".join(each.name for each in unread))
        how_many = f"{len(unread)} of {_repositories(answer.repository_count)}"
        yield f"  {click.style(f'{how_many} could not be read, so this is not everything: {names}', fg='red')}"
    else:
        yield from _totals(answer.found, answer.repository_count)
    if answer.manifests is None:
        yield "  there is no folder of manifests here, so nothing is declared"
    if answer.found.absences or unread:
        yield "  nothing is proved about upstream: a repository without the version may fetch it at the next request"


def _table(copies: Iterable["Copy"]) -> Iterator[str]:
    """A line for each repository that holds the version: its name, status and revision, and what is declared there."""
    rows = [(_columns(each), each.explained) for each in copies]
    widths = [max(map(len, column)) for column in zip(*(cells for cells, _ in rows), strict=True)]
    for cells, explained in rows:
        name, status, revision = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"  {name}  {click.style(status, fg=_COLOURS.get(explained.verdict))}  {revision}  {_declared(explained)}"


def _columns(copy: "Copy") -> tuple[str, str, str]:
    revision = f"revision {copy.found.revision}" if copy.found.revision else "without a revision"
    return printable(copy.explained.coordinates.repository.name), str(copy.found.status), printable(revision)


def _declared(explained: "Explanation") -> str:
    """What is declared of the version in one repository, and by which statement."""
    from packagestate.provider.report.explained import declared_words  # noqa: PLC0415 - see above

    winner = next((each for each in explained.statements if each.wins), None)
    if winner is None:
        losers = (f"{each.place} {each.why}" for each in explained.statements)
        return "  ".join(map(printable, ("not declared", *losers)))
    what, *rest = declared_words(explained)
    outranked = explained.declared.outranks if explained.declared else None
    overridden = f"overrides {outranked.status} ({outranked.place})" if outranked else ""
    words = (f"declared: {what}", f"in {winner.scope_words}", *rest, overridden)
    return "  ".join(filter(None, map(printable, words)))


def _totals(found: "Whereabouts", repository_count: int) -> Iterator[str]:
    """Where the version is not; only where every repository could be read."""
    awaited = f"; a copy that appears in {found.awaited_count} of them is changed by the next run"
    absent = f"absent in {len(found.absences)} of {_repositories(repository_count)}"
    yield f"  {absent}{awaited if found.awaited_count else ''}"
    if found.other_count:
        yield f"  other versions of the package are in {_repositories(found.other_count)} without this one"
    elif not found.copies:
        yield "  " + click.style("no repository holds any version of the package: check its name", fg="yellow")


def _repositories(count: int) -> str:
    return counted(count, "repository", "repositories")


def _as_json(answer: _Answer) -> str:
    """The answer for programs."""
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above

    error = answer.sighting.error
    identity = documents.identity(answer.subject.within(Repository(answer.domain[0], "", answer.domain[1])))
    del identity["repository"]
    return documents.written(
        {
            **identity,
            "version": answer.subject.version,
            "manifests": answer.manifests,
            "repositoryCount": answer.repository_count,
            "copies": [_copy(each) for each in answer.found.copies],
            "absent": [
                {**_in_repository(each.explained), "holdsPackage": each.holds_package} for each in answer.found.absences
            ],
            "unread": [each.name for each in answer.sighting.unread],
            "faults": [] if error is None else list(map(documents.fault_object, error.faults)),
        }
    )


def _copy(copy: "Copy") -> dict[str, Any]:
    status = {"status": str(copy.found.status), "revision": copy.found.revision or None}
    return {**_in_repository(copy.explained), **status}


def _in_repository(explained: "Explanation") -> dict[str, Any]:
    from packagestate.provider.report.explained import declared_objects  # noqa: PLC0415 - see above

    name = explained.coordinates.repository.name
    return {"repository": name, "verdict": str(explained.verdict), **declared_objects(explained)}
