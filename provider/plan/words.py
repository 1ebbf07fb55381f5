"""The words that every rendering of a plan uses.

Those that are about no plan are in `plan.phrases`; renderings take them from here.
"""

from packagestate.provider.plan.model import Transition
from packagestate.provider.plan.phrases import counted, quoted
from packagestate.provider.plan.transitions import Evidence, rule
from packagestate.schemas.status import DECLARABLE, Status

__all__ = (
    "FINISHED",
    "GRAVEST_FIRST",
    "IRREVERSIBLE",
    "LOOSENS",
    "REVERSIBLE",
    "caution",
    "counted",
    "quoted",
    "reversibility",
)

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
