"""Whether a rule restricts a version, but for the age that `olderThan` asks for. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from packagestate.provider.lock.prereleases import is_prerelease
from packagestate.provider.lock.subject import Subject
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Match, Rule
from packagestate.schemas.status import Status
from packagestate.schemas.versions.protocol import ExactVersions


@dataclass(frozen=True, slots=True)
class Restriction:
    """A rule that restricts what it matches.

    Attributes:
        rule: The rule.
        match: What it matches.
        status: What these versions must at least be.
        is_unchanged: Whether it says what it said when the lock was made.
    """

    rule: Rule
    match: Match
    status: Status
    is_unchanged: bool

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    def has_effect(self, subject: Subject) -> bool:
        """Whether it says more of a version than AWS has, or as much.

        A version that is Archived already gets a line too: it keeps the version from being loosened, and the clock of
        `archivedFor` begins with it. What is Disposed needs no line, and has one for as long as the lock says so.

        Args:
            subject: The version.
        """
        is_enough = subject.status is self.status is not Status.DISPOSED
        return is_enough or subject.status.is_looser_than(self.status) or self._confirms(subject.line)

    def _confirms(self, line: Line | None) -> bool:
        return line is not None and line.status is self.status

    def matches_but_for_age(self, subject: Subject, today: datetime) -> bool:
        """Whether all parts of `match` hold but `olderThan`, which is not looked at.

        Args:
            subject: The version.
            today: The time at which the lock is made.
        """
        match = self.match
        return (
            (not match.statuses or self._status_before(subject) in match.statuses)
            and (not match.origins or subject.candidate.origin in match.origins)
            and (match.archived_for is None or self._is_archived_for(match.archived_for, subject, today))
            and (match.versions is None or match.versions.contains(subject.version))
            and (match.prerelease is None or is_prerelease(subject.package_format, subject.version) is match.prerelease)
        )

    def _status_before(self, subject: Subject) -> Status:
        """The status that the rule speaks of.

        Once a line is in effect, AWS has the status that the line asked for. A rule about Published versions still is
        what put the version there, so what counts is what the version was.
        """
        line = subject.line
        if line is None or not self._confirms(line) or subject.status.is_looser_than(line.status):
            return subject.status
        return line.was

    def _is_archived_for(self, duration: timedelta, subject: Subject, today: datetime) -> bool:
        line = subject.line
        if line is None:
            return False
        if line.status is Status.ARCHIVED:
            return subject.status is Status.ARCHIVED and today - _midnight(line) >= duration
        # Its own line has replaced the one that it counted from. The time had passed then.
        return self.is_unchanged and self._confirms(line) and self.name in line.via

    def is_old_enough(self, published: datetime, today: datetime) -> bool:
        """Whether `olderThan` holds.

        Args:
            published: When the version was published.
            today: The time at which the lock is made.
        """
        return self.match.older_than is None or today - published >= self.match.older_than


def restrictions(rules: list[Rule], unchanged: AbstractSet[str]) -> list[Restriction]:
    """The rules that restrict.

    Args:
        rules: The rules about the package, also those that protect.
        unchanged: The names of those that say what they said when the lock was made.
    """
    return [
        Restriction(each, each.match, each.status, each.name in unchanged)
        for each in rules
        if each.match is not None and each.status is not None
    ]


def needs_understanding(rule: Rule) -> bool:
    """Whether a rule cannot say what it means of a version that the ecosystem cannot parse.

    A list of exact versions needs nobody to understand them.

    Args:
        rule: The rule.
    """
    keep, match = rule.keep, rule.match
    ranges = [each.versions for each in (keep, match) if each is not None and each.versions is not None]
    return (
        any(not isinstance(each, ExactVersions) for each in ranges)
        or (keep is not None and keep.latest is not None)
        or (match is not None and match.prerelease is not None)
    )


def _midnight(line: Line) -> datetime:
    return datetime.combine(line.since, time(), UTC)
