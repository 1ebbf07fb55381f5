"""Sections 4 and 5 of the design read word by word: simple, slow, and without a line of the implementation.

The last Published version is left out of it: its law is tested by itself. All times of publication are there.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from packagestate.provider.population import Candidate, Population
from packagestate.schemas.coordinates import Format
from packagestate.schemas.fitness import can_be_a_version
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from packagestate.schemas.versions.ecosystems import ecosystem

Said = dict[str, Line]
RESTRICTIVENESS = [Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED]
BUILD = re.compile(r".*-\d{8}\.\d{6}-\d+")
LABELS = re.compile("-(alpha|beta|milestone|rc|snapshot)", re.IGNORECASE)


def rank(status: Status) -> int:
    """Say how restrictive a status is; what is not finished will be Published."""
    return 0 if status is Status.UNFINISHED else RESTRICTIVENESS.index(status)


def contains(population: Population, wanted: Any, version: str) -> bool:  # noqa: ANN401
    return bool(wanted.contains(ecosystem(population.coordinates.format).parse(version)))


def is_higher(population: Population, one: str, other: str) -> bool:
    """Compare two versions; what the ecosystem cannot parse is lower than what it can."""
    rules = ecosystem(population.coordinates.format)
    first, second = rules.parse(one), rules.parse(other)
    if (first.key is None) != (second.key is None):
        return second.key is None
    return rules.sort_key(first) > rules.sort_key(second)


def is_kept(rule: Rule, population: Population, candidate: Candidate) -> bool:
    """Kept: in the range, or among the latest that are Published or Unlisted and no builds of a snapshot."""
    assert rule.keep is not None
    if rule.keep.versions is not None and contains(population, rule.keep.versions, candidate.version):
        return True
    if rule.keep.latest is None:
        return False
    is_maven = population.coordinates.format is Format.MAVEN
    counted = [
        each.version
        for each in population.versions
        if max(rank(each.status), rank(population.asked.get(each.version, each.status))) < rank(Status.ARCHIVED)
        if each.status is not Status.UNFINISHED and not (is_maven and BUILD.fullmatch(each.version))
    ]
    higher = [each for each in counted if is_higher(population, each, candidate.version)]
    return candidate.version in counted and len(higher) < rule.keep.latest


def is_prerelease(population: Population, version: str) -> bool | None:
    if ecosystem(population.coordinates.format).parse(version).key is None:
        return None
    if population.coordinates.format is Format.MAVEN:
        return LABELS.search(version) is not None
    return "-" in version.partition("+")[0]


def matches(
    rule: Rule,
    population: Population,
    candidate: Candidate,
    line: Line | None,
    *,
    today: datetime,
    unchanged: Iterable[str],
) -> bool:
    """All parts hold."""
    match = rule.match
    assert match is not None
    same = line is not None and line.status is rule.status
    parts = []
    if match.versions is not None:
        parts.append(contains(population, match.versions, candidate.version))
    if match.prerelease is not None:
        parts.append(is_prerelease(population, candidate.version) == match.prerelease)
    if match.statuses:
        status = candidate.status
        if line is not None and same and rank(status) >= rank(line.status):
            status = line.was
        parts.append(status in match.statuses)
    if match.origins:
        parts.append(candidate.origin in match.origins)
    if match.older_than is not None:
        parts.append(population.published[candidate.version] + match.older_than <= today)
    if match.archived_for is not None:
        if line is not None and line.status is Status.ARCHIVED:
            since = datetime.combine(line.since, time(), UTC)
            parts.append(candidate.status is Status.ARCHIVED and since + match.archived_for <= today)
        else:
            parts.append(line is not None and same and rule.name in line.via and rule.name in unchanged)
    assert parts
    return all(parts)


def is_touched(population: Population, candidate: Candidate) -> bool:
    if candidate.status is Status.UNFINISHED or candidate.version == population.default_version:
        return False
    if not candidate.revision or not can_be_a_version(population.coordinates, candidate.version):
        return False
    return not (population.coordinates.format is Format.MAVEN and BUILD.fullmatch(candidate.version))


def resolve(
    rules: Iterable[Rule], population: Population, lines: Iterable[Line], unchanged: Iterable[str], today: datetime
) -> Said:
    """Give the lines, by version. No rule with `keep` has gone."""
    where = population.coordinates.repository
    about = {each.name: each for each in rules if each.is_about(where, population.coordinates)}
    keeps = [each for each in about.values() if each.keep is not None]
    others = [each for each in about.values() if each.keep is None]
    locked = {each.version: each for each in lines}
    said: Said = {}
    for candidate in population.versions:
        if any(is_kept(each, population, candidate) for each in keeps):
            continue
        line = locked.get(candidate.version)
        depends_on = {each.name for each in keeps} | (set(line.via) if line else set())
        is_sound = line is not None and all(name in about and about[name].status is line.status for name in line.via)
        stays = is_sound and depends_on <= set(unchanged)
        if stays and line is not None:
            said[candidate.version] = line
        if not is_touched(population, candidate):
            continue
        removing = [
            each for each in others if matches(each, population, candidate, line, today=today, unchanged=unchanged)
        ]
        if stays and line is not None:
            removing = [each for each in removing if each.status and rank(each.status) > rank(line.status)]
        removing = [
            each
            for each in removing
            if each.status
            and (
                rank(each.status) > rank(candidate.status)
                or (each.status is candidate.status and each.status is not Status.DISPOSED)
                or (line and each.status is line.status)
            )
        ]
        if removing:
            said[candidate.version] = strictest(removing, candidate, line, today)
    return said


def strictest(removing: list[Rule], candidate: Candidate, line: Line | None, today: datetime) -> Line:
    """Of several rules the most restrictive; `via` names them all, but no `olderThan` that was not needed."""
    status = max((each.status for each in removing if each.status), key=rank)
    winning = [each for each in removing if each.status is status]
    ageless = [each for each in winning if each.match and each.match.older_than is None]
    via = tuple(sorted(each.name for each in ageless or winning))
    if line is not None and line.status is status:
        return Line(line.version, status, via, line.since, line.was, line.revision)
    revision = candidate.revision if status is Status.DISPOSED else None
    return Line(candidate.version, status, via, today.date(), candidate.status, revision)
