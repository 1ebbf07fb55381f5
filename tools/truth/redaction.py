"""What is recorded holds nothing secret: accounts, ARNs, URLs, tokens and the run's own names become words. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

# In this order: a URL and an ARN hold account numbers too.
_PATTERNS: Final = (
    (re.compile(r"https?://[^\s'\"<>]+"), "URL"),
    (re.compile(r"arn:aws[a-z-]*:[^\s'\"<>,]+"), "ARN"),
    (re.compile(r"\b[0-9]{12}\b"), "ACCOUNT"),
    (re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b"), "ACCESS-KEY"),
)

# Members whose whole value is nobody's business, or says nothing about the question.
_DROPPED: Final = frozenset(
    {"authorizationToken", "ResponseMetadata", "assetContent", "assetSHA256", "asset", "encryptionKey", "s3BucketArn"}
)


def redactor(names: Mapping[str, str]) -> Callable[[Any], Any]:
    """Make what redacts the values of one run.

    Args:
        names: What is unique to the run, such as its domain, with the word that stands for it.

    Returns:
        Gives a value without secrets, of the same form. Revisions become `revision 1`, `revision 2`, in the order in
        which they appear, so that equal ones stay equal.
    """
    revisions: dict[str, str] = {}

    def text(value: str) -> str:
        for name, word in names.items():
            value = value.replace(name, word)
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
        return value if value is None or isinstance(value, bool | int | float) else text(str(value))

    return redacted
