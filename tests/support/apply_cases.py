"""Versions, changes and registries of a few lines, for cases of `apply`."""

from packagestate.provider.gateway import UnreachableError
from packagestate.provider.plan.model import Changes, ObservedVersion, Transition
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import gateway_of
from tests.support.model_gateway import ModelGateway

FAULT = Fault("AWS did not do it", "AWS did not do it, for a reason.", "ask the account's owner")
LOST = UnreachableError(FAULT)


def version(name: str, status: Status = Status.PUBLISHED, revision: str = "r1") -> ObservedVersion:
    return ObservedVersion(name, status, revision)


def to(after: Status, *names: str, before: Status = Status.PUBLISHED) -> Changes:
    return Changes(tuple(Transition(name, before, after, "r1") for name in names))


def published(*names: str) -> ModelGateway:
    return gateway_of(*map(version, names))


def many_of_two_kinds() -> tuple[ModelGateway, Changes]:
    disposed = [f"1.0.{number}" for number in range(150)]
    gateway = published(*disposed, "2.0.0")
    transitions = (*to(Status.DISPOSED, *sorted(disposed)).transitions, *to(Status.ARCHIVED, "2.0.0").transitions)
    return gateway, Changes(transitions)
