"""What is said about one version of one repository, against what a run would make of it."""

from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.holding import Statements, held_by
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import DECLARABLE, FLOORS, Status
from tests.support.wide import wide_version

STORE = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
FILES = ["a.yaml", "b.yaml"]


def literal(status: Status, over: str | None = None) -> DesiredPackage:
    return DesiredPackage(STORE, (DesiredVersion("0.9.0", Status.DISPOSED), DesiredVersion("1.0.0", status, over=over)))


@given(
    st.none() | st.builds(literal, st.sampled_from(DECLARABLE), st.none() | st.sampled_from(FILES)),
    st.dictionaries(st.sampled_from(FILES), st.sampled_from(FLOORS)),
)
def test_the_winner_is_what_a_run_follows_where_aws_has_less(
    said: DesiredPackage | None, floors: dict[str, Status]
) -> None:
    wide = [wide_version(status, file=file) for file, status in floors.items()]
    observed = ObservedPackage(STORE, (ObservedVersion("1.0.0", Status.PUBLISHED, "r"),))
    winner = Statements.about("1.0.0", said, wide).winner
    combined = combine(said, wide, observed, is_recorded=False)
    followed = {each.version: each for each in combined.versions}.get("1.0.0") if combined else None
    assert (winner and winner.status, winner and winner.place) == (
        followed and followed.status,
        followed and followed.place,
    )


@given(
    st.sampled_from([*FLOORS, Status.PUBLISHED]),
    st.none() | st.sampled_from(FILES),
    st.dictionaries(st.sampled_from(FILES), st.sampled_from(FLOORS)),
)
def test_what_holds_a_version_is_what_would_win_over_an_entry(
    status: Status, over: str | None, floors: dict[str, Status]
) -> None:
    wide = [wide_version(floor, file=file) for file, floor in floors.items()]
    said = literal(status, over)
    holding = Statements.about("1.0.0", said, wide).holding(status)
    present = ObservedPackage(STORE, (ObservedVersion("1.0.0", Status.PUBLISHED, "r"),))
    combined = combine(said, wide, present, is_recorded=False)
    assert combined is not None
    (version,) = (each for each in combined.versions if each.version == "1.0.0")
    assert bool(holding) == version.is_of_several
    assert [each.place.file for each in holding] == sorted(each.place.file for each in holding)


def test_other_versions_say_nothing() -> None:
    said = Statements.about("2.0.0", literal(Status.ARCHIVED), [wide_version(Status.DISPOSED)])
    assert (said, said.winner, said.holding(Status.PUBLISHED)) == (Statements(), None, ())


def test_who_holds_a_version_is_said_with_every_line() -> None:
    wide = (wide_version(Status.ARCHIVED), wide_version(Status.ARCHIVED, file="b.yaml"))
    assert held_by(wide) == "held for several repositories by wide.yaml:7 and b.yaml:7"
