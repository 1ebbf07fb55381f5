"""From manifests to what `packagestate lock` has to say: asks AWS, and says beforehand what is due later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.lock.due import due
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import Resolved, resolve
from packagestate.provider.lock.telling import Report
from packagestate.schemas.load import Manifests
from packagestate.schemas.rule import Rule

# What is due in so many days is said beforehand.
_AHEAD: Final = timedelta(days=30)


def make(
    connection: ConnectionSettings,
    stated: Manifests,
    progress: Callable[[int, int | None], None],
    only: Rule | None = None,
    as_of: datetime | None = None,
) -> Report:
    """Find out what rules mean. Nothing is written.

    Args:
        connection: How AWS is reached.
        stated: What the manifests say.
        progress: Told how many packages have been read, and of how many; None where that is not known.
        only: The rule whose lines alone may move; None where all may.
        as_of: The time for which it is asked; None means now.

    Returns:
        What the lock is to say; what is due in the next days only where it is asked for now.

    Raises:
        ObservationError: Something could not be read, or a rule does not fit what AWS has.
        GatewayError: AWS could not be asked at all.
        ConfigurationError: The connection is configured wrongly.
    """
    question = Question(stated.rules, stated.locks, only, as_of, stated.owner_of)
    gateway = connect(connection)
    resolved = resolve(gateway, question, connection.worker_count, lambda count: progress(count, None))
    if as_of is not None:
        return Report(resolved, question.asking)
    return Report(resolved, question.asking, *_due(resolved, stated))


def _due(resolved: Resolved, stated: Manifests) -> tuple[dict[str, int], str | None]:
    """What is due in the next days, and until when that is."""
    if resolved.now is None:
        return {}, None
    when = resolved.now + _AHEAD
    lines = {package.coordinates: package.lines for each in resolved.locks for package in each.packages}
    return dict(due(resolved.evaluated, stated.rules, lines, when)), when.date().isoformat()
