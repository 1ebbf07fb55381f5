"""Which repositories of a domain a statement is about. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from packagestate.schemas.errors import Fault, Place, shortened

#: What stands for every repository of a domain.
ALL: Final = "all"
_NOT: Final = "!"
# What every repository's name fits. Source: botocore's model of CodeArtifact, `RepositoryName`: 2 characters at least.
_EVERY: Final = "??*"
_NO_GLOB: Final = re.compile("[^!*?\\[]+").fullmatch
# Of many repositories, so many are named.
_SHOWN_COUNT: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Repositories of one domain, as a manifest names them. The same ones are equal, in whatever order they are named.

    Attributes:
        domain: The domain.
        domain_owner: The account that owns it; None means the caller's own.
        patterns: Names and globs, those with `!` in front taken out again; none means all repositories.
        place: Where they are named; not a part of the value.
        may_be_gone: Whether a name that fits no repository is right all the same: a line of the lock never stops a run.
    """

    domain: str
    domain_owner: str | None
    patterns: tuple[str, ...]
    place: Place
    may_be_gone: bool = False

    @classmethod
    def of(cls, domain: str, domain_owner: str | None, named: str | Iterable[str], place: Place) -> "Scope":
        """Make a scope of what a manifest says.

        Args:
            domain: The domain.
            domain_owner: The account that owns it.
            named: `all`, or names and globs.
            place: Where it says so.
        """
        return cls(domain, domain_owner, () if named == ALL else tuple(named), place)

    def __eq__(self, other: object) -> bool:
        """Whether both name the same repositories, wherever they do."""
        return isinstance(other, Scope) and self._value == other._value

    def __hash__(self) -> int:
        """Of what is compared."""
        return hash(self._value)

    @property
    def _value(self) -> tuple[str, str | None, frozenset[str]]:
        return self.domain, self.domain_owner, frozenset(self.patterns)

    @property
    def only(self) -> str | None:
        """The repository, where it names one alone and no glob."""
        return self.patterns[0] if len(self.patterns) == 1 and _NO_GLOB(self.patterns[0]) else None

    @property
    def words(self) -> str:
        """The repositories, as the manifest names them."""
        return ", ".join(self.patterns) if self.patterns else "all repositories"

    def holds(self, name: str) -> bool:
        """Whether a repository is in it.

        Args:
            name: The repository.
        """
        wanted = self._wanted()
        return (not wanted or _fits(name, wanted)) and not _fits(name, self._unwanted())

    def left_out_by(self, name: str) -> str | None:
        """The pattern with `!` in front that takes a repository out again; None where none does.

        Args:
            name: The repository.
        """
        return next((_NOT + each for each in self._unwanted() if fnmatchcase(name, each)), None)

    @staticmethod
    def excludes(name: str, patterns: Iterable[str]) -> bool:
        """Whether a statement leaves a repository out.

        Args:
            name: The repository.
            patterns: Names and globs that it leaves out.
        """
        return _fits(name, patterns)

    def faults(self, names: Collection[str]) -> Iterator[Fault]:
        """What it names and the domain has not: a pattern that fits nothing was meant for something.

        Args:
            names: The repositories of the domain.

        Yields:
            A fault for each pattern, or one where all fit and together leave nothing.
        """
        if self.may_be_gone:
            return
        unmatched = [each for each in self.patterns if not _is_matched(each.removeprefix(_NOT), names)]
        for pattern in unmatched:
            hint = "did you mean `repositories: all`, without a list?" if pattern == ALL else None
            yield _no_repository(pattern, self.domain, names, self.place, hint)
        if not names and not self.patterns:
            yield Fault(
                "Domain has no repository",
                f"`repositories` is `{ALL}`, and AWS lists no repository of the domain `{self.domain}`, so that the "
                "manifest would say nothing. Nothing was changed.",
                "check the domain, its owner and the region; if they are right, take the manifest out",
                self.place,
            )
        if self.patterns and not unmatched and not any(map(self.holds, names)):
            yield self._none_left()

    def faults_without_names(self) -> Iterator[Fault]:
        """What is wrong with it whatever the repositories of the domain are.

        Yields:
            A fault where it leaves out all that it names.
        """
        if _is_covered(self._wanted(), self._unwanted()):
            yield self._none_left()

    def _none_left(self) -> Fault:
        return Fault(
            "No repository is left",
            f"What `repositories` names and what it leaves out with `{_NOT}` are the same repositories of the "
            f"domain `{self.domain}`. Nothing was changed.",
            f"take a name with `{_NOT}` out",
            self.place,
        )

    def faults_of_exceptions(self, excepted: Collection[str], names: Collection[str], place: Place) -> Iterator[Fault]:
        """What an `except` names and cannot leave out.

        Args:
            excepted: Names and globs that it leaves out.
            names: The repositories of the domain.
            place: Where its statement stands.

        Yields:
            A fault for each of them that fits no repository, or none of this scope; where there is none of these, one
            if together they leave nothing.
        """
        held = list(filter(self.holds, names))
        idle = [each for each in excepted if not _is_matched(each, held)]
        for pattern in idle:
            if not _is_matched(pattern, names):
                yield _no_repository(pattern, self.domain, names, place)
            else:
                yield Fault(
                    "Exception is outside `repositories`",
                    f"`{shortened(pattern)}` is left out by `except`, and is not among the `repositories` of this "
                    "manifest: the exception would change nothing. Nothing was changed.",
                    "take it out of `except`, or name it in `repositories` too",
                    place,
                )
        if held and not idle and all(_fits(each, excepted) for each in held):
            yield _nothing_reached(excepted, place)

    def faults_of_exceptions_without_names(self, excepted: Collection[str], place: Place) -> Iterator[Fault]:
        """What is wrong with an `except` whatever the repositories of the domain are.

        Args:
            excepted: Names and globs that it leaves out.
            place: Where its statement stands.

        Yields:
            A fault where it leaves out all that `repositories` names.
        """
        if _is_covered(self._wanted(), excepted):
            yield _nothing_reached(excepted, place)

    def _wanted(self) -> list[str]:
        return [each for each in self.patterns if not each.startswith(_NOT)]

    def _unwanted(self) -> list[str]:
        return [each.removeprefix(_NOT) for each in self.patterns if each.startswith(_NOT)]


