"""What is recorded holds nothing secret: accounts, ARNs, URLs, tokens and the run's own names become words. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

# In this order: a URL and an ARN hold account numbers too.
_PATTERNS: Final = (
    (re.compile(r"(?:https?:)?//[^\s'\"<>]+", re.IGNORECASE), "URL"),
    # A name in it may hold a comma.
    (re.compile(r"arn(?::|%3a)aws[^\s'\"<>]+", re.IGNORECASE), "ARN"),
    (re.compile(r"(?<![0-9])[0-9]{4}-?[0-9]{4}-?[0-9]{4}(?![0-9])"), "ACCOUNT"),
    # Keys, users and roles, the last with the name of a session.
    # Source: AWS IAM User Guide, "IAM identifiers", "Understanding unique ID prefixes".
    (re.compile(r"(?:ABIA|ACCA|A[GIKNPRS][A-Z]A)[A-Z0-9]{12,}(?::[^\s'\"<>]+)?"), "ID"),
)

# Members whose whole value is nobody's business, or says nothing about the question.
_DROPPED: Final = frozenset(
    {"authorizationToken", "ResponseMetadata", "assetContent", "assetSHA256", "asset", "encryptionKey", "s3BucketArn"}
)


def redactor(names: Mapping[str, str]) -> Callable[[Any], Any]:
    """Make what redacts the values of one run.

    Args:
        names: What is unique to the run, such as its domain and its token, with the word that stands for it. What is
            added to it later counts from then on.

    Returns:
        Gives a value without secrets, of the same form. Revisions become `revision 1`, `revision 2`, in the order in
        which they appear, so that equal ones stay equal.
    """
    revisions: dict[str, str] = {}

    def text(value: str) -> str:
        for name, word in names.items():
            value = re.sub(re.escape(name), word, value, flags=re.IGNORECASE)
        for pattern, word in _PATTERNS:
            value = pattern.sub(word, value)
        return value

    def redacted(value: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, Mapping):
            inner = key if key == "versionRevisions" else ""
            return {text(name): redacted(each, inner or name) for name, each in value.items() if name not in _DROPPED}
        if isinstance(value, str) and key in {"revision", "versionRevision", "versionRevisions"}:
            return revisions.setdefault(value, f"revision {len(revisions) + 1}")
        if isinstance(value, str):
            return text(value)
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [redacted(each, key) for each in value]
        if isinstance(value, bool | int | float) and text(str(value)) == str(value):
            return value
        return None if value is None else text(str(value))

    return redacted
