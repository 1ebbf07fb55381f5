"""What is absent, as far as an answer says so: the package, its repository or its domain.

A wrong "the package is absent" is dangerous: a run that looks in the wrong place would report that nothing is to do. So
an answer counts only where AWS's member `resourceType` or AWS's known words say what is absent, and neither contradicts
the other. Everything else stays unknown, and the call fails.

Undocumented (Q11): which absent thing gets which `resourceType`, and whether it is always there.

Source: the words are those of real answers that were seen, for an absent package and an absent domain; AWS CodeArtifact
User Guide, "Working with upstream repositories", for the older words of an absent package.
"""

import re
from typing import Final

from packagestate.schemas.coordinates import Coordinates

# Source: AWS CodeArtifact API reference, `ResourceType`.
DOMAIN: Final = "domain"
REPOSITORY: Final = "repository"
PACKAGE: Final = "package"
PACKAGE_VERSION: Final = "package-version"

#: What `AbsentError.resource_type` is where AWS answered that there is no such package.
NO_PACKAGE: Final = frozenset({PACKAGE, PACKAGE_VERSION})

_PACKAGE_WORDS: Final = (
    re.compile(r"The \S+ package '[^']+' does not exist in repository '(?P<repository>[^']+)'\.?"),
    re.compile(r"Package not found in repository\. RepoId: (?P<repository>[^\s,]+), Package = .+"),
)
_OTHER_WORDS: Final = {
    REPOSITORY: re.compile(r"Repository not found\. .+"),
    DOMAIN: re.compile(r"Domain not found\. .+"),
}


def what_is_absent(resource_type: str, message: str, subject: object) -> str:
    """Say what a ResourceNotFoundException is about.

    Args:
        resource_type: The answer's `resourceType`; empty where it has none.
        message: The answer's message.
        subject: What the call is about.

    Returns:
        One of the words of this module, or AWS's own word for something else; empty where the answer does not say, or
        where its words contradict its `resourceType`.
    """
    told = _told(message, subject)
    if told is None:
        return resource_type
    # ListPackageVersions may call an absent package either way.
    agrees = told == resource_type or (told == PACKAGE and resource_type == PACKAGE_VERSION)
    return told if agrees or not resource_type else ""


def _told(message: str, subject: object) -> str | None:
    """What the message says; None where its words are not known."""
    for kind, words in _OTHER_WORDS.items():
        if words.fullmatch(message):
            return kind
    for words in _PACKAGE_WORDS:
        if (found := words.fullmatch(message)) is not None:
            # An answer about another repository than the one that was asked says nothing about this one.
            is_asked = isinstance(subject, Coordinates) and found["repository"] == subject.repository.name
            return PACKAGE if is_asked else ""
    return None
