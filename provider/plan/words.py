"""The words that every rendering of a plan uses."""

from packagestate.provider.plan.model import Transition
from packagestate.provider.plan.transitions import Evidence, rule
from packagestate.schemas.errors import printable
from packagestate.schemas.status import DECLARABLE, Status

#: The order in which plans are read: what is hardest to undo comes first.
GRAVEST_FIRST = tuple(reversed(DECLARABLE))
LOOSENS = "loosens"
IRREVERSIBLE, REVERSIBLE, FINISHED = "cannot be undone", "can be undone", "not back to Unfinished"


def reversibility(transition: Transition) -> str:
    """Whether a call leads back. Nothing leads back to Unfinished, though every other status stays in reach.

    Args:
        transition: The transition.

    Returns:
        The words.
    """
    if transition.irreversible:
        return IRREVERSIBLE
    return FINISHED if transition.before is Status.UNFINISHED else REVERSIBLE


def caution(transition: Transition) -> str:
    """What to look at twice in a transition: that it loosens, and that it rests on no document.

    Args:
        transition: The transition.

    Returns:
        The words; empty where there is nothing to look at.
    """
    doubt = "not documented by AWS" if rule(transition).evidence is Evidence.UNDOCUMENTED else ""
    return ", ".join(filter(None, (LOOSENS * transition.loosens, doubt)))


def counted(count: int, noun: str) -> str:
    """A number with its noun.

    Args:
        count: The number.
        noun: The noun, in the singular.
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def quoted(reason: str | None) -> str:
    """Somebody's reason, in quotes; empty where there is none.

    Args:
        reason: The reason.
    """
    return f'"{printable(reason)}"' if reason else ""
