"""The laws of planning, one test each."""

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from provider.plan.batches import BATCH_LIMIT, delete_batches, guarded_batches
from provider.plan.changes import from_lines, to_lines
from provider.plan.limits import Limits, exceeded
from provider.plan.model import Batch, Call, Changes, ObservedPackage, PackagePlan, Plan, Transition
from provider.plan.planner import plan, plan_package
from provider.plan.render import render_package, summarise
from provider.plan.transitions import is_legal
from schemas.desired import DesiredPackage, Restriction
from schemas.status import Status
from tests.plan.repository import carry_out
from tests.strategies import changes, large_transitions, legal_transitions, repositories

Declared = tuple[DesiredPackage, ...]
Observed = tuple[ObservedPackage, ...]

either_transitions = st.one_of(legal_transitions(), large_transitions())


def after(desired: Declared, observed: Observed) -> Observed:
    """The repository after the plan was carried out."""
    found = {package.coordinates: package for package in observed}
    for package in plan(desired, observed).packages:
        found[package.coordinates] = carry_out(package, found[package.coordinates])
    return tuple(found.values())


@given(repositories())
def test_a_plan_that_was_carried_out_leaves_nothing_to_change(state: tuple[Declared, Observed]) -> None:
    """Converged: planning again after carrying out the plan gives no change, and the same waiting and refusals."""
    desired, observed = state
    first, second = plan(desired, observed), plan(desired, after(desired, observed))
    assert not any(package.changes for package in second.packages)
    assert [package.waiting for package in second.packages] == [package.waiting for package in first.packages]
    assert second.refusals == first.refusals


