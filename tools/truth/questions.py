"""What is asked. The numbers are those of the labels `Undocumented (Q1)` in the code."""

from typing import Final

#: Each question by its number. 0 is what AWS documents, held against the account as well.
QUESTIONS: Final[dict[int, str]] = {
    0: "Does what the User Guide says hold?",
    1: "Do Archived and Disposed stop a fetch of the same version from upstream?",
    2: "What does disposing a Disposed version answer, and an update to the present status?",
    3: "Which code follows when a Disposed version is updated, and when is it NOT_ALLOWED?",
    4: "Is DeletePackageVersions all or nothing, and what does an absent version answer?",
    5: "Does a change of status alter the revision, and is it equal in two repositories?",
    6: "How long after a write do the lists show it?",
    7: "What follows where `versions` differs from the keys of `versionRevisions`?",
    8: "Where can an Unfinished version be brought?",
    9: "Can a Disposed or Archived version be copied, and any against publish BLOCK?",
    10: "Does npm's tag `latest` still name a version that was archived?",
    11: "Which `resourceType` comes with each absent thing?",
    12: "Does `publishedTime` move with a status, and in which order does PUBLISHED_TIME sort?",
    13: "What do package groups block, and what does the root group say?",
    14: "What does DeletePackage of an absent package answer?",
    15: "What do a blocked publish by the API, npm and twine answer?",
}
