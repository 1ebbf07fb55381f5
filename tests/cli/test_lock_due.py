"""What `packagestate lock` says will be due in the next days."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Run
from tests.lock.domain import RULES
from tests.support.stores import domains, repository

NOW = datetime.now(UTC)
UI = {
    "1.0.0": {"published": (NOW - timedelta(days=170)).isoformat()},
    **{f"2.{number}.0": {"published": NOW.isoformat()} for number in range(3)},
}
SEED = domains(acme={name: repository(npm={"@acme/ui": UI}) for name in ("npm-internal", "npm-release-a")})


def test_what_grows_old_in_the_next_days_is_told_beforehand(ask: Run, packages: Callable[[str], Path]) -> None:
    packages(RULES)
    code, said, _ = ask("lock")
    assert (code, "0 lines changed, 0 lines in 2 files" in said) == (0, True)
    due = json.loads(ask("lock", "--json")[1])["due"]
    # It may become midnight meanwhile.
    days = {str((now + timedelta(days=30)).date()) for now in (NOW, datetime.now(UTC))}
    assert (due["lines"], due["by"] in days) == ({"old-releases": 2}, True)
    assert any(f"due by {day}: 2 more lines of old-releases" in said for day in days)
