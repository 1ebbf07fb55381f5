"""Random statements for several repositories, and their edits: whole files that come, change and go again."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from packagestate.schemas.coordinates import Repository
from packagestate.schemas.status import FLOORS
from tests.schedules.places import NAMES, VERSIONS
from tests.schedules.statements import Declared, Manifest, Statement
from tests.schedules.world import World

Statements = tuple[Statement, ...]

_FILES = ("incident.yaml", "old.yaml", "wide.yaml")
_SCOPES = (
    (),
    (),
    ("npm-*",),
    ("npm-*", "!npm-scratch"),
    ("!forensics",),
    ("npm-store", "forensics"),
    ("npm-live",),
    ("*-s*", "f*"),
)
# Few, so that several files often speak of one version.
_NAMED = VERSIONS[:4]
_EXCEPTED = ("npm-live", "npm-scratch", "forensics", "npm-*", "npm-s*")
_EXCEPTED_CHANCE = 0.35
# Who names a repository that is not there is refused, so it is rare.
_UNMATCHED_CHANCE = 0.03
# What a refusal names where nothing is left of what a manifest names.
_SCOPE_KEY = "repositories"


def edited_statements(statements: Statements, world: World, chance: random.Random) -> Statements:
    """The statements after somebody edited one or two of the manifests."""
    files = dict(Manifest(statements=statements).by_file())
    for file in chance.sample(_FILES, chance.choice((1, 1, 2))):
        known = files.pop(file, [])
        match chance.choices(("rewrite", "take out", "edit", "rescope"), (2, 2, 4, 2) if known else (1, 0, 0, 0))[0]:
            case "rewrite":
                files[file] = _new_file(file, world, chance)
            case "edit":
                files[file] = _edited(known, world, chance)
            case "rescope":
                patterns = _patterns(known[0].domain, world, chance)
                files[file] = [_statement(replace(each, patterns=patterns), world, chance) for each in known]
            case _:
                pass
    return tuple(_agreed(each for file in sorted(files) for each in files[file]))


def _agreed(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements without contradictions, which the loader refuses: of one scope and version the first one holds."""
    said: dict[object, Statement] = {}
    for each in statements:
        first = said.setdefault((each.domain, frozenset(each.patterns), each.name, each.version), each)
        yield replace(each, status=first.status, excepted=first.excepted)


def without_idle_overs(manifest: Manifest) -> Manifest:
    """The manifest without each `over` that names no statement of the version, and no rule, any more.

    The loader refuses those.
    """
    packages = {
        place: _with_over(
            declared,
            (
                version
                for version, file in declared.over.items()
                if any((each.file, each.version) == (file, version) for each in manifest.said_of(place).floors)
                or any(each.name == file and each.is_about(place.repository, place) for each in manifest.rules)
            ),
        )
        for place, declared in manifest.packages.items()
    }
    return replace(manifest, packages=packages)


def without_unmatched(manifest: Manifest, repositories: Iterable[Repository]) -> tuple[Manifest, set[str]]:
    """The manifest without what fits no repository, as somebody mends it who was told.

    Returns:
        The manifest, and what a refusal must name.
    """
    known, named = list(repositories), set[str]()
    statements = []
    for each in manifest.statements:
        names = [repository.name for repository in known if repository.domain == each.domain]
        mended, wrong = _matched(each, names)
        statements += mended
        named |= wrong
    return without_idle_overs(replace(manifest, statements=tuple(statements))), named


def _matched(statement: Statement, names: list[str]) -> tuple[list[Statement], set[str]]:
    """A statement without what fits none of some repositories, or no statement; and what that was."""
    unmatched = {each for each in statement.patterns if not _fits(each, names)}
    inside = [each for each in names if statement.has(each)]
    outside = {each for each in statement.excepted if not _fits(each, inside)}
    if not unmatched and not inside:
        return [], {_SCOPE_KEY, *outside}
    if inside and _all_fit(inside, statement.excepted) and not outside:
        return [], unmatched | {*statement.excepted}
    patterns = tuple(each for each in statement.patterns if each not in unmatched)
    excepted = tuple(each for each in statement.excepted if each not in outside)
    # Who named some repositories does not mean all of them, now that none is there.
    is_left = any(each[0] != "!" for each in patterns) or all(each[0] == "!" for each in statement.patterns)
    is_left = is_left and not (excepted and _all_fit(inside, excepted))
    return [replace(statement, patterns=patterns, excepted=excepted)] if is_left else [], unmatched | outside


def _fits(pattern: str, names: Iterable[str]) -> bool:
    return any(fnmatchcase(each, pattern.removeprefix("!")) for each in names)


def _all_fit(names: Iterable[str], patterns: Sequence[str]) -> bool:
    return all(any(fnmatchcase(name, each) for each in patterns) for name in names)


def _with_over(declared: Declared, versions: Iterable[str]) -> Declared:
    return replace(declared, over={version: declared.over[version] for version in versions})


def _new_file(file: str, world: World, chance: random.Random) -> list[Statement]:
    domain = chance.choices(world.domains, (4, 1)[: len(world.domains)])[0]
    patterns = _patterns(domain, world, chance)
    names = chance.sample(NAMES, chance.choice((1, 1, 2, 3)))
    return [
        _statement(Statement(file, domain, patterns, name, version, FLOORS[0]), world, chance)
        for name in names
        for version in sorted(chance.sample(_NAMED, chance.randint(1, 3)))
    ]


def _edited(known: list[Statement], world: World, chance: random.Random) -> list[Statement]:
    """Some lines go, some change, and some come."""
    kept = [
        _statement(each, world, chance) if chance.random() < 0.3 else each for each in known if chance.random() < 0.8
    ]
    said = {(each.name, each.version) for each in kept}
    name, version = chance.choice(NAMES), chance.choice(_NAMED)
    if (name, version) not in said:
        kept.append(_statement(replace(known[0], name=name, version=version), world, chance))
    return kept


def _statement(statement: Statement, world: World, chance: random.Random) -> Statement:
    # An exception outside of the scope is refused, too.
    names = [each.name for each in world.repositories() if each.domain == statement.domain and statement.has(each.name)]
    there = [
        each
        for each in _EXCEPTED
        if not _all_fit(names or [wanted for wanted in statement.patterns if wanted[0] != "!"] or ["any"], [each])
        and (_fits(each, names) or chance.random() < _UNMATCHED_CHANCE)
    ]
    excepted = (chance.choice(there),) if there and chance.random() < _EXCEPTED_CHANCE else ()
    return replace(statement, status=chance.choices(FLOORS, (2, 4, 2))[0], excepted=excepted)


def _patterns(domain: str, world: World, chance: random.Random) -> tuple[str, ...]:
    return chance.choice(
        [scope for scope in _SCOPES if all(_is_worth_naming(domain, each, world, chance) for each in scope)]
    )


def _is_worth_naming(domain: str, pattern: str, world: World, chance: random.Random) -> bool:
    names = [each.name for each in world.repositories() if each.domain == domain]
    return any(fnmatchcase(each, pattern.removeprefix("!")) for each in names) or chance.random() < _UNMATCHED_CHANCE
