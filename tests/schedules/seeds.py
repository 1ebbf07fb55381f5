"""Which kind of schedule a seed is."""

from packagestate.provider.population import FullGateway
from tests.schedules.ground import Ground, Report
from tests.schedules.schedule import run_schedule
from tests.schedules.two_stacks import run_two_stacks

# Of ten seeds, the last are about two stacks; which of the others are about several repositories, `schedule` says.
_OF_TWO_STACKS = 9


def run_seed(seed: int, ground: Ground, broken: FullGateway | None = None) -> Report:
    """Carry out the schedule of a seed; as `run_schedule`."""
    run = run_two_stacks if seed % 10 >= _OF_TWO_STACKS else run_schedule
    return run(seed, ground, broken)
