"""Files of the lock, rules and what AWS has, in few words."""

from datetime import date

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Keep, Match, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.versions.protocol import ExactVersions

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, "acme", "chalk")
PLACE = Place("packages/packagestate.lock/1.eu/acme/npm-store.npm.yaml", 2, 1)
P, U, A, D = Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED


SCOPE, AT = Scope.of("acme", None, "all", Place("rules.yaml", 2, 1)), Place("rules.yaml", 5, 3)


def rule(
    name: str, digest: str, reason: str | None = None, *, status: Status = A, versions: tuple[str, ...] = ("1.0.0",)
) -> Rule:
    match = Match(ExactVersions(frozenset(versions)))
    packages = ("@acme/*",)
    return Rule(name, SCOPE, Format.NPM, packages, digest, None, match, status, reason, place=AT)


def keep(name: str, digest: str, *versions: str, packages: tuple[str, ...] = ("@acme/*",)) -> Rule:
    what = Keep(versions=ExactVersions(frozenset(versions))) if versions else Keep(latest=1)
    return Rule(name, SCOPE, Format.NPM, packages, digest, what, place=AT)


def lock(*lines: Line, **rules: str) -> Lock:
    return Lock("123456789012", "eu-west-1", STORE, Format.NPM, rules, (LockedPackage(CHALK, lines),), PLACE)


def line(*via: str, status: Status = A) -> Line:
    return Line("1.0.0", status, via, date(2026, 11, 28), P, "r1" if status is D else None)


def has(status: Status, revision: str = "r1") -> list[ObservedPackage]:
    return [ObservedPackage(CHALK, (ObservedVersion("1.0.0", status, revision),))]
