"""Hypothesis strategies for desired states, observed states and plans.

Versions and packages are drawn from small sets of names, so that what is desired and what is observed meet often.
"""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import strategies as st

from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, OriginChange, Transition
from packagestate.provider.plan.transitions import is_legal
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
    Outranked,
    Restriction,
)
from packagestate.schemas.errors import Place
from packagestate.schemas.status import DECLARABLE, Status

LEGAL_TRANSITIONS = tuple((before, after) for before in Status for after in Status if is_legal(before, after))
OBSERVABLE = tuple(status for status in Status if status is not Status.DELETED)
REPOSITORY = Repository("acme", "npm-store")

# What the API's pattern for a version allows: anything but white space, `#` and `/`.
_VERSION_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Z", "C"), exclude_characters="#/")

versions = st.one_of(
    st.sampled_from([f"{major}.{minor}.0" for major in range(3) for minor in (0, 1, 9, 10)]),
    st.text(_VERSION_CHARACTERS, min_size=1, max_size=20),
)
revisions = st.sampled_from(["revision-1", "revision-2", "KW9Kx0Y+/w=="])
restrictions = st.sampled_from(Restriction)
origins = st.builds(OriginConfiguration, restrictions, restrictions)
coordinates = st.builds(
    Coordinates,
    st.sampled_from([REPOSITORY, Repository(REPOSITORY.domain, REPOSITORY.name, "123456789012")]),
    st.just(Format.NPM),
    st.sampled_from([None, "ctrl", "zeta"]),
    st.sampled_from(["chalk", "debug", "tinycolor"]),
)


class Written(NamedTuple):
    """Where a manifest says something, as its reader remembers it."""

    name: str
    line: int
    column: int


marks = st.builds(Written, st.sampled_from(["a.yaml", "b.yaml"]), st.integers(0, 99), st.integers(0, 99))
places = marks.map(Place.at)
reasons = st.one_of(st.none(), st.text(max_size=20))
outranked = st.builds(Outranked, st.sampled_from([Status.PUBLISHED, Status.UNLISTED]), st.one_of(st.none(), places))
desired_versions = st.builds(
    DesiredVersion,
    version=versions,
    status=st.sampled_from(DECLARABLE),
    revision=st.one_of(st.none(), revisions),
    reason=reasons,
    mark=st.one_of(st.none(), marks),
    outranks=st.one_of(st.none(), outranked),
)
# AWS need not name the revision of a version that it lists.
observed_versions = st.builds(ObservedVersion, versions, st.sampled_from(OBSERVABLE), st.just("") | revisions)


@st.composite
def desired_packages(draw: st.DrawFn, where: st.SearchStrategy[Coordinates] = coordinates) -> DesiredPackage:
    """A declared package, its versions sorted and each named once."""
    wanted = draw(st.lists(desired_versions, unique_by=lambda version: version.version, max_size=12))
    in_order = tuple(sorted(wanted, key=lambda version: version.version))
    origin, place = draw(st.one_of(st.none(), origins)), draw(st.one_of(st.none(), places))
    return DesiredPackage(draw(where), in_order, origin, draw(st.sampled_from(OnRemoval)), place)


@st.composite
def said_otherwise(draw: st.DrawFn, package: DesiredPackage) -> DesiredPackage:
    """The same demands, written elsewhere and for other reasons."""
    versions = tuple(
        DesiredVersion(each.version, each.status, each.revision, draw(reasons), draw(st.one_of(st.none(), marks)))
        for each in package.versions
    )
    return replace(package, versions=versions, place=draw(st.one_of(st.none(), places)))


@st.composite
def observed_packages(draw: st.DrawFn, where: st.SearchStrategy[Coordinates] = coordinates) -> ObservedPackage:
    """A package as AWS lists it, its versions sorted and each listed once."""
    found = draw(st.lists(observed_versions, unique_by=lambda version: version.version, max_size=12))
    return ObservedPackage(draw(where), tuple(sorted(found)), draw(st.one_of(st.none(), origins)))


@st.composite
def repositories(draw: st.DrawFn) -> tuple[tuple[DesiredPackage, ...], tuple[ObservedPackage, ...]]:
    """What is declared for some packages, and what AWS lists for these and for others."""
    places = draw(st.lists(coordinates, unique=True, max_size=6))
    declared_count = draw(st.integers(0, len(places)))
    desired = tuple(draw(desired_packages(st.just(place))) for place in places[:declared_count])
    return desired, tuple(draw(observed_packages(st.just(place))) for place in places)


@st.composite
def legal_transitions(draw: st.DrawFn, max_size: int = 30) -> tuple[Transition, ...]:
    """Transitions of one package, all legal, sorted, each version once."""
    chosen = draw(st.lists(versions, unique=True, max_size=max_size))
    pairs = [draw(st.sampled_from(LEGAL_TRANSITIONS)) for _ in chosen]
    return tuple(
        sorted(
            Transition(version, before, after, draw(revisions))
            for version, (before, after) in zip(chosen, pairs, strict=True)
        )
    )


@st.composite
def origin_changes(draw: st.DrawFn) -> OriginChange:
    """A change of the origin configuration that changes something."""
    after = draw(origins)
    return OriginChange(draw(st.one_of(st.none(), origins.filter(lambda before: before != after))), after)


changes = st.builds(Changes, legal_transitions(), st.one_of(st.none(), origin_changes()))


@st.composite
def large_transitions(draw: st.DrawFn) -> tuple[Transition, ...]:
    """Legal transitions in groups around and above the limit of one call."""
    pairs = draw(st.lists(st.sampled_from(LEGAL_TRANSITIONS), unique=True, max_size=4))
    counts = [draw(st.sampled_from([1, 99, 100, 101, 200, 250])) for _ in pairs]
    return tuple(
        Transition(f"{group}.{number}.0", before, after, f"revision-{group}-{number}")
        for group, ((before, after), count) in enumerate(zip(pairs, counts, strict=True))
        for number in range(count)
    )
