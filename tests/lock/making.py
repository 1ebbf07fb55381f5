"""Rules, packages and lines, said in few words."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.outcome import Evaluated, Why
from packagestate.provider.population import Candidate, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository, parse_package_name
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Keep, Match, OriginType, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import ExactVersions, VersionRange

TODAY = datetime(2026, 11, 28, 10, 30, tzinfo=UTC)
PLACE = Place("rules.yaml", 3, 5)
EVERYWHERE = Scope("acme", None, (), PLACE)
P, U, A, D = Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED


def days(count: int) -> timedelta:
    return timedelta(days=count)


def within(text: str, package_format: Format = Format.NPM) -> VersionRange:
    return ecosystem(package_format).range(text)


def exactly(*texts: str) -> ExactVersions:
    return ExactVersions(frozenset(texts))


def rule(name: str, status: Status = A, **more: Any) -> Rule:  # noqa: ANN401
    """Make a rule that restricts; the parts of `match` and what else a rule has are given by their names."""
    parts = {each: more.pop(each) for each in Match.__dataclass_fields__ if each in more}
    return _rule(name, match=Match(**parts), status=status, **more)


def keep(name: str, latest: int | None = None, versions: VersionRange | None = None, **more: Any) -> Rule:  # noqa: ANN401
    return _rule(name, keep=Keep(latest, versions), **more)


def _rule(name: str, **more: Any) -> Rule:  # noqa: ANN401
    usual: dict[str, Any] = {
        "scope": EVERYWHERE,
        "package_format": Format.NPM,
        "packages": ("*",),
        "digest": name,
        "place": PLACE,
    }
    return Rule(name, **{**usual, **more})


def package(written: str = "chalk", repository: str = "npm-store", package_format: Format = Format.NPM) -> Coordinates:
    namespace, name = parse_package_name(package_format, written)
    return Coordinates(Repository("acme", repository), package_format, namespace, name)


def population(
    versions: Mapping[str, Status | Candidate],
    coordinates: Coordinates | None = None,
    default: str | None = None,
    published: Mapping[str, datetime] | None = None,
) -> Population:
    found = [
        each if isinstance(each, Candidate) else Candidate(version, each, f"r-{version}", OriginType.INTERNAL)
        for version, each in versions.items()
    ]
    return Population(coordinates or package(), tuple(found), default, published or {})


def line(version: str, status: Status, *via: str, since: date = date(2026, 1, 1), was: Status = P) -> Line:
    return Line(version, status, via, since, was, f"r-{version}" if status is D else None)


def before(*lines: Line, unchanged: str = "", keeps_unchanged: bool = True) -> Before:
    return Before(lines, frozenset(unchanged.split()), keeps_unchanged)


def resolve(found: Population, *rules: Rule, lock: Before | None = None, today: datetime = TODAY) -> Evaluated:
    return evaluate(rules, found, lock or Before(), today)


def said(evaluated: Evaluated) -> dict[str, tuple[Status, tuple[str, ...]]]:
    """Give what the lines say, by version."""
    return {each.version: (each.status, each.via) for each in evaluated.lines}


def spared(evaluated: Evaluated) -> set[tuple[str, Why, tuple[str, ...]]]:
    return {(each.version, each.why, each.rules) for each in evaluated.spared}
