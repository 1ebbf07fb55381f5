"""Whether the lock fits the rules, as far as that is known without a network. Pure."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from packagestate.provider.lock.fitting import is_about, unfounded
from packagestate.provider.plan.phrases import counted
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule

_OF_KEEP: Final = "no line of the packages that it is about asks for anything new"
_HINT: Final = (
    "run `packagestate lock`, with the `--stack` of the preview if there is one, review what it writes, and commit it"
)


def out_of_date(locks: Collection[Lock], rules: Iterable[Rule]) -> Iterator[Fault]:
    """Say what does not fit.

    Args:
        locks: The files of the lock.
        rules: The rules of the manifests.

    Yields:
        A fault for each rule that no file of the lock has, that one has as it was, or that one lacks, and for each
        file with a rule that is gone, or with lines that no rule says.
    """
    known = {rule.name: rule for rule in rules}
    for name, rule in known.items():
        digests = {lock.rules[name]: lock for lock in locks if name in lock.rules}
        older = [lock for digest, lock in digests.items() if digest != rule.digest]
        lacking = [lock for lock in locks if name not in lock.rules and is_about(rule, lock)]
        lines = "its lines ask for nothing new" if rule.keep is None else _OF_KEEP
        if not digests:
            effect = "nothing is restricted as it says" if rule.keep is None else _OF_KEEP
            yield _stale(f"The rule `{name}` is in no file of the lock, so {effect}.", rule)
        elif older:
            yield _stale(f"The rule `{name}` has changed since `{older[0].place.file}` was made, so {lines}.", rule)
        elif lacking:
            yield _stale(f"The rule `{name}` is not in `{lacking[0].place.file}`, which was made without it.", rule)
    for lock in locks:
        for name in sorted(lock.rules.keys() - known.keys()):
            yield _stale(
                f"It names the rule `{name}`, which no manifest has any more. Its lines ask for nothing.", lock
            )
        lines_of_none = tuple(unfounded(lock, known))
        if lines_of_none:
            package, line = lines_of_none[0]
            yield _stale(
                f"It has {counted(len(lines_of_none), 'line')} that no rule says as it is now, or that a rule with "
                f"`keep` protects, such as {shortened(package.coordinates.written)} {shortened(line.version)}. Two "
                "branches were merged, or the file was edited. Nothing new is asked for by that.",
                lock,
            )


def _stale(detail: str, stated: Rule | Lock) -> Fault:
    return Fault("Lock is out of date", detail, _HINT, stated.place)
