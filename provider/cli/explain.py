"""`packagestate explain`: what is known of one version, and what would happen to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.cli.subject import parse_subject
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

if TYPE_CHECKING:
    from packagestate.provider.lock.explaining import RuleWords
    from packagestate.provider.plan.model import ObservedVersion
    from packagestate.provider.plan.recorded import RecordedVersion
    from packagestate.provider.report.explanation import Explanation
    from packagestate.provider.report.weighing import WeighedStatement
    from packagestate.schemas.load import Manifests

# The longest status is `Published`.
_STATUS_WIDTH: Final = 9


def _subject(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[Coordinates, str]:
    try:
        return parse_subject(value)
    except ValueError as error:
        raise click.BadParameter(f"{printable(value)}: {error}") from error


@click.command(
    epilog="""\b
Examples:
  packagestate explain acme/npm-store/npm//chalk@5.6.1
  packagestate explain acme/npm-store/npm/@ctrl/tinycolor@4.1.1 --manifests production
  pulumi stack export | packagestate explain acme/npm-store/npm//chalk@5.6.1 --state -
  packagestate explain acme/npm-store/npm//chalk@5.6.1 --json | jq -r '.statements[] | "\\(.file):\\(.line) \\(.why)"'
"""
)
@click.argument("subject", metavar="VERSION", callback=_subject)
@click.option("--manifests", type=click.Path(path_type=Path), help="A manifest, or a folder.  [default: packages]")
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`.")
@click.option("--state", type=click.File(encoding="utf-8"), help="What `pulumi stack export` printed; `-` reads it.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def explain(
    subject: tuple[Coordinates, str],
    *,
    manifests: Path | None,
    stack: str | None,
    state: IO[str] | None,
    as_json: bool,
    **options: str | None,
) -> None:
    """Say what is declared, recorded and observed of one version, what would happen to it, and why.

    VERSION is DOMAIN/REPOSITORY/FORMAT/NAMESPACE/PACKAGE@VERSION, with nothing between the slashes where there is no
    namespace. Where several statements name the version, of this repository and of several, it says which one wins and
    why each of the others does not; and what each rule makes of it now. Two calls are made to AWS, which read; where
    rules are about the package, up to four more.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.choices.beside import beside_rules  # noqa: PLC0415
    from packagestate.provider.choices.reading import read_locked  # noqa: PLC0415
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.lock.asking import rules_about  # noqa: PLC0415
    from packagestate.provider.lock.in_force import settle  # noqa: PLC0415
    from packagestate.provider.observe import observe_package  # noqa: PLC0415
    from packagestate.provider.plan.floors import Floors  # noqa: PLC0415
    from packagestate.provider.report import explanation  # noqa: PLC0415
    from packagestate.provider.state.record import read_state  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    coordinates, version = subject
    settings = configuration(manifests, options, stack)
    stated = load(settings.manifests)
    recorded = read_state(state.read()).packages if state else ()
    literal = next((each for each in stated.packages if _is_same(each.coordinates, coordinates)), None)
    record = next((each for each in recorded if _is_same(each.coordinates, coordinates)), None)
    owned = literal.coordinates if literal else record.coordinates if record else _owned(coordinates, stated)
    gateway = connect(settings.connection)
    observed = observe_package(gateway, owned, with_origin=True)
    locked = read_locked(gateway, stated.choices, stated.owner_of)
    settled = settle((each for each in locked if each.names(owned)), [observed])
    wide = Floors((*stated.wide, *settled.floors)).naming(owned)
    explained = explanation.explain(version, literal, record, observed, wide, has_state=state is not None)
    ruled = rules_about(gateway, stated, beside_rules(stated, stated.feed_locks), owned, version)
    if as_json:
        click.echo(_as_json(explained, ruled))
    else:
        click.echo("\n".join([*_lines(explained, is_recorded=state is not None), *_ruled(ruled)]))


