"""From manifests to what `packagestate lock` has to say: asks AWS, and says beforehand what is due later."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from packagestate.provider.advisories.resolving import ResolvedFeeds, resolve_feeds
from packagestate.provider.choices.beside import beside_rules
from packagestate.provider.choices.telling import Report
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.due import due
from packagestate.provider.lock.once import Once
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import Resolved, resolve
from packagestate.provider.population import LockGateway
from packagestate.schemas.load import Manifests
from packagestate.schemas.rule import Rule

# What is due in so many days is said beforehand.
_AHEAD: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the lock is to be made.

    Attributes:
        only: The rule whose lines alone may move; None where all may.
        only_feed: The feed whose lines alone may move; None where all may.
        as_of: The time for which it is asked; None means now.
        is_hold: Whether the files of holds are made, and nothing else.
    """

    only: Rule | None = None
    only_feed: str | None = None
    as_of: datetime | None = None
    is_hold: bool = False


def make(
    connection: ConnectionSettings,
    stated: Manifests,
    progress: Callable[[int, int | None], None],
    wish: Wish = Wish(),
) -> Report:
    """Find out what rules and advisories mean. Nothing is written.

    Args:
        connection: How AWS is reached.
        stated: What the manifests say.
        progress: Told how many packages have been read, and of how many; None where that is not known.
        wish: What of the lock is to be made.

    Returns:
        What the lock is to say; what is due in the next days only where it is asked for now.

    Raises:
        ObservationError: Something could not be read, or a rule does not fit what AWS has.
        GatewayError: AWS could not be asked at all.
        ConfigurationError: The connection is configured wrongly.
    """
    of_feeds = wish.only is None
    of_rules = wish.only_feed is None and not wish.is_hold
    rules, locks = (stated.rules, stated.locks) if of_rules else ((), ())
    advisories = [each for each in stated.advisories if of_feeds and wish.only_feed in (None, each.feed.name)]
    gateway = _asked(connect(connection), is_twice=bool(advisories and rules))
    feeds = ResolvedFeeds()
    if of_feeds:
        feeds = resolve_feeds(
            gateway,
            advisories,
            [each for each in stated.feed_locks if wish.only_feed in (None, each.feed)],
            connection.worker_count,
            lambda count: progress(count, None),
            others=stated.feed_locks,
            owner_of=stated.owner_of,
            is_hold=wish.is_hold,
            as_of=wish.as_of,
        )
    # What advisories take is none of the latest that a rule keeps: so they come first.
    reviewed = feeds.locks if of_feeds else tuple(each for each in stated.feed_locks if not each.is_hold)
    holds = tuple(each for each in stated.feed_locks if each.is_hold)
    beside = beside_rules(stated, (*reviewed, *holds))
    question = Question(rules, locks, wish.only, wish.as_of, stated.owner_of, beside)
    resolved = resolve(gateway, question, connection.worker_count, lambda count: progress(count, None))
    report = Report(
        resolved,
        question.asking,
        of_feeds=feeds,
        feeds=tuple(each.feed for each in advisories),
        known_places=frozenset(
            {
                *(each.path.parts[1] for each in stated.locks),
                *(each.path.parts[1] for each in stated.feed_locks),
            }
        ),
    )
    if wish.as_of is not None:
        return report
    due, day = _due(resolved, stated)
    return replace(report, due=due, due_day=day)


def _asked(gateway: LockGateway, *, is_twice: bool) -> LockGateway:
    """Where AWS is asked: once for what rules and advisories both ask for."""
    return Once(gateway) if is_twice else gateway


def _due(resolved: Resolved, stated: Manifests) -> tuple[dict[str, int], str | None]:
    """What is due in the next days, and until when that is."""
    if resolved.now is None:
        return {}, None
    when = resolved.now + _AHEAD
    lines = {package.coordinates: package.lines for each in resolved.locks for package in each.packages}
    return dict(due(resolved.evaluated, stated.rules, lines, when)), when.date().isoformat()
