"""Which interrupted deletions are over: those that a later run finished, and those whose fence a manifest declares."""

from dataclasses import replace

from packagestate.provider.apply.removal import remove
from packagestate.provider.observe.interrupted import Interrupted, accepted, find_interrupted, unfinished, warnings
from packagestate.provider.plan.model import Changes, PackageDeletion
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.removals import FENCE
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, OriginConfiguration
from tests.support.apply_scenarios import CHALK, KilledError, gateway_of
from tests.support.model_gateway import OPEN, Failure, ModelGateway
from tests.support.removals import DELETION, DISPOSAL, UPSTREAM_ONLY, VERSIONS, attempt, deletion_of, version

RENAMED = replace(CHALK, repository=Repository("acme", CHALK.repository.name, "111122223333"))
OTHERS = replace(CHALK, repository=Repository("acme", CHALK.repository.name, "444455556666"))


def killed() -> ModelGateway:
    """A package whose deletion died after it was fenced."""
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    gateway.failures = {3: Failure(KilledError())}
    attempt(gateway, DELETION)
    gateway.failures = {}
    return gateway


def declared(
    origin: OriginConfiguration | None, *, deleted: bool = False, place: Coordinates = CHALK
) -> DesiredPackage:
    return DesiredPackage(place, (), origin, deletion=DesiredDeletion() if deleted else None)


def over(gateway: ModelGateway, package: DesiredPackage | None, *, earlier: Changes = DELETION) -> bool:
    """Whether the run that declares this counts the deletion of `chalk` as over."""
    packages = () if package is None else (package,)
    observed = tuple(replace(gateway.observe(), coordinates=each.coordinates) for each in packages)
    by_name = {each.coordinates.resource_name: each for each in packages}
    return bool(accepted({RENAMED: earlier}, plan(packages, observed), by_name, observed))


def test_one_that_a_later_run_finished_with_a_declared_origin_configuration_is_over() -> None:
    gateway = killed()
    package, observed = declared(FENCE, deleted=True), gateway.observe()
    planned = plan((package,), (observed,))
    by_name = {CHALK.resource_name: package}
    assert accepted({CHALK: DELETION}, planned, by_name, (observed,)) == (), "this run goes on with it"
    remembered, _ = unfinished(gateway, {CHALK: DELETION}, planned)
    assert remembered == {CHALK: Changes(DELETION.transitions, deletion=PackageDeletion(OPEN, FENCE))}
    assert find_interrupted(gateway, remembered).fenced == (CHALK,), "until it is finished"
    remove(gateway, CHALK, planned.packages[0].changes)
    assert gateway.origin == FENCE
    assert find_interrupted(gateway, remembered).fenced == ()
    assert accepted(remembered, plan((package,), (gateway.observe(),)), by_name, (gateway.observe(),)) == ()


def test_one_whose_package_is_declared_blocked_is_over() -> None:
    gateway = killed()
    assert over(gateway, declared(FENCE))
    assert not over(gateway, None)
    assert not over(gateway, declared(None)), "it warns"
    assert not over(gateway, declared(UPSTREAM_ONLY)), "this run puts it, and may fail to"
    assert not over(gateway, declared(FENCE, deleted=True)), "this run goes on with it"
    assert not over(gateway, declared(FENCE, place=OTHERS)), "another owner's"
    assert not over(gateway, declared(FENCE), earlier=DISPOSAL)
    assert not over(gateway, declared(FENCE), earlier=deletion_of(*VERSIONS, origin=FENCE)), "it was blocked before"


def test_one_that_ended_blocked_as_planned_stays_recorded_as_it_is() -> None:
    ended_blocked = deletion_of(*VERSIONS, after=FENCE)
    gateway = killed()
    assert over(gateway, declared(FENCE), earlier=ended_blocked), "its versions are still there"
    gateway.versions = {"9.0.0": version("9.0.0")}
    assert not over(gateway, declared(FENCE), earlier=ended_blocked)
    gateway.versions = {}
    assert not over(gateway, declared(FENCE, deleted=True), earlier=ended_blocked)
    assert over(gateway, declared(FENCE, deleted=True)), "it was not to end blocked, and would look interrupted"


def test_the_origin_configuration_of_another_owner_s_package_silences_no_warning() -> None:
    found = Interrupted((RENAMED,), {})
    for place, count in ((RENAMED, 0), (CHALK, 0), (OTHERS, 1)):
        by_name = {CHALK.resource_name: declared(OPEN, place=place)}
        assert len(list(warnings({RENAMED: DELETION}, found, by_name))) == count
