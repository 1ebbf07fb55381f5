"""Making, loading and carrying out the lock is work that grows with its lines, and never with their square."""

from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest

from emulator import Endpoint
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.choices.telling import Report, document_of, text_of
from packagestate.provider.choices.writing import write
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.lock.freshness import out_of_date
from packagestate.provider.lock.keeping import protections
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import resolve
from packagestate.provider.lock.subject import subjects
from packagestate.provider.plan.limits import Limits
from packagestate.provider.population import Candidate
from packagestate.provider.program.planning import plan_manifests
from packagestate.schemas.load import load
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.lock import making
from tests.support.effort import Function, calls, grown
from tests.support.stores import domains, repository

SIZES = (15, 30)
RULES = """\
domain: acme
repositories: all
format: generic
rules:
  kept:
    packages: ["*/*"]
    keep: {versions: ["9"]}
  old:
    packages: ["*/*"]
    match: {status: [Published]}
    status: Archived
    atMost: 100000
"""

Counts = dict[str, Counter[Function]]


def seed(repository_count: int, package_count: int, version_count: int) -> dict[str, Any]:
    versions = [*map(str, range(10, 10 + version_count)), "9"]
    held = {f"acme/p{number}": versions for number in range(package_count)}
    return dict(domains(acme={f"team-{number:02d}": repository(generic=held) for number in range(repository_count)}))


def counted(folder: Path, seeded: dict[str, Any]) -> Counts:
    """Do everything that is done with a lock, and count what each step calls."""
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    found: Counts = {}
    with Endpoint.start(seed=seeded) as endpoint:
        settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
        gateway, stated = connect(settings), load(folder)
        resolved = [resolve(gateway, Question(stated.rules), 4)]
        found["resolve"] = calls(lambda: resolve(gateway, Question(stated.rules), 4))
        found["write"] = calls(lambda: write(folder, {}, Report(resolved[0]).after))
        found["tell"] = calls(lambda: [*text_of(Report(resolved[0])), document_of(Report(resolved[0]), ())])
        found["load"] = calls(lambda: load(folder))
        again = load(folder)
        assert again.locks
        found["resolve again"] = calls(lambda: resolve(gateway, Question(again.rules, again.locks), 4))
        found["fit"] = calls(lambda: list(out_of_date(again.locks, again.rules)))
        locked = list(read_locked(gateway, again.choices, again.owner_of))
        found["read"] = calls(lambda: list(read_locked(gateway, again.choices, again.owner_of)))
        configuration = StackConfiguration(folder, settings, Limits())
        found["plan"] = calls(
            lambda: plan_manifests(gateway, again, configuration, lambda _done, _all: None, locked=locked)
        )
    return found


@pytest.mark.parametrize("which", [0, 1, 2], ids=["repositories", "packages", "versions"])
def test_twice_as_much_is_twice_the_work(tmp_path: Path, which: int) -> None:
    seeds = []
    for size in SIZES:
        counts = [2, 2, 2]
        counts[which] = size
        seeds.append(seed(counts[0], counts[1], counts[2]))
    small, large = (counted(tmp_path / str(number), each) for number, each in enumerate(seeds))
    for step, count in large.items():
        assert grown(small[step], count, SIZES[1] * 2) == {}, step


class Told(str):
    """A version that counts how often it is compared."""

    __slots__ = ()
    compared: ClassVar[list[str]] = []

    def __eq__(self, other: object) -> bool:
        """Compare as text."""
        self.compared.append(str(self))
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        """Hash as text."""
        return str.__hash__(self)


def test_what_two_parts_of_keep_protect_is_not_compared_with_each_other() -> None:
    versions = [Told(f"1.{number}.0") for number in range(100)]
    candidates: dict[str, Status | Candidate] = {
        each: Candidate(each, Status.PUBLISHED, "r", OriginType.INTERNAL) for each in versions
    }
    population = subjects(making.population(candidates), ())
    rule = making.keep("all", 50, making.within(">=1.0.0"))
    Told.compared.clear()
    assert len(protections([rule], population)) == len(versions)
    assert len(Told.compared) <= 5 * len(versions)