def _nothing_reached(excepted: Collection[str], place: Place) -> Fault:
    return Fault(
        "Statement reaches no repository",
        f"`except` leaves out {_listed(excepted)}, and so every repository that `repositories` names. Nothing would be "
        "said of the version. Nothing was changed.",
        "take a name out of `except`, or take the version out",
        place,
    )


def _no_repository(pattern: str, domain: str, names: Collection[str], place: Place, hint: str | None = None) -> Fault:
    # Not at the top: most names are right.
    from packagestate.schemas.likeness import nearest  # noqa: PLC0415

    sign = _NOT if pattern.startswith(_NOT) else ""
    near = nearest(pattern.removeprefix(_NOT), names)
    return Fault(
        "No such repository",
        f"`{shortened(pattern)}` fits no repository of the domain `{domain}`, which has {_listed(names)}. Nothing was "
        "changed.",
        hint or (f"did you mean `{sign}{near}`?" if near else "correct the name, or take it out"),
        place,
    )


def _listed(names: Collection[str]) -> str:
    first = ", ".join(f"`{shortened(each)}`" for each in sorted(names)[:_SHOWN_COUNT])
    more = f" and {len(names) - _SHOWN_COUNT:,} more" if len(names) > _SHOWN_COUNT else ""
    return f"{first}{more}" if names else "none that can be listed"


def _is_matched(pattern: str, names: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_covered(wanted: Collection[str], unwanted: Collection[str]) -> bool:
    """Whether globs certainly leave out all that others name; none of these name everything."""
    return all(any(_fits_whatever(glob, each) for glob in unwanted) for each in wanted or (_EVERY,))


def _fits_whatever(glob: str, other: str) -> bool:
    """Whether a glob fits whatever another one fits: only its `*` can stand for the `*` of the other."""
    parts = {"*": ".*", "?": "[^*]"}
    return re.fullmatch("".join(parts.get(each) or re.escape(each) for each in glob), other) is not None
