"""Which files of the lock a run reads, and how far a line that is out of date reaches."""

from datetime import date

import pytest

from emulator import Endpoint
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.in_force import locked_versions, settle
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.choices import Choices
from packagestate.schemas.locked import Line, Lock, LockedPackage
from tests.lock.domain import SEED
from tests.lock.making import A, P, U, package

__all__ = ("SEED",)

PLACE = package("@acme/ui", "npm-internal")
LINE = Line("1.0.0", U, ("old",), date(2026, 11, 28), P)


def lock(account: str = "123456789012", region: str = "eu-west-1") -> Lock:
    return Lock(account, region, PLACE.repository, PLACE.format, {"old": "a"}, (LockedPackage(PLACE, (LINE,)),))


@pytest.mark.parametrize(
    ("made", "count"), [(lock(), 1), (lock(account="210987654321"), 0), (lock(region="us-east-1"), 0)]
)
def test_a_lock_of_another_account_or_region_is_not_read(endpoint: Endpoint, made: Lock, count: int) -> None:
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    assert len([*read_locked(gateway, Choices((), (made,)), lambda _domain: None)]) == count


def test_a_line_out_of_date_holds_no_more_than_it_asked_for() -> None:
    observed = ObservedPackage(PLACE, (ObservedVersion("1.0.0", A, "r1"),))
    (floor,) = settle(locked_versions(lock(), {}, None), [observed]).floors
    assert floor.status is U
