"""What the store raises: one tree, `StoreError` at its root.

    StoreError
    ├── NotFoundError            the domain, repository, package, version or asset is not there
    ├── ConflictError            the state does not allow what was asked
    │   └── PublishBlockedError  the origin configuration blocks direct publishing
    ├── InvalidRequestError      the request contradicts itself or the package format
    └── QuotaExceededError       a quota of the service would be exceeded

Each carries what AWS's own exceptions carry, so that the wire layer only has to spell it.
"""


class StoreError(Exception):
    """A request that the store refuses; nothing was changed.

    Args:
        message: What was wrong, in one sentence.
        resource_id: The name of what the error is about, when there is one.
        resource_type: AWS's word for its kind: `domain`, `repository`, `package`, `package-version` or `asset`.
    """

    def __init__(self, message: str, resource_id: str = "", resource_type: str = "") -> None:
        """Keep the message and what it is about."""
        super().__init__(message)
        self.message = message
        self.resource_id = resource_id
        self.resource_type = resource_type


class NotFoundError(StoreError):
    """What the request names is not in the store."""


class ConflictError(StoreError):
    """The present state does not allow what was asked."""


class PublishBlockedError(ConflictError):
    """The package's origin configuration blocks direct publishing."""


class InvalidRequestError(StoreError):
    """The request contradicts itself, or the rules of its package format."""


class QuotaExceededError(StoreError):
    """A quota of the service would be exceeded."""
