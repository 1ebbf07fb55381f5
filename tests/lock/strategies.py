"""Rules and packages that meet: few versions, few names, and every part of a rule."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from hypothesis import strategies as st

from packagestate.provider.lock.evaluation import Before
from packagestate.provider.population import Candidate, Population
from packagestate.schemas.coordinates import Format
from packagestate.schemas.rule import Keep, Match, OriginType, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.versions.protocol import VersionRange
from tests.lock import making
from tests.lock.making import PLACE, TODAY, days, exactly, within

OBSERVED = (Status.PUBLISHED, Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED)
VERSIONS = {
    Format.NPM: ("latest-build7", "1", "0.9.0", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0", "2.0.0-beta.2", "2.0.0"),
    Format.MAVEN: ("0.9", "1.0-alpha-1", "1.0-SNAPSHOT", "1.0-20250101.120000-3", "1.0", "1.1-jre", "1.10", "2.0-rc1"),
}
RANGES = {
    Format.NPM: ("<1.0.0", ">=1.0.0-0", "^1.0.0", ">=1.2.0 <2", "*"),
    Format.MAVEN: ("(,1.0)", "[1.0-alpha-1,)", "[1.0,2.0)", "(,)"),
}
WRITTEN = {Format.NPM: "@acme/web", Format.MAVEN: "acme:web"}
# One choice among all combinations takes less time than a choice for each part.
_OBSERVED = st.sampled_from([*product(OBSERVED, OriginType)])
# What others than rules ask of a version, which is mostly nothing.
_ASKED = st.sampled_from([None, None, None, Status.PUBLISHED, *FLOORS])
NAMES = ("a", "b", "c", "d", "e")


class Case(NamedTuple):
    """Rules and one package."""

    rules: tuple[Rule, ...]
    population: Population


@cache
def ranges(package_format: Format) -> st.SearchStrategy[VersionRange]:
    bounds = st.sampled_from([within(each, package_format) for each in RANGES[package_format]])
    lists = st.lists(st.sampled_from(VERSIONS[package_format]), min_size=1, max_size=3)
    return bounds | lists.map(lambda texts: exactly(*texts))


@cache
def subsets(values: type[StrEnum]) -> st.SearchStrategy[frozenset[StrEnum]]:
    return st.frozensets(st.sampled_from(list(values)), min_size=1, max_size=3)


@cache
def matches(package_format: Format) -> st.SearchStrategy[Match]:
    durations = st.sampled_from([days(10), days(100), timedelta(hours=36)])
    parts: dict[str, st.SearchStrategy[Any]] = {
        "versions": ranges(package_format),
        "older_than": durations,
        "archived_for": durations,
        "prerelease": st.booleans(),
        "statuses": subsets(Status),
        "origins": subsets(OriginType),
    }
    # Two parts at most, or hardly anything would match.
    chosen = st.lists(st.sampled_from(sorted(parts)), min_size=1, max_size=2, unique=True)
    return chosen.flatmap(lambda names: st.builds(Match, **{each: parts[each] for each in names}))


@st.composite
def rules(draw: st.DrawFn, package_format: Format, name: str, *, may_empty: bool = False) -> Rule:
    written = WRITTEN[package_format]
    patterns = st.sampled_from([(written,), (written,), (written, "!other"), ("other",), ("!other",)])
    scopes = st.sampled_from([(), (), ("npm-*",), ("!npm-store", "npm-other")])
    common: dict[str, Any] = {
        "name": name,
        "scope": Scope("acme", None, draw(scopes), PLACE),
        "package_format": package_format,
        "packages": draw(patterns),
        "digest": name,
        "place": PLACE,
    }
    if draw(st.integers(0, 3)) == 0:
        some = ranges(package_format)
        kept = st.one_of(
            st.builds(Keep, latest=st.integers(1, 3)),
            st.builds(Keep, versions=some),
            st.builds(Keep, latest=st.integers(1, 3), versions=some),
        )
        return Rule(**common, keep=draw(kept))
    return Rule(
        **common,
        match=draw(matches(package_format)),
        status=draw(st.sampled_from(FLOORS)),
        may_empty=may_empty or draw(st.booleans()),
    )


@st.composite
def populations(draw: st.DrawFn, package_format: Format, *, repository: str = "npm-store") -> Population:
    texts = draw(st.lists(st.sampled_from(VERSIONS[package_format]), unique=True))
    found = tuple(
        Candidate(each, status, f"r-{each}", origin)
        for each, (status, origin) in ((each, draw(_OBSERVED)) for each in texts)
    )
    default = draw(st.none() | st.sampled_from(texts)) if texts else None
    published = {each: TODAY - days(draw(st.sampled_from([1, 10, 50, 500]))) for each in texts}
    asked = {each: draw(_ASKED) for each in texts} if draw(st.booleans()) else {}
    others = {each: status for each, status in asked.items() if status is not None}
    package = making.package(WRITTEN[package_format], repository, package_format)
    return Population(package, found, default, published, others)


@st.composite
def cases(draw: st.DrawFn, *, may_empty: bool = False) -> Case:
    package_format = draw(st.sampled_from(list(VERSIONS)))
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, len(NAMES)))]
    found = tuple(draw(rules(package_format, each, may_empty=may_empty)) for each in names)
    return Case(found, draw(populations(package_format)))


@st.composite
def locks(draw: st.DrawFn, case: Case) -> Before:
    """Draw what a lock may say before it is made again, also what no rule would make of it."""
    lines = []
    names = sorted(each.name for each in case.rules if each.status) or ["gone"]
    status_of = {each.name: each.status for each in case.rules}
    for each in case.population.versions:
        if draw(st.booleans()):
            via = sorted(draw(st.sets(st.sampled_from(names), min_size=1, max_size=2)))
            status = draw(st.sampled_from([status_of.get(via[0]) or Status.ARCHIVED, *FLOORS]))
            since = (TODAY - days(draw(st.sampled_from([0, 9, 10, 11, 200])))).date()
            was = draw(st.sampled_from((Status.PUBLISHED, Status.UNLISTED)))
            lines.append(making.line(each.version, status, *via, since=since, was=was))
    return Before(tuple(lines), draw(st.frozensets(st.sampled_from(NAMES), min_size=2)))


def in_effect(found: Population, lines: dict[str, Status]) -> Population:
    """Give what AWS lists once some lines have been carried out."""
    versions = [each._replace(status=lines.get(each.version, each.status)) for each in found.versions]
    return replace(found, versions=tuple(versions))
