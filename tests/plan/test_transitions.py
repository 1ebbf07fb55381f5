"""The table of transitions, held against what AWS documents."""

import pytest

from packagestate.provider.plan.model import Call, Transition
from packagestate.provider.plan.transitions import Evidence, first_call, is_legal, rule
from packagestate.schemas.status import DECLARABLE, IRREVERSIBLE, Status
from tests.support.strategies import LEGAL_TRANSITIONS, OBSERVABLE

UNFINISHED, PUBLISHED, UNLISTED = Status.UNFINISHED, Status.PUBLISHED, Status.UNLISTED
ARCHIVED, DISPOSED, DELETED = Status.ARCHIVED, Status.DISPOSED, Status.DELETED
ILLEGAL = [(before, after) for before in Status for after in Status if (before, after) not in LEGAL_TRANSITIONS]

DOCUMENTED, INFERRED, UNDOCUMENTED = Evidence
WEAKEST_LAST = tuple(Evidence)
# How it is known that one call does this: Update, Dispose, and Delete of what is Disposed.
# Source: AWS CodeArtifact User Guide, "Package version status" and "Update package version status".
EVIDENCE_OF_CALLS = {
    UNFINISHED: {PUBLISHED: DOCUMENTED, UNLISTED: UNDOCUMENTED, ARCHIVED: UNDOCUMENTED, DISPOSED: UNDOCUMENTED},
    PUBLISHED: {UNLISTED: DOCUMENTED, ARCHIVED: DOCUMENTED, DISPOSED: DOCUMENTED},
    UNLISTED: {PUBLISHED: DOCUMENTED, ARCHIVED: INFERRED, DISPOSED: INFERRED},
    ARCHIVED: {PUBLISHED: DOCUMENTED, UNLISTED: DOCUMENTED, DISPOSED: INFERRED},
    DISPOSED: {DELETED: DOCUMENTED},
}


def transition(before: Status, after: Status) -> Transition:
    return Transition("1.0.0", before, after, "revision")


def reachable(start: Status) -> set[Status]:
    """Every status that some sequence of calls leads to."""
    found: set[Status] = set()
    left = [start]
    while left:
        before = left.pop()
        new = {after for after in Status if is_legal(before, after)} - found
        found |= new
        left.extend(new)
    return found


def test_every_status_but_disposed_and_absence_leads_to_every_other_that_can_be_declared() -> None:
    assert set(LEGAL_TRANSITIONS) == {
        (before, after)
        for before in OBSERVABLE
        for after in DECLARABLE
        if before is not after and (before is not DISPOSED or after is DELETED)
    }


@pytest.mark.parametrize(("before", "after"), LEGAL_TRANSITIONS)
def test_the_calls_of_a_transition_lead_where_they_must(before: Status, after: Status) -> None:
    """Only Update takes a target, and none but three; Delete is unguarded, so that a guarded Dispose goes before."""
    calls = {
        DISPOSED: (Call.DISPOSE,),
        DELETED: (Call.DELETE,) if before is DISPOSED else (Call.DISPOSE, Call.DELETE),
    }.get(after, (Call.UPDATE,))
    assert rule(transition(before, after)).calls == calls
    assert first_call(transition(before, after)) is calls[0]


@pytest.mark.parametrize(("before", "after"), LEGAL_TRANSITIONS)
def test_a_transition_is_known_as_well_as_its_least_known_call(before: Status, after: Status) -> None:
    if after is DELETED and before is not DISPOSED:
        evidence = {EVIDENCE_OF_CALLS[before][DISPOSED], EVIDENCE_OF_CALLS[DISPOSED][DELETED]}
    else:
        evidence = {EVIDENCE_OF_CALLS[before][after]}
    assert rule(transition(before, after)).evidence is max(evidence, key=WEAKEST_LAST.index)


@pytest.mark.parametrize(("before", "after"), LEGAL_TRANSITIONS)
def test_a_transition_names_its_source_or_that_there_is_none(before: Status, after: Status) -> None:
    known = rule(transition(before, after))
    assert known.source.startswith("AWS CodeArtifact User Guide, ") is (known.evidence is not UNDOCUMENTED)


@pytest.mark.parametrize(("before", "after"), ILLEGAL)
def test_a_transition_that_the_table_does_not_hold_is_illegal(before: Status, after: Status) -> None:
    assert not is_legal(before, after)
    with pytest.raises(KeyError):
        first_call(transition(before, after))


@pytest.mark.parametrize(("before", "after"), LEGAL_TRANSITIONS)
def test_calls_lead_back_from_all_that_is_not_irreversible_except_to_unfinished(before: Status, after: Status) -> None:
    assert (before in reachable(after)) is (after not in IRREVERSIBLE and before is not UNFINISHED)
    assert transition(before, after).irreversible is (after in IRREVERSIBLE)
