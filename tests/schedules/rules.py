"""Random rules: what they keep and what they restrict, in a few words each, and their edits."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase

from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Place
from packagestate.schemas.rule import Keep, Match, OriginType, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import ExactVersions, VersionRange
from tests.schedules.places import VERSIONS
from tests.schedules.ranks import rank
from tests.schedules.world import World

_NAMES = ("keep", "old", "purge", "sweep")
_SCOPES = ((), (), ("npm-*",), ("npm-store",), ("npm-*", "!npm-scratch"), ("npm-live",), ("*-s*", "f*"))
_PACKAGES = (("*", "@ctrl/*"), ("*", "@ctrl/*"), ("*",), ("*", "!chalk"), ("chalk", "@ctrl/tinycolor"))
_RANGES = ("<3.0.0", ">=1.0.0 <4.0.0", "^2.0.0", "*")
_STATUS_WEIGHTS = (2, 3, 3)
_MATCHED = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED)
# Every version of a schedule was published on one day: after half a year, and before a thousand.
_AGES = (timedelta(days=180), timedelta(days=700), timedelta(days=365_000))
_ARCHIVED_FOR = timedelta(days=30)
_FILE = "rules.yaml"


def edited_rules(rules: Sequence[Rule], world: World, chance: random.Random) -> tuple[str, tuple[Rule, ...]]:
    """The rules after somebody edited one of them, and what was done."""
    named = {each.name: each for each in rules}
    if not named:
        return "written", tuple(new_rule(each, world, chance) for each in chance.sample(_NAMES, 2))
    absent = [each for each in _NAMES if each not in named]
    what = chance.choices(("changed", "removed", "added", "given another reason"), (5, 3, 3 if absent else 0, 1))[0]
    name = chance.choice(absent if what == "added" else sorted(named))
    match what:
        case "removed":
            del named[name]
        case "given another reason":
            named[name] = replace(named[name], reason=f"reason {chance.randrange(9)}")
        case _:
            named[name] = new_rule(name, world, chance)
    return what, tuple(named[each] for each in sorted(named))


def new_rule(name: str, world: World, chance: random.Random) -> Rule:
    """A rule of this name that says anything."""
    domain = chance.choices(world.domains, (4, 1)[: len(world.domains)])[0]
    there = [each.name for each in sorted(world.repositories(), key=str) if each.domain == domain]
    scopes = [each for each in _SCOPES if all(_fits(part, there) for part in each)]
    # Who names a repository that is not there is refused, so it is rare.
    patterns = chance.choice(scopes if chance.random() < 0.95 else _SCOPES)
    place = Place(_FILE, _NAMES.index(name) + 1, 3)
    rule = Rule(name, Scope.of(domain, None, patterns or "all", place), Format.NPM, chance.choice(_PACKAGES), "")
    rule = replace(rule, place=place)
    if name == _NAMES[0] and chance.random() < 0.8:
        latest = chance.randint(1, 3) if chance.random() < 0.7 else None
        versions = _versions(chance) if latest is None or chance.random() < 0.3 else None
        return with_digest(replace(rule, keep=Keep(latest, versions)))
    status = chance.choices(FLOORS, _STATUS_WEIGHTS)[0]
    return with_digest(
        replace(
            rule,
            status=status,
            match=_match(status, chance),
            reason="too old" if chance.random() < 0.5 else None,
            at_most=chance.randint(1, 4) if chance.random() < 0.25 else None,
            may_empty=chance.random() < 0.6,
        )
    )


def with_digest(rule: Rule) -> Rule:
    """A rule with the digest of what it says: all but the reason."""
    keep, match = rule.keep or Keep(), rule.match or Match()
    said = (
        sorted(rule.scope.patterns),
        rule.scope.domain,
        sorted(rule.packages),
        (keep.latest, _written(keep.versions)),
        (_written(match.versions), match.older_than, match.archived_for, match.prerelease),
        (sorted(match.statuses), sorted(match.origins)),
        (rule.status, rule.at_most, rule.may_empty, rule.keep is None),
    )
    return replace(rule, digest=hashlib.sha256(repr(said).encode()).hexdigest()[:16])


def fits_nothing(rule: Rule, world: World) -> bool:
    """Whether the repositories that a rule names are not there, so that nobody can resolve it."""
    there = [each.name for each in world.repositories() if each.domain == rule.scope.domain]
    return not any(rule.scope.holds(each) for each in there) or not all(
        _fits(each, there) for each in rule.scope.patterns
    )


def _match(status: Status, chance: random.Random) -> Match:
    looser = [each for each in _MATCHED if rank(each) < rank(status)]
    match = Match(_versions(chance))
    if chance.random() < 0.4:
        match = replace(match, statuses=frozenset({chance.choice(looser), chance.choice(_MATCHED)}))
    if chance.random() < 0.3:
        match = replace(match, older_than=chance.choice(_AGES))
    if status is Status.DISPOSED and chance.random() < 0.4:
        match = replace(match, archived_for=_ARCHIVED_FOR)
    if chance.random() < 0.2:
        match = replace(match, prerelease=False)
    if chance.random() < 0.2:
        match = replace(match, origins=frozenset({OriginType.INTERNAL}))
    # Something must be asked for.
    has_more = replace(match, versions=None) != Match()
    return replace(match, versions=None) if has_more and chance.random() < 0.5 else match


def _versions(chance: random.Random) -> VersionRange:
    if chance.random() < 0.5:
        return ExactVersions(frozenset(chance.sample(VERSIONS, chance.randint(1, 4))))
    return ecosystem(Format.NPM).range(chance.choice(_RANGES))


def _written(versions: VersionRange | None) -> object:
    """What versions are meant, among those that there may be."""
    parse = ecosystem(Format.NPM).parse
    return None if versions is None else [each for each in VERSIONS if versions.contains(parse(each))]


def _fits(pattern: str, names: Sequence[str]) -> bool:
    return any(fnmatchcase(each, pattern.removeprefix("!")) for each in names)
