"""Decide where the Pulumi engine comes from. Pure: `survey` looks at the machine, `obtain` carries the decision out."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, assert_never


class SourceFailedError(Exception):
    """A source did not deliver an engine; the message says why, as a sentence. The next source is tried."""


class Version(NamedTuple):
    """A released version; comparison is by number."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Give the version as people write it."""
        return f"{self.major}.{self.minor}.{self.patch}"


MINIMUM_ENGINE = Version(3, 259, 0)
FIRST_UNKNOWN_ENGINE = Version(4, 0, 0)


class Source(StrEnum):
    """Where an engine can come from, in the order in which they are preferred."""

    PATH = "path"
    INSTALLER = "installer"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be used.

    Attributes:
        folder: The folder of its programs.
        version: The version that it says it has.
    """

    folder: Path
    version: Version


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not there or cannot be used.

    Attributes:
        reason: Why, as a clause that goes on a sentence.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What the machine has.

    Attributes:
        on_path: The engine on the PATH.
        kept: The sources from which an earlier run got the pinned engine into the cache.
        curl: What Pulumi's installer needs; None when it is there.
        go: The version of Go on the PATH.
        go_floor: The lowest version of Go that can build the pinned engine.
    """

    on_path: Engine | Missing
    kept: frozenset[Source]
    curl: Missing | None
    go: Version | Missing
    go_floor: Version


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to try.

    Attributes:
        source: Where the engine would come from.
        is_kept: Whether the cache has it already.
    """

    source: Source
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """An engine to use as it is, or else the ways to try in this order until one works.

    Attributes:
        engine: The engine on the PATH, where it can be used; then there is nothing to try.
        attempts: May be empty: then this machine cannot have an engine.
        reasons: Why the sources that are preferred to these are passed over, a sentence each.
    """

    engine: Engine | None
    attempts: tuple[Attempt, ...]
    reasons: tuple[str, ...]


def parse_version(text: str) -> Version | None:
    """Find the first version in what a program says about itself.

    Args:
        text: Such as `v3.259.0` or `go version go1.26.8 linux/amd64`; a missing patch number counts as 0.

    Returns:
        The version; None where there is none.
    """
    found = re.search(r"(?<![\d.])(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?", text)
    return Version(*(int(number or 0) for number in found.groups())) if found else None


def is_new_enough(version: Version) -> bool:
    """Tell whether the project runs under an engine of this version."""
    return MINIMUM_ENGINE <= version < FIRST_UNKNOWN_ENGINE


def decide(survey: Survey, wanted: Source | None = None) -> Decision:
    """Choose the ways to get an engine.

    An engine on the PATH is used as it is. Else one that an earlier run got is used again, so that what cannot be
    reached is not tried each time. Else the sources are tried in their order.

    Args:
        survey: What the machine has.
        wanted: The only source to consider, where somebody asked for one.

    Returns:
        What to try, and why not something better.
    """
    considered = (wanted,) if wanted else tuple(Source)
    obstacles = {source: _obstacle(source, survey) for source in considered}
    reasons = tuple(obstacle for obstacle in obstacles.values() if obstacle)
    if Source.PATH in considered and isinstance(survey.on_path, Engine):
        return Decision(survey.on_path, (), ())
    kept = [source for source in considered if source in survey.kept]
    if kept:
        return Decision(None, (Attempt(kept[0], is_kept=True),), reasons)
    return Decision(None, tuple(Attempt(source) for source in considered if obstacles[source] is None), reasons)


def _obstacle(source: Source, survey: Survey) -> str | None:
    """Say what keeps an engine from coming from a source, as a sentence; None where nothing does."""
    if source in survey.kept:
        return None
    match source:
        case Source.PATH:
            return None if isinstance(survey.on_path, Engine) else f"On the PATH {survey.on_path.reason}."
        case Source.INSTALLER:
            return f"Pulumi's installer cannot run: {survey.curl.reason}." if survey.curl else None
        case Source.BUILD:
            if isinstance(survey.go, Missing):
                return f"The engine cannot be built: {survey.go.reason}."
            if survey.go < survey.go_floor:
                return f"The engine cannot be built: it needs Go {survey.go_floor}, on the PATH is Go {survey.go}."
            return None
        case _:
            assert_never(source)
