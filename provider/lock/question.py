"""What `packagestate lock` is asked. Pure values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from packagestate.provider.population import Population
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be found out.

    Attributes:
        rules: All rules.
        locks: What the lock says now; of other accounts and regions too.
        only: The rule whose lines alone may move; None where all may.
        as_of: The time for which it is asked; None means now.
        owner_of: Gives the account that owns a domain of which only the lock speaks; None where nobody names one.
        beside: Gives what others than rules ask of the versions of a package.
    """

    rules: tuple[Rule, ...]
    locks: tuple[Lock, ...] = ()
    only: Rule | None = None
    as_of: datetime | None = None
    owner_of: Callable[[str], str | None] = lambda _domain: None
    beside: Callable[[Population], Mapping[str, Status]] = lambda _population: {}

    @property
    def asking(self) -> tuple[Rule, ...]:
        """The rules that decide what has to be read."""
        return self.rules if self.only is None else (self.only,)
