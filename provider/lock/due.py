"""What the lock would say later, if nothing happened but that time passed. Pure, and without another call to AWS."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.outcome import Evaluated
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Rule


def due(
    evaluated: Iterable[Evaluated], rules: Iterable[Rule], lines: Mapping[Coordinates, tuple[Line, ...]], when: datetime
) -> Mapping[str, int]:
    """Count the lines that would be new or more restrictive.

    Args:
        evaluated: What was found out now.
        rules: All rules.
        lines: The lines of each package as the lock has them now, in nobody's account.
        when: The later time.

    Returns:
        How many, by the name of their rule; only rules with some. `atMost` is not applied.
    """
    known = tuple(rules)
    aged = [each for each in known if each.match and each.match.older_than]
    archived = [each for each in known if each.match and each.match.archived_for]
    names = frozenset(each.name for each in known)
    counts: Counter[str] = Counter()
    for each in evaluated:
        place = each.population.coordinates
        named = replace(place, repository=replace(place.repository, domain_owner=None))
        # An age that nobody had to ask for decides nothing later either, and `archivedFor` counts from a line.
        timed = (*(aged if each.population.published else ()), *(archived if named in lines else ()))
        if not any(rule.is_about(place.repository, place) for rule in timed):
            continue
        now = {line.version: line.status for line in lines.get(named, ())}
        later = evaluate(known, each.population, Before(lines.get(named, ()), names), when)
        for line in later.lines:
            if line.version not in now or now[line.version].is_looser_than(line.status):
                counts.update(line.via)
    return {name: counts[name] for name in sorted(counts)}
