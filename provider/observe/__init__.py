"""What AWS has: the packages of a run, read in parallel with the fewest calls."""

from packagestate.provider.observe.faults import ObservationError
from packagestate.provider.observe.observer import Observer, Progress, observe_package

__all__ = ["ObservationError", "Observer", "Progress", "observe_package"]
