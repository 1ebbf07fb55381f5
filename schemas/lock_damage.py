"""What is wrong with a file of the lock: a program wrote it, so whatever is odd is damage. Pure."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from pydantic import ValidationError

from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.locked import LOCK_FOLDER
from packagestate.schemas.nodes import Node, entry_at, place_of

_HINT: Final = "take the file back from Git, or delete it; then run `packagestate lock`, and review what it writes"
_ACCOUNT_AND_REGION: Final = re.compile(r"([0-9]{12})\.([a-z0-9-]+)")
_DEPTH: Final = 3


def damaged(detail: str, place: Place) -> Fault:
    """A fault of a file of the lock.

    Args:
        detail: What is wrong, after a colon.
        place: Where it stands.
    """
    return Fault("Lock is damaged", f"A file of the lock is not what `packagestate lock` wrote: {detail}", _HINT, place)


def damaged_fields(error: ValidationError, root: Node) -> Iterator[Fault]:
    """What pydantic says of a file of the lock.

    Args:
        error: Its complaints.
        root: The document.

    Yields:
        A fault for each.
    """
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        entry = entry_at(root, each["loc"])
        path = ".".join(map(str, each["loc"]))
        where = f"`{shortened(path)}`: " if path else ""
        yield damaged(f"{where}{each['msg']}.", place_of(root if entry is None else entry.key))


def account_and_region(file: PurePath, folder: PurePath, domain: str, name: str) -> tuple[str, str] | None:
    """The account and the region that the path of a file names.

    Args:
        file: The file.
        folder: The folder of the manifests.
        domain: The domain that the file speaks of.
        name: The name that it has to have.

    Returns:
        Both; None where the file lies elsewhere than what it says belongs.
    """
    parts = file.relative_to(folder / LOCK_FOLDER).parts
    match = _ACCOUNT_AND_REGION.fullmatch(parts[0])
    if match is None or len(parts) != _DEPTH or parts[1:] != (domain, name):
        return None
    return match[1], match[2]


def misplaced(domain: str, name: str, place: Place) -> Fault:
    """That a file lies elsewhere than what it says belongs.

    Args:
        domain: The domain that it speaks of.
        name: The name that it has to have.
        place: Where it begins.
    """
    return damaged(f"what it says belongs to `{LOCK_FOLDER}/ACCOUNT.REGION/{domain}/{name}`.", place)
