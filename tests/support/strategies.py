"""Hypothesis strategies for desired states, observed states and plans.

Versions and packages are drawn from small sets of names, so that what is desired and what is observed meet often.
"""

from dataclasses import replace
from itertools import product
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
_REVISIONS = ("revision-1", "revision-2", "KW9Kx0Y+/w==")
revisions = st.sampled_from(_REVISIONS)
# One choice among all combinations takes less time than a choice for each part.
_ORIGINS = [OriginConfiguration(*both) for both in product(Restriction, repeat=2)]
origins = st.sampled_from(_ORIGINS)
_origins_or_none = st.sampled_from([*[None] * len(_ORIGINS), *_ORIGINS])
coordinates = st.sampled_from(
    [
        Coordinates(repository, Format.NPM, namespace, package)
        for repository in (REPOSITORY, Repository(REPOSITORY.domain, REPOSITORY.name, "123456789012"))
        for namespace in (None, "ctrl", "zeta")
        for package in ("chalk", "debug", "tinycolor")
    ]
)


class Written(NamedTuple):
    """Where a manifest says something, as its reader remembers it."""

    name: str
    line: int
    column: int


_MARKS = [Written(*parts) for parts in product(["a.yaml", "b.yaml"], (0, 1, 10, 99), (0, 7, 99))]
_PLACES = [Place.at(mark) for mark in _MARKS]
marks_or_none = st.sampled_from([*[None] * len(_MARKS), *_MARKS])
_places_or_none = st.sampled_from([*[None] * len(_PLACES), *_PLACES])
reasons = st.one_of(st.none(), st.text(max_size=20))
_OUTRANKED = [Outranked(*parts) for parts in product([Status.PUBLISHED, Status.UNLISTED], [None, *_PLACES])]
_outranked_or_none = st.sampled_from([*[None] * len(_OUTRANKED), *_OUTRANKED])
_demands = st.sampled_from([*product(DECLARABLE, [None, None, None, *_REVISIONS])])
# AWS need not name the revision of a version that it lists.
_observations = st.sampled_from([*product(OBSERVABLE, ["", *_REVISIONS])])


@st.composite
def desired_versions(draw: st.DrawFn) -> DesiredVersion:
    """What a manifest says of a version."""
    status, revision = draw(_demands)
    return DesiredVersion(
        draw(versions), status, revision, draw(reasons), draw(marks_or_none), outranks=draw(_outranked_or_none)
    )


@st.composite
def observed_versions(draw: st.DrawFn) -> ObservedVersion:
    """A version as AWS lists it."""
    return ObservedVersion(draw(versions), *draw(_observations))


_desired = st.lists(desired_versions(), unique_by=lambda version: version.version, max_size=12)
_observed = st.lists(observed_versions(), unique_by=lambda version: version.version, max_size=12)
_on_removal = st.sampled_from(OnRemoval)
_repositories = st.lists(coordinates, unique=True, max_size=6)


@st.composite
def desired_packages(draw: st.DrawFn, where: st.SearchStrategy[Coordinates] = coordinates) -> DesiredPackage:
    """A declared package, its versions sorted and each named once."""
    wanted = draw(_desired)
    in_order = tuple(sorted(wanted, key=lambda version: version.version))
    origin, place = draw(_origins_or_none), draw(_places_or_none)
    return DesiredPackage(draw(where), in_order, origin, draw(_on_removal), place)


@st.composite
def said_otherwise(draw: st.DrawFn, package: DesiredPackage) -> DesiredPackage:
    """The same demands, written elsewhere and for other reasons."""
    versions = tuple(
        DesiredVersion(each.version, each.status, each.revision, draw(reasons), draw(marks_or_none))
        for each in package.versions
    )
    return replace(package, versions=versions, place=draw(_places_or_none))


@st.composite
def observed_packages(draw: st.DrawFn, where: st.SearchStrategy[Coordinates] = coordinates) -> ObservedPackage:
    """A package as AWS lists it, its versions sorted and each listed once."""
    found = draw(_observed)
    return ObservedPackage(draw(where), tuple(sorted(found)), draw(_origins_or_none))


@st.composite
def repositories(draw: st.DrawFn) -> tuple[tuple[DesiredPackage, ...], tuple[ObservedPackage, ...]]:
    """What is declared for some packages, and what AWS lists for these and for others."""
    places = draw(_repositories)
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