def _is_same(known: Coordinates, asked: Coordinates) -> bool:
    """Whether a package is the one that was asked for, whichever account owns its domain."""
    return replace(known, repository=replace(known.repository, domain_owner=None)) == asked


def _owned(asked: Coordinates, stated: "Manifests") -> Coordinates:
    """The package in the account that owns the domain, where a manifest says which one that is."""
    owner = stated.owner_of(asked.repository.domain)
    return replace(asked, repository=replace(asked.repository, domain_owner=owner))


def _lines(explained: "Explanation", *, is_recorded: bool) -> Iterator[str]:
    """The explanation for people."""
    from packagestate.provider.report.explained import declared_words  # noqa: PLC0415 - see above

    yield click.style(printable(f"{explained.coordinates}, version {explained.version}"), bold=True)
    yield _line("declared", *declared_words(explained))
    unknown = "the state does not know it" if is_recorded else "unknown without `--state`"
    yield _line("recorded", _told(explained.recorded, unknown))
    yield _line("observed", _told(explained.observed, "absent"))
    changes = explained.plan.changes.transitions if explained.plan and not explained.plan.refusals else ()
    yield _line("next", *(f"{each.before} -> {each.after}" for each in changes) if changes else (explained.verdict,))
    for reason in explained.reasons:
        yield f"            {reason}"
    statements = explained.statements
    if any(each.scope is not None for each in statements):
        # A statement of this repository that stands alone is on the line `declared`.
        yield from (_weighed("stated" if each is statements[0] else "", each) for each in statements)
    for fault in (*explained.plan.refusals, *explained.plan.warnings) if explained.plan else ():
        yield f"\n{fault}"


def _weighed(word: str, statement: "WeighedStatement") -> str:
    """A statement that names the version, and why it wins or does not."""
    result = click.style("wins ", fg="green") if statement.wins else "loses"
    status = statement.status.ljust(_STATUS_WIDTH)
    return f"  {word:<8}  {result}" + _joined(f"  {status}", str(statement.place), statement.scope_words, statement.why)


def _line(word: str, *values: str) -> str:
    return f"  {word:<8}  {_joined(*values)}"


def _joined(*values: str) -> str:
    return "  ".join(filter(None, map(printable, values)))


def _told(version: "ObservedVersion | RecordedVersion | None", otherwise: str) -> str:
    if version is None:
        return otherwise
    if version.revision:
        return f"{version.status}  revision {version.revision}"
    return str(version.status) if version.status is Status.DELETED else f"{version.status}  without a revision"


def _ruled(ruled: "Iterable[RuleWords]") -> Iterator[str]:
    """What rules make of it."""
    for number, each in enumerate(ruled):
        yield _line("" if number else "rules", each.name, str(each.place), each.words)


def _as_json(explained: "Explanation", ruled: "Iterable[RuleWords]") -> str:
    """The explanation for programs."""
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above
    from packagestate.provider.report.explained import declared_objects  # noqa: PLC0415 - see above

    plan = explained.plan
    return documents.written(
        {
            **documents.identity(explained.coordinates),
            "version": explained.version,
            **declared_objects(explained),
            "recorded": _status_object(explained.recorded),
            "observed": _status_object(explained.observed),
            "verdict": str(explained.verdict),
            "transitions": [documents.transition_object(each) for each in plan.changes.transitions] if plan else [],
            "mayReturn": list(plan.may_return) if plan else [],
            "refusals": [documents.fault_object(each) for each in plan.refusals] if plan else [],
            "warnings": [documents.fault_object(each) for each in plan.warnings] if plan else [],
            "reasons": list(explained.reasons),
            "rules": [{"name": each.name, **documents.place_object(each.place), "words": each.words} for each in ruled],
        }
    )


def _status_object(version: "ObservedVersion | RecordedVersion | None") -> dict[str, str | None] | None:
    if version is None:
        return None
    return {"status": str(version.status), "revision": version.revision or None}
