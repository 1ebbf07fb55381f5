"""A package of two versions that is removed: what was planned, and attempts at it."""

from contextlib import suppress

import pytest

from packagestate.provider.apply.removal import remove
from packagestate.provider.gateway import AccessDeniedError, UnreachableError
from packagestate.provider.plan.model import Call, Changes, ObservedVersion, PackageDeletion, Transition
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.schemas.desired import OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault, OutcomeError, PackageStateError, RefusalError
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, KilledError, gateway_of
from tests.support.model_gateway import OPEN, ModelGateway

FAULT = Fault("AWS did not do it", "AWS did not do it, for a reason.", "ask the account's owner")
LOST = UnreachableError(FAULT)
DENIED = AccessDeniedError(FAULT)
HAPPY = ["read_origin", "put_origin", "list_versions", Call.DISPOSE, "list_versions", "delete_package"]
UPSTREAM_ONLY = OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW)


def version(name: str, status: Status = Status.PUBLISHED, revision: str = "r1") -> ObservedVersion:
    return ObservedVersion(name, status, revision)


VERSIONS = (version("1.0.0"), version("2.0.0"))
RECORD = (*map(RecordedVersion.of, VERSIONS), RecordedVersion.absent("3.0.0"))


def as_recorded(origin: OriginConfiguration = OPEN) -> ModelGateway:
    return gateway_of(*VERSIONS, origin=origin)


def planned(on_removal: OnRemoval, gateway: ModelGateway | None = None) -> Changes:
    """What a run plans that sees the package as it is: as recorded, where nobody says otherwise."""
    package = RecordedPackage(CHALK.resource_name, CHALK, RECORD, on_removal)
    (removal,) = plan_removals((package,), {}, ((gateway or as_recorded()).observe(),), {})
    if removal.refusals:
        raise RefusalError(removal.refusals)
    return removal.changes


DISPOSAL = planned(OnRemoval.DISPOSE)
DELETION = planned(OnRemoval.DELETE)


def deletion_of(
    *versions: ObservedVersion, origin: OriginConfiguration = OPEN, after: OriginConfiguration | None = None
) -> Changes:
    transitions = tuple(Transition(each.version, each.status, Status.DELETED, each.revision) for each in versions)
    return Changes(transitions, deletion=PackageDeletion(origin, after))


def attempt(gateway: ModelGateway, changes: Changes) -> None:
    with suppress(KilledError, PackageStateError):
        remove(gateway, CHALK, changes)


def statuses(gateway: ModelGateway) -> dict[str, Status]:
    return {version.version: version.status for version in gateway.observe().versions}


def stopped(gateway: ModelGateway, changes: Changes = DELETION) -> str:
    with pytest.raises(OutcomeError) as raised:
        remove(gateway, CHALK, changes)
    assert gateway.versions is not None
    return str(raised.value)


def run_again(gateway: ModelGateway, on_removal: OnRemoval) -> None:
    """The next run, which plans from what it sees."""
    gateway.failures = {}
    remove(gateway, CHALK, planned(on_removal, gateway))
