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
    errors = [error for future in futures if not future.cancelled() and (error := future.exception()) is not None]
    for error in errors:
        if not isinstance(error, GatewayError):
            raise error
    if errors:
        # The cause says what kind of failure it was: what made the others senseless, if anything did.
        cause = next((error for error in errors if isinstance(error, HOPELESS)), errors[0])
        raise ObservationError(
            _cut_short(error.fault for error in errors if isinstance(error, GatewayError))
        ) from cause


def _cut_short(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first faults of each kind; the last of them says how many more there are."""
    kinds: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        kinds[fault.summary].append(fault)
    for alike in kinds.values():
        *first, last = alike[:_SHOWN_COUNT]
        yield from first
        more = f"\nThe same is wrong {len(alike) - _SHOWN_COUNT} more times." if len(alike) > _SHOWN_COUNT else ""
        yield replace(last, detail=f"{last.detail}{more}")
