"""What is declared of one version in one repository, for people and for programs. Pure."""

from typing import Any

from packagestate.provider.plan.words import quoted
from packagestate.provider.report.documents import declaration, place_object
from packagestate.provider.report.explanation import Explanation
from packagestate.provider.report.weighing import WeighedStatement
from packagestate.schemas.desired import DesiredDeletion


def declared_words(explained: Explanation) -> tuple[str, ...]:
    """What is declared, in words: what, where, and why. Not yet printable.

    Args:
        explained: The version.
    """
    declared, deletion = explained.declared, explained.deletion
    if deletion is not None:
        return "the whole package is Deleted", str(deletion.place), quoted(deletion.reason)
    if declared is None:
        return ("no statement holds here" if explained.statements else "not named in any manifest",)
    status = f"at least {declared.status}" if declared.is_of_several else str(declared.status)
    pin = f"at revision {declared.revision}" if declared.revision else ""
    return status, pin, str(declared.place), quoted(declared.reason)


def declared_objects(explained: Explanation) -> dict[str, Any]:
    """What is declared, as JSON.

    Args:
        explained: The version.

    Returns:
        What the winner asks for, or that the whole package must be gone, and every statement that names the version.
    """
    return {
        "declared": declaration(explained.declared) if explained.declared else None,
        "packageDeletion": _deletion(explained.deletion),
        "statements": list(map(_statement, explained.statements)),
    }


def _deletion(deletion: DesiredDeletion | None) -> dict[str, Any] | None:
    return None if deletion is None else {"reason": deletion.reason, **place_object(deletion.place)}


def _statement(statement: WeighedStatement) -> dict[str, Any]:
    return {
        "status": str(statement.status),
        **place_object(statement.place),
        "scope": _scope(statement),
        "reason": statement.reason,
        "wins": statement.wins,
        "why": statement.why,
    }


def _scope(statement: WeighedStatement) -> dict[str, Any]:
    """Which repositories it is about, as a manifest says it."""
    if statement.scope is None:
        return {"repository": statement.repository}
    return {"repositories": list(statement.scope.patterns) or "all", "except": list(statement.excepted)}
