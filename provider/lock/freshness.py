"""Whether the lock fits the rules, as far as that is known without a network. Pure."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from packagestate.schemas.errors import Fault
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule

_HINT: Final = "run `packagestate lock`, review what it writes, and commit it"


def out_of_date(locks: Collection[Lock], rules: Iterable[Rule]) -> Iterator[Fault]:
    """Say what does not fit.

    Args:
        locks: The files of the lock.
        rules: The rules of the manifests.

    Yields:
        A fault for each rule that no file of the lock has or that one has as it was, and for each file of a rule that
        is gone.
    """
    known = {rule.name: rule for rule in rules}
    for name, rule in known.items():
        digests = {lock.rules[name]: lock for lock in locks if name in lock.rules}
        older = [lock for digest, lock in digests.items() if digest != rule.digest]
        if not digests:
            yield _stale(f"The rule `{name}` is in no file of the lock, so nothing is restricted as it says.", rule)
        elif older:
            file = older[0].place.file
            yield _stale(
                f"The rule `{name}` has changed since `{file}` was made, so its lines ask for nothing new.", rule
            )
    for lock in locks:
        for name in sorted(lock.rules.keys() - known.keys()):
            yield _stale(
                f"It names the rule `{name}`, which no manifest has any more. Its lines ask for nothing.", lock
            )


def _stale(detail: str, stated: Rule | Lock) -> Fault:
    return Fault("Lock is out of date", detail, _HINT, stated.place)
