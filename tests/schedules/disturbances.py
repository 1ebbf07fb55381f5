"""What goes wrong in a schedule: faults at random calls, and other people at random moments."""

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.schedules.watch import Watch

#: Faults by their names: what `emulator.faults.Fault` is told.
FAULTS: dict[str, dict[str, Any]] = {
    "throttled": {"code": "ThrottlingException", "headers": {"Retry-After": "0"}},
    "busy": {"code": "ConflictException"},
    "failed inside": {"code": "InternalServerException", "status": 500},
    "unavailable": {"code": "ServiceUnavailable", "status": 503},
    "denied": {"code": "AccessDeniedException", "status": 403},
    "called malformed": {"code": "ValidationException", "status": 400},
    "expired": {"code": "ExpiredTokenException", "status": 403},
    "unknown error": {"code": "SomethingNewException", "status": 418},
    "unknown failure": {"code": "SomethingNewFailure", "status": 599},
    "dropped before": {"drop": "before"},
    "dropped after": {"drop": "after"},
    "reset before": {"drop": "before", "reset": True},
    "reset after": {"drop": "after", "reset": True},
    "not JSON": {"body": "<html>sign in</html>", "headers": {"Content-Type": "text/html"}},
    "cut short": {"body": '{"versions": [{"version": "1.0'},
    "empty": {"body": "{}"},
    "in neither map": {"body": json.dumps({"successfulVersions": {}, "failedVersions": {}})},
    "wrong types": {"body": json.dumps({"versions": 7, "package": [], "successfulVersions": {"1.0.0": "yes"}})},
    "unknown code of a version": {
        "body": json.dumps(
            {
                "successfulVersions": {},
                "failedVersions": {"1.0.0": {"errorCode": "A_NEW_CODE", "errorMessage": "no"}},
            }
        )
    },
}
_WEIGHTS = [4 if name.endswith(("before", "after")) or name == "throttled" else 1 for name in FAULTS]
_OPERATIONS = ("*", "*", "*", "ListPackageVersions", "DisposePackageVersions", "UpdatePackageVersionsStatus")
_LAST_CALL = 8


def watch_only(watch: Watch) -> None:
    """Nothing goes wrong from now on."""
    watch.world.endpoint.faults.clear()
    watch.world.endpoint.faults.plant(before=watch.before_call, after=watch.after_call)


def disturb(watch: Watch, chance: random.Random, counts: Counter[str]) -> Callable[[], None]:
    """Let some of the next calls go wrong, and somebody else come in between.

    Args:
        watch: Who watches.
        chance: What decides.
        counts: Is told what happened.

    Returns:
        What counts the faults that happened, afterwards.
    """
    faults = watch.world.endpoint.faults
    faults.clear()
    watch.world.endpoint.store.settings.partial_success = chance.random() < 0.5

    def interfere() -> None:
        counts[f"somebody else: {watch.world.interfere()}"] += 1

    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        faults.plant(skip=chance.randrange(_LAST_CALL), times=chance.randint(1, 2), before=interfere)
    # After everybody else and before what is lost: what differs between the two is ours.
    faults.plant(before=watch.before_call, after=watch.after_call)
    planted = []
    for name in chance.choices(list(FAULTS), _WEIGHTS, k=chance.choice((0, 0, 1, 3, 5))):
        times = chance.choice((1, 1, 2, 5))
        skip, operation = chance.randrange(_LAST_CALL), chance.choice(_OPERATIONS)
        planted.append((name, times, faults.plant(**FAULTS[name], operation=operation, skip=skip, times=times)))
    return lambda: counts.update({f"fault: {name}": times - int(fault.times) for name, times, fault in planted})
