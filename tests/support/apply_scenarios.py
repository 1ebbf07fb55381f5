"""Runs of `apply` against the model, and what may go wrong in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from packagestate.provider.gateway import (
    AbsentError,
    AccessDeniedError,
    ConcurrentChangeError,
    CredentialsError,
    InvalidRequestError,
    ServiceError,
    ThrottledError,
    UnreachableError,
)
from packagestate.provider.plan.model import (
    Call,
    Changes,
    ObservedPackage,
    ObservedVersion,
    OriginChange,
    PackagePlan,
    Transition,
)
from packagestate.provider.plan.planner import plan_package
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from tests.support.model_gateway import OPEN, Failure, ModelGateway
from tests.support.strategies import LEGAL_TRANSITIONS, OBSERVABLE, origins, revisions

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")

_FAULT = Fault("AWS did not answer", "It did not answer.", "ask it again")


class KilledError(Exception):
    """The process ends here: nobody catches it."""


DEFINITE = (
    AccessDeniedError(_FAULT),
    InvalidRequestError(_FAULT),
    ThrottledError(_FAULT),
    CredentialsError(_FAULT),
    ConcurrentChangeError(_FAULT),
    AbsentError(_FAULT, "package"),
)
UNCERTAIN = (
    UnreachableError(_FAULT),
    ServiceError(_FAULT),
    AccessDeniedError(_FAULT, answer_lost=True),
    AbsentError(_FAULT, "package", answer_lost=True),
)

failures = st.one_of(
    st.builds(Failure, st.sampled_from(DEFINITE)), st.builds(Failure, st.sampled_from(UNCERTAIN), st.booleans())
)
_versions = st.sampled_from([f"{number}.0.0" for number in range(8)])
_statuses: st.SearchStrategy[Status | None] = st.one_of(st.none(), st.sampled_from(OBSERVABLE))
_writers = st.dictionaries(st.integers(1, 6), st.tuples(_versions, _statuses, revisions), max_size=3)


@dataclass(frozen=True, slots=True)
class Run:
    """A package as it was observed, what was planned from that, and what goes on meanwhile."""

    observed: ObservedPackage
    changes: Changes
    gateway: ModelGateway

    @property
    def plan(self) -> PackagePlan:
        return PackagePlan(self.observed.coordinates, self.changes)

    @property
    def planned(self) -> dict[str, Transition]:
        return {transition.version: transition for transition in self.changes.transitions}


def wanted(changes: Changes) -> DesiredPackage:
    """A declaration from which the changes follow."""
    versions = tuple(DesiredVersion(each.version, each.after) for each in changes.transitions)
    return DesiredPackage(CHALK, versions, changes.origin.after if changes.origin else None)


def planned_again(gateway: ModelGateway, changes: Changes) -> Changes:
    """What the next run plans for the same declaration, from a fresh observation."""
    plan = plan_package(wanted(changes), gateway.observe())
    assert not plan.refusals
    return plan.changes


def is_as_planned(versions: Mapping[str, ObservedVersion], transition: Transition) -> bool:
    """Whether a version is what the plan makes of it."""
    present = versions.get(transition.version)
    if present is None:
        return transition.after is Status.DELETED
    return (present.status, present.revision) == (transition.after, transition.revision)


def watched(gateway: ModelGateway) -> list[dict[str, ObservedVersion]]:
    """The versions right before and right after whatever somebody else does before a call; filled as calls are made."""
    moments: list[dict[str, ObservedVersion]] = []
    somebody_else = gateway.before_call

    def before_call(number: int) -> None:
        moments.append(dict(gateway.versions or {}))
        somebody_else(number)
        moments.append(dict(gateway.versions or {}))

    gateway.before_call = before_call
    return moments


@st.composite
def runs(
    draw: st.DrawFn, *, with_failures: bool = False, with_writers: bool = False, with_refusals: bool = False
) -> Run:
    """A run, of which all that was planned is true when it begins."""
    chosen = draw(st.lists(_versions, unique=True, max_size=8))
    transitions = []
    found = []
    for version in sorted(chosen):
        before, after = draw(st.sampled_from(LEGAL_TRANSITIONS))
        found.append(ObservedVersion(version, before, draw(revisions)))
        if draw(st.integers(0, 4)):
            transitions.append(Transition(version, before, after, found[-1].revision))
    origin = draw(origins)
    after_origin = draw(st.one_of(st.none(), origins.filter(lambda other: other != origin)))
    change = None if after_origin is None else OriginChange(origin, after_origin)
    observed = ObservedPackage(CHALK, tuple(found), origin)
    gateway = ModelGateway.of(observed)
    gateway.partial_success = draw(st.booleans())
    if with_failures:
        gateway.failures = draw(st.dictionaries(st.integers(1, 8), failures, max_size=4))
        gateway.failures_of = draw(st.dictionaries(st.sampled_from(Call), failures, max_size=1))
        gateway.unmentioned = draw(st.frozensets(_versions, max_size=2))
        gateway.ignores_writes = draw(st.sampled_from([False, False, False, True]))
    if with_refusals:
        codes = st.sampled_from(["NOT_ALLOWED", "SKIPPED", "A_NEW_CODE"])
        gateway.refusals = draw(st.dictionaries(_versions, codes, max_size=3))
    if with_writers:
        gateway.before_call = Writer(gateway, draw(_writers))
    return Run(observed, Changes(tuple(transitions), change), gateway)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody else, who changes, publishes or deletes versions between our calls."""

    gateway: ModelGateway
    actions: dict[int, tuple[str, Status | None, str]]

    def __call__(self, number: int) -> None:
        if number not in self.actions or self.gateway.versions is None:
            return
        version, status, revision = self.actions[number]
        self.gateway.versions.pop(version, None)
        if status is not None:
            self.gateway.set(version, status, revision)


def gateway_of(*versions: ObservedVersion, origin: OriginConfiguration = OPEN) -> ModelGateway:
    """A gateway to a package with these versions."""
    return ModelGateway.of(ObservedPackage(CHALK, tuple(sorted(versions)), origin))
