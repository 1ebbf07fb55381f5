"""What appeared between the review and the run is left alone, and everything else is planned as it was reviewed."""

from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.appeared import Appeared, appeared, copies, without
from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.intent import Intended, intend
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planner import plan
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.wide_version import WideVersion

REPOSITORIES = tuple(Repository("acme", name) for name in ("store", "live"))
STORE, LIVE = (Coordinates(each, Format.GENERIC, None, "tool") for each in REPOSITORIES)
PRESENT = st.dictionaries(st.sampled_from("123"), st.sampled_from([*FLOORS, Status.PUBLISHED]))


def floor(version: str, status: Status) -> WideVersion:
    return WideVersion(
        Scope("acme", None, (), Place("wide.yaml", 1, 1)),
        Format.GENERIC,
        None,
        "tool",
        version,
        status,
        None,
        (),
        None,
    )


def seen(place: Coordinates, versions: dict[str, Status]) -> ObservedPackage:
    return ObservedPackage(place, tuple(ObservedVersion(each, versions[each], "r") for each in sorted(versions)))


def reviewed(intended: Intended, wide: list[WideVersion]) -> dict[Coordinates, frozenset[str]]:
    pairs = zip(intended.desired, intended.observed, strict=True)
    return {each.coordinates: frozenset(copies(each, found, Floors(wide))) for each, found in pairs}


@given(
    st.dictionaries(st.sampled_from("123"), st.sampled_from(FLOORS)),
    st.dictionaries(st.sampled_from("123"), st.sampled_from([*FLOORS, Status.PUBLISHED])),
    st.tuples(PRESENT, PRESENT),
    st.tuples(PRESENT, PRESENT),
)
def test_a_run_plans_what_was_reviewed_whatever_appears(
    floors: dict[str, Status],
    literal: dict[str, Status],
    before: tuple[dict[str, Status], dict[str, Status]],
    more: tuple[dict[str, Status], dict[str, Status]],
) -> None:
    wide = [floor(*each) for each in floors.items()]
    said = [DesiredPackage(STORE, tuple(DesiredVersion(*each) for each in sorted(literal.items())))] if literal else []

    def intended(found: tuple[ObservedPackage, ...]) -> Intended:
        return intend(said, Floors(wide), found, REPOSITORIES, ())

    then = tuple(map(seen, (STORE, LIVE), before))
    # Only what a statement for several repositories is about may appear unseen; the rest is another plan.
    growing = [
        {**{name: status for name, status in new.items() if name in floors}, **old}
        for old, new in zip(before, more, strict=True)
    ]
    now = tuple(map(seen, (STORE, LIVE), growing))
    review = intended(then)
    left = appeared(intended(now), Floors(wide), reviewed(review, wide))
    run = intended(tuple(without(now, left)))
    assert plan(run.desired, run.observed) == plan(review.desired, review.observed)
    assert {(each.coordinates, name) for each in left for name in each.versions} == {
        (place, name)
        for place, old, new in zip((STORE, LIVE), before, growing, strict=True)
        for name in new.keys() - old.keys()
    }


def test_what_a_review_has_seen_has_not_appeared() -> None:
    wide = [floor("1", Status.ARCHIVED), floor("2", Status.ARCHIVED)]
    now = (seen(STORE, {"1": Status.PUBLISHED, "2": Status.DISPOSED}), seen(LIVE, {"2": Status.PUBLISHED}))
    intended = intend([], Floors(wide), now, REPOSITORIES, ())
    assert appeared(intended, Floors(wide), reviewed(intended, wide)) == ()
    assert appeared(intended, Floors(wide), {STORE: {"1"}}) == (Appeared(LIVE, ("2",)), Appeared(STORE, ("2",)))


def test_a_package_that_goes_as_a_whole_goes_with_all_that_it_holds() -> None:
    said = DesiredPackage(STORE, (), deletion=DesiredDeletion())
    wide = [floor("1", Status.ARCHIVED)]
    intended = intend([said], Floors(wide), [seen(STORE, {"1": Status.PUBLISHED})], REPOSITORIES, ())
    assert appeared(intended, Floors(wide), {}) == ()
