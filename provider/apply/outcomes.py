"""What became of each planned change, in sentences, and the faults that list what was not applied."""

from collections.abc import Iterable
from typing import assert_never

from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.gateway import FailedVersion, GatewayError
from packagestate.provider.plan.model import ObservedVersion, OriginChange, Transition
from packagestate.provider.plan.words import counted
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.errors import Fault

#: What to do about a change that somebody else's came before.
REVIEW_AGAIN = "preview again and review the new plan"

_Change = Transition | OriginChange


def conflict(transition: Transition, found: ObservedVersion | None) -> Outcome:
    """Somebody changed the version since the plan was made.

    Args:
        transition: The planned transition.
        found: What the version is; None where it is absent.

    Returns:
        The outcome.
    """
    now = "absent" if found is None else _described(found)
    expected = _described(ObservedVersion(transition.version, transition.before, transition.revision))
    detail = f"It is {now}, but the plan was made for {expected}. Somebody changed it since, so it was left untouched."
    return Outcome(transition, Result.CONFLICT, detail, found)


def origin_conflict(change: OriginChange, found: OriginConfiguration | None) -> Outcome:
    """Somebody changed the origin configuration since the plan was made.

    Args:
        change: The planned change.
        found: What it is; None where the package is absent.

    Returns:
        The outcome.
    """
    detail = (
        f"It is {_configuration(found)}, but the plan was made for {_configuration(change.before)}. Somebody changed "
        "it since, so it was left untouched."
    )
    return Outcome(change, Result.CONFLICT, detail)


def refused(change: _Change, reason: FailedVersion | GatewayError, found: ObservedVersion | None = None) -> Outcome:
    """AWS said no.

    Args:
        change: The planned change.
        reason: What AWS said.
        found: What the version still is, where that is known.

    Returns:
        The outcome.
    """
    still = f"It still is {_described(found)}." if found else "It was left untouched."
    return Outcome(change, Result.REFUSED, f"{_said(reason)} {still}", found)


def passed_over(transition: Transition, found: ObservedVersion) -> Outcome:
    """AWS answered twice without a word about the version.

    Args:
        transition: The planned transition.
        found: What the version still is.

    Returns:
        The outcome.
    """
    detail = f"AWS answered twice without a word about it. It still is {_described(found)}."
    return Outcome(transition, Result.REFUSED, detail, found)


def not_attempted(change: _Change, reason: str | GatewayError) -> Outcome:
    """The change was not sent.

    Args:
        change: The planned change.
        reason: Why: a sentence, or the error that came before.

    Returns:
        The outcome.
    """
    sentence = reason if isinstance(reason, str) else f"The error that came before: {_said(reason)}"
    return Outcome(change, Result.NOT_ATTEMPTED, f"It was left untouched. {sentence}")


def unknown(change: _Change, reason: GatewayError) -> Outcome:
    """The change was sent, and neither the answer nor the truth is known.

    Args:
        change: The planned change.
        reason: Why the truth could not be found out.

    Returns:
        The outcome.
    """
    detail = "It was sent, the answer was lost, and AWS could not be asked what became of it."
    return Outcome(change, Result.UNKNOWN, f"{detail} {_said(reason)}")


def failures(coordinates: Coordinates, outcomes: Iterable[Outcome], review_again: str = REVIEW_AGAIN) -> list[Fault]:
    """The faults that list every change that was not applied.

    Args:
        coordinates: The package.
        outcomes: What became of its changes.
        review_again: The hint where somebody else's change came before.

    Returns:
        One fault for each result other than `Applied`, with a line for all changes that have it for the same reason;
        empty where all were applied.
    """
    every = tuple(outcomes)
    applied_count = sum(outcome.result is Result.APPLIED for outcome in every)
    count = f"Applied and kept: {applied_count} of {counted(len(every), 'planned change')} of this package."
    faults = []
    for result in Result:
        lines = _lines(coordinates, (outcome for outcome in every if outcome.result is result))
        if lines and (words := _words(result, review_again)) is not None:
            summary, hint = words
            faults.append(Fault(summary, "\n".join((*lines, count)), hint))
    return faults


def _words(result: Result, review_again: str) -> tuple[str, str] | None:
    """The fixed words of a fault and the one action to take; None where there is no fault."""
    match result:
        case Result.APPLIED:
            return None
        case Result.CONFLICT:
            return "Plan is stale", review_again
        case Result.REFUSED:
            return "AWS refused", "fix what AWS reported, then run it again: finished changes are not repeated"
        case Result.NOT_ATTEMPTED:
            return "Not attempted", "fix what came before, then run it again: finished changes are not repeated"
        case Result.UNKNOWN:
            return "Outcome is unknown", "preview again: it shows what is left to do"
        case unexpected:
            assert_never(unexpected)


def _lines(coordinates: Coordinates, outcomes: Iterable[Outcome]) -> list[str]:
    """One line for all changes to the same end and with the same reason, in the order in which they come."""
    subjects: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        subject, after = _subject(outcome.change)
        subjects.setdefault((after, outcome.detail), []).append(subject)
    where = f"({coordinates.format}) in `{coordinates.repository}`"
    return [
        f"`{coordinates.written}` {', '.join(named)} {where}, to become {after}: {detail}"
        for (after, detail), named in subjects.items()
    ]


def _subject(change: _Change) -> tuple[str, str]:
    match change:
        case Transition():
            return change.version, f"`{change.after}`"
        case OriginChange():
            return "origin configuration", _configuration(change.after)
        case unexpected:
            assert_never(unexpected)


def _described(version: ObservedVersion) -> str:
    return f"`{version.status}` ({f'revision `{version.revision}`' if version.revision else 'without a revision'})"


def _configuration(origin: OriginConfiguration | None) -> str:
    return f"`{origin or 'absent'}`"


def _said(reason: FailedVersion | GatewayError) -> str:
    match reason:
        case FailedVersion():
            return f"AWS answered `{reason.code}`: `{reason.message}`."
        case GatewayError():
            return f"{reason.fault.detail} To go on, {reason.fault.hint}."
        case unexpected:
            assert_never(unexpected)
