"""The rules of CodeArtifact as a store: values in, values out, one lock, no framework.

`Store` is the door. `model` holds the values that go through it and `errors` what it raises; the other modules hold
one rule each. How a value looks on the wire is left to `emulator.codeartifact` and `emulator.registry`.
"""

from emulator.store.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    PublishBlockedError,
    QuotaExceededError,
    StoreError,
)
from emulator.store.model import (
    Asset,
    Dependency,
    EntryPoint,
    Licence,
    Metadata,
    OriginRestrictions,
    OriginType,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Restriction,
    Status,
    VersionRecord,
)
from emulator.store.store import Settings, Store

__all__ = [
    "Asset",
    "ConflictError",
    "Dependency",
    "EntryPoint",
    "InvalidRequestError",
    "Licence",
    "Metadata",
    "NotFoundError",
    "OriginRestrictions",
    "OriginType",
    "PackageFormat",
    "PackageKey",
    "PublishBlockedError",
    "QuotaExceededError",
    "RepositoryKey",
    "Restriction",
    "Settings",
    "Status",
    "Store",
    "StoreError",
    "VersionRecord",
]
