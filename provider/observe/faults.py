"""Which faults of many calls people are shown, and after which of them there is no sense in further calls."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Final

from packagestate.provider.gateway import CredentialsError, GatewayError, ThrottledError, UnreachableError
from packagestate.schemas.errors import Fault, PackageStateError

#: If AWS cannot be asked about one package, it cannot be asked about the others.
HOPELESS: Final = (CredentialsError, ThrottledError, UnreachableError)

# Of many faults of one kind, so many are shown.
_SHOWN_COUNT: Final = 3


class ObservationError(PackageStateError):
    """Not every package could be read."""


def raise_faults(futures: Iterable[Future[Any]]) -> None:
    """Raise every fault of the calls that failed.

    Args:
        futures: The calls, all of which have ended or were cancelled.

    Raises:
        ObservationError: It carries every fault, those that are alike cut short.
        Exception: A bug, as it is.
    """
    error = error_of(futures)
    if error is not None:
        raise error


def error_of(futures: Iterable[Future[Any]]) -> ObservationError | None:
    """Every fault of the calls that failed, as one error.

    Args:
        futures: The calls, all of which have ended or were cancelled.

    Returns:
        The error, with those faults that are alike cut short; None where every call went well. Its cause says what kind
        of failure it was: what made further calls senseless, if anything did.

    Raises:
        Exception: A bug, as it is.
    """
    errors: list[GatewayError] = []
    for future in futures:
        error = None if future.cancelled() else future.exception()
        if error is not None and not isinstance(error, GatewayError):
            raise error
        if error is not None:
            errors.append(error)
    if not errors:
        return None
    found = ObservationError(cut_short(error.fault for error in errors))
    found.__cause__ = next((error for error in errors if isinstance(error, HOPELESS)), errors[0])
    return found


def cut_short(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Leave out what is wrong in many places for the same reason.

    Args:
        faults: The faults.

    Yields:
        The first faults of each kind; the last of them says how many more there are.
    """
    kinds: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        kinds[fault.summary].append(fault)
    for alike in kinds.values():
        *first, last = alike[:_SHOWN_COUNT]
        yield from first
        more = f"\nThe same is wrong {len(alike) - _SHOWN_COUNT} more times." if len(alike) > _SHOWN_COUNT else ""
        yield replace(last, detail=f"{last.detail}{more}")
