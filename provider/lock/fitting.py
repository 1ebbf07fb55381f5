"""Whether a line of the lock is what the rules could have caused, as far as that is known without a network. Pure.

Digests say whether a rule has changed. They do not say whether a line is of the rule as it is now: two branches that
are merged as text bring the digest of one and the lines of the other, each reviewed, and never together.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from packagestate.schemas.coordinates import REMEMBERED_COUNT, Format
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import Version


class Fitting:
    """Holds the lines of one package of a file against the rules."""

    def __init__(self, lock: Lock, package: LockedPackage, rules: Mapping[str, Rule]) -> None:
        """Begin.

        Args:
            lock: The file.
            package: The package.
            rules: The rules of the manifests, by name.
        """
        place = package.coordinates
        about = [each for each in rules.values() if each.is_about(lock.repository, place)]
        self._format = lock.package_format
        self._living = {each.name: each for each in about if lock.rules.get(each.name) == each.digest}
        self._keeping = [each.keep.versions for each in about if each.keep and each.keep.versions]
        #: Whether what rules protect has changed, so that nobody knows whether a version is protected now.
        self.is_unsettled = any(each.keep and each.name not in self._living for each in about)

    def causes(self, line: Line) -> tuple[str, ...]:
        """The rules that say of a version now what the line says.

        Args:
            line: The line.

        Returns:
            Their names; none where a rule protects the version, or may protect it.
        """
        if self.is_unsettled:
            return ()
        version = _parsed(self._format, line.version)
        if any(each.contains(version) for each in self._keeping):
            return ()
        return tuple(name for name in line.via if _says(self._living.get(name), line, version))


def is_about(rule: Rule, lock: Lock) -> bool:
    """Whether a rule is about the repository and the format of a file of the lock.

    Args:
        rule: The rule.
        lock: The file.
    """
    place = lock.repository
    is_there = (rule.scope.domain, rule.package_format) == (place.domain, lock.package_format)
    return is_there and rule.scope.holds(place.name)


def unfounded(lock: Lock, rules: Mapping[str, Rule]) -> Iterable[tuple[LockedPackage, Line]]:
    """The lines that no rule says, though all rules that they depend on are unchanged.

    Args:
        lock: The file.
        rules: The rules of the manifests, by name.

    Yields:
        Each, with its package.
    """
    unchanged = {name for name, digest in lock.rules.items() if name in rules and rules[name].digest == digest}
    for package in lock.packages:
        fitting = Fitting(lock, package, rules)
        if fitting.is_unsettled:
            continue
        for line in package.lines:
            if unchanged.issuperset(line.via) and not fitting.causes(line):
                yield package, line


# The same versions stand in many packages and repositories, and are held against rules twice in a run.
@lru_cache(REMEMBERED_COUNT)
def _parsed(package_format: Format, version: str) -> Version:
    return ecosystem(package_format).parse(version)


def _says(rule: Rule | None, line: Line, version: Version) -> bool:
    if rule is None or rule.match is None or rule.status is not line.status:
        return False
    return rule.match.versions is None or rule.match.versions.contains(version)