@given(repositories(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_declared_and_observed_does_not_matter(state: tuple[Declared, Observed], random) -> None:
    """Order-free: the plan and its text depend on what is declared and observed, and not on the order of either."""

    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    desired, observed = state
    mixed = plan(
        shuffled([DesiredPackage(p.coordinates, shuffled(p.versions), p.origin) for p in desired]),
        shuffled([ObservedPackage(p.coordinates, shuffled(p.versions), p.origin) for p in observed]),
    )
    straight = plan(desired, observed)
    assert mixed == straight
    assert repr(mixed) == repr(straight)
    assert summarise(mixed) == summarise(straight)


@given(repositories())
def test_every_declared_version_is_accounted_for_exactly_once(state: tuple[Declared, Observed]) -> None:
    """Complete: each declared version has converged, changes, waits or is refused, and only one of these."""
    desired, observed = state
    for wanted, package in zip_by_coordinates(desired, plan(desired, observed)):
        found = {v.version: v for p in observed if p.coordinates == wanted.coordinates for v in p.versions}
        converged = [
            version.version
            for version in wanted.versions
            if (
                found[version.version].status is version.status
                and version.revision in {None, found[version.version].revision}
                if version.version in found
                else version.status is Status.DELETED
            )
        ]
        changing = [transition.version for transition in package.changes.transitions]
        waiting = [version.version for version in package.waiting]
        named = {*converged, *changing, *waiting}
        assert len(named) == len(converged) + len(changing) + len(waiting)
        refused = sorted(version.version for version in wanted.versions if version.version not in named)
        assert len(refused) == len(package.refusals)
        for version, refusal in zip(refused, package.refusals, strict=True):
            assert f" {version} (npm) in " in refusal.detail


def zip_by_coordinates(desired: Declared, planned: Plan) -> list[tuple[DesiredPackage, PackagePlan]]:
    """Each declared package with its plan."""
    plans = {package.coordinates: package for package in planned.packages}
    assert len(plans) == len(planned.packages) == len(desired)
    return [(package, plans[package.coordinates]) for package in desired]


@given(repositories())
def test_no_plan_holds_an_illegal_transition(state: tuple[Declared, Observed]) -> None:
    """Legal: every transition is in the table, and starts from what was observed."""
    desired, observed = state
    for package in plan(desired, observed).packages:
        (found,) = (present for present in observed if present.coordinates == package.coordinates)
        seen = {(version.version, version.status, version.revision) for version in found.versions}
        for transition in package.changes.transitions:
            assert is_legal(transition.before, transition.after)
            assert (transition.version, transition.before, transition.revision) in seen


@given(repositories())
def test_what_nobody_declared_is_left_alone(state: tuple[Declared, Observed]) -> None:
    """Nothing undeclared: a version or an origin configuration that no one declared is the same after the run."""
    desired, observed = state
    declared = {package.coordinates: package for package in desired}
    for before, now in zip(observed, after(desired, observed), strict=True):
        package = declared.get(before.coordinates)
        names = {version.version for version in package.versions} if package else set()
        assert [v for v in before.versions if v.version not in names] == [
            v for v in now.versions if v.version not in names
        ]
        if package is None or package.origin is None:
            assert now.origin == before.origin


@given(repositories())
def test_a_pinned_version_changes_from_the_pinned_revision_only(state: tuple[Declared, Observed]) -> None:
    """Pinned: no transition of a pinned version starts from another revision."""
    desired, observed = state
    for wanted, package in zip_by_coordinates(desired, plan(desired, observed)):
        pins = {version.version: version.revision for version in wanted.versions if version.revision}
        for transition in package.changes.transitions:
            assert pins.get(transition.version, transition.revision) == transition.revision


def steps(transitions: tuple[Transition, ...]) -> tuple[Counter, Counter]:
    """The guarded and the deleting steps that transitions need, each with all that AWS is told about it."""
    guarded: Counter = Counter()
    deleting: Counter = Counter()
    for t in transitions:
        if t.after is Status.DELETED:
            deleting[Call.DELETE, Status.DISPOSED, Status.DELETED, t.version, t.revision] += 1
            if t.before is not Status.DISPOSED:
                guarded[Call.DISPOSE, t.before, Status.DISPOSED, t.version, t.revision] += 1
        elif t.after is Status.DISPOSED:
            guarded[Call.DISPOSE, t.before, t.after, t.version, t.revision] += 1
        else:
            guarded[Call.UPDATE, t.before, t.after, t.version, t.revision] += 1
    return guarded, deleting


def carried(batches: tuple[Batch, ...]) -> Counter:
    """The steps that batches carry."""
    return Counter(
        (batch.call, batch.before, batch.after, version, revision)
        for batch in batches
        for version, revision in batch.revisions
    )


@given(either_transitions)
def test_batches_partition_the_plan(transitions: tuple[Transition, ...]) -> None:
    """Partition: each step of each transition is in one batch, once, with its own status and revision."""
    guarded, deleting = steps(transitions)
    assert carried(guarded_batches(transitions)) == guarded
    assert carried(delete_batches(transitions)) == deleting


@given(either_transitions)
def test_a_batch_is_what_one_call_can_carry(transitions: tuple[Transition, ...]) -> None:
    """Batches hold 1 to 100 versions, sorted, each once, so the keys of `versionRevisions` are the `versions`."""
    for batch in (*guarded_batches(transitions), *delete_batches(transitions)):
        versions = [version for version, _ in batch.revisions]
        assert 1 <= len(versions) <= BATCH_LIMIT
        assert versions == sorted(set(versions))


@given(either_transitions)
def test_the_calls_are_the_fewest_that_can_carry_the_plan(transitions: tuple[Transition, ...]) -> None:
    """Least calls: a group of n steps that share a call, a status before and one after takes ceil(n / 100) calls."""
    for batches, needed in zip(
        (guarded_batches(transitions), delete_batches(transitions)), steps(transitions), strict=True
    ):
        groups = Counter((call, before, after_) for call, before, after_, _, _ in needed.elements())
        assert len(batches) == sum(ceil(count / 100) for count in groups.values())


@given(either_transitions, st.randoms(use_true_random=False))
def test_batches_do_not_depend_on_the_order_of_transitions(transitions: tuple[Transition, ...], random) -> None:
    """Order-free: the same transitions in another order give the same batches."""
    mixed = random.sample(transitions, len(transitions))
    assert guarded_batches(mixed) == guarded_batches(transitions)
    assert delete_batches(mixed) == delete_batches(transitions)


@given(changes)
def test_changes_survive_being_written_and_read(original: Changes) -> None:
    """Round trip: what was written is read as the same changes, and written again as the same lines."""
    lines = to_lines(original)
    assert from_lines(lines) == original
    assert to_lines(from_lines(lines)) == lines


@given(
    st.dictionaries(
        st.sampled_from(["1.0.0", "origin configuration", "a b", ""]),
        st.one_of(
            st.text(max_size=10),
            st.from_regex(
                r"(Published|Archived|Disposed|Deleted|Unfinished|gone) -> (Archived|Disposed|Published),? revision \S?",
                fullmatch=True,
            ),
            st.from_regex(
                r"(absent|publish (ALLOW|BLOCK), upstream ALLOW) -> publish (ALLOW|BLOCK), upstream ALLOW ?",
                fullmatch=True,
            ),
        ),
    )
)
def test_lines_are_read_as_they_were_written_or_not_at_all(lines: dict[str, str]) -> None:
    """Strict: every text that is accepted is exactly what its changes are written as."""
    try:
        read = from_lines(lines)
    except ValueError:
        return
    assert to_lines(read) == lines


@given(
    st.lists(legal_transitions(), min_size=2, max_size=4),
    st.integers(0, 200),
    st.integers(0, 40),
    st.integers(0, 40),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_larger_plan_or_a_lower_limit_never_passes_where_the_other_did_not(
    groups: list[tuple[Transition, ...]],
    more_observed_count: int,
    one_count: int,
    other_count: int,
    one_fraction: float,
    other_fraction: float,
) -> None:
    """Monotone: what a limit stops, it stops in a larger plan of the same repository too, and so does a lower limit."""
    place = DesiredPackageAt
    larger = [PackagePlan(place, Changes(transitions)) for transitions in groups]
    observed_count = sum(map(len, groups)) + more_observed_count
    high = Limits(max(one_count, other_count), max(one_fraction, other_fraction))
    low = Limits(min(one_count, other_count), min(one_fraction, other_fraction))

    def summaries(packages: list[PackagePlan], limits: Limits) -> set[str]:
        return {fault.summary for fault in exceeded(Plan(tuple(packages), observed_count), limits)}

    assert summaries(larger[1:], high) <= summaries(larger, high)
    assert summaries(larger, high) <= summaries(larger, low)
