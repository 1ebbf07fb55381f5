"""A removal of more versions than one call carries, where somebody changes one between two calls."""

import pytest

from packagestate.provider.apply.removal import remove
from packagestate.provider.plan.model import Call, Changes, ObservedVersion
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, gateway_of
from tests.support.model_gateway import OPEN, ModelGateway

VERSIONS = tuple(ObservedVersion(f"1.0.{number:03}", Status.PUBLISHED, f"r{number}") for number in range(150))
LAST = "1.0.149"


def planned(on_removal: OnRemoval, gateway: ModelGateway) -> Changes:
    """What a run plans whose record was refreshed just before."""
    observed = gateway.observe()
    record = RecordedPackage(CHALK.resource_name, CHALK, tuple(map(RecordedVersion.of, observed.versions)), on_removal)
    (removal,) = plan_removals((record,), {}, (observed,), {})
    assert not removal.refusals
    return removal.changes


def count(gateway: ModelGateway, status: Status) -> int:
    return sum(each.status is status for each in gateway.observe().versions)


@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
@pytest.mark.parametrize(
    ("status", "revision"), [(Status.UNLISTED, "r149"), (Status.PUBLISHED, "another")], ids=["status", "revision"]
)
def test_a_conflict_in_the_second_batch_is_said_and_left_and_the_next_run_does_the_rest(
    on_removal: OnRemoval, status: Status, revision: str
) -> None:
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    changes = planned(on_removal, gateway)

    def interfere(_number: int) -> None:
        # Right before the second of two calls, the first of which was carried out.
        if gateway.calls.count(Call.DISPOSE) == 2:
            gateway.before_call = lambda _: None
            gateway.set(LAST, status, revision)

    gateway.before_call = interfere
    with pytest.raises(OutcomeError) as raised:
        remove(gateway, CHALK, changes)
    text = str(raised.value)
    assert f"{LAST} (npm)" in text
    assert gateway.versions is not None
    assert gateway.versions[LAST] == ObservedVersion(LAST, status, revision)
    assert count(gateway, Status.DISPOSED) == len(VERSIONS) - 1, "the others of the second batch are sent again"
    assert [len(batch.revisions) for batch in gateway.batches] == [100, 50, 49]
    if on_removal is OnRemoval.DELETE:
        assert gateway.origin == OPEN, "what was refused is put back"
        assert "put back to `publish ALLOW, upstream ALLOW`" in text
    remove(gateway, CHALK, planned(on_removal, gateway))
    assert count(gateway, Status.DISPOSED) == len(gateway.versions or ())
    assert (gateway.versions is None) == (on_removal is OnRemoval.DELETE)
