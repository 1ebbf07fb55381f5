"""Which versions rules protect: looked at first, and over the whole population. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from packagestate.provider.lock.subject import Subject, height
from packagestate.provider.plan.snapshots import is_build
from packagestate.schemas.rule import Keep, Rule
from packagestate.schemas.status import Status

#: What `latest` counts.
COUNTED: Final = frozenset({Status.PUBLISHED, Status.UNLISTED})


def protections(rules: Iterable[Rule], population: Sequence[Subject]) -> Mapping[str, tuple[str, ...]]:
    """The versions that rules protect, and the rules that do.

    Args:
        rules: The rules about the package; those without `keep` protect nothing.
        population: Every version of the package, of every status.

    Returns:
        The names of rules, sorted, by the version that they protect.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for rule in rules:
        if rule.keep is not None:
            for each in _kept(rule.keep, population):
                found[each.text].append(rule.name)
    return {version: tuple(sorted(names)) for version, names in found.items()}


def _kept(keep: Keep, population: Sequence[Subject]) -> Iterable[Subject]:
    versions = keep.versions
    named = [] if versions is None else [each for each in population if versions.contains(each.version)]
    if keep.latest is None:
        return named
    # A build of a snapshot is no release, and there may be hundreds of it.
    counted = [
        each for each in population if each.status_to_be in COUNTED and not is_build(each.package_format, each.text)
    ]
    latest = sorted(counted, key=lambda each: height(each.version), reverse=True)[: keep.latest]
    known = {each.text for each in latest}
    return [*latest, *(each for each in named if each.text not in known)]
