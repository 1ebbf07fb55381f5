"""The exceptions of the API, and which of the store's errors becomes which.

moto writes them to the wire from botocore's model: status, type and the members that the error's shape has.

    CodeArtifactError
    ├── AccessDeniedException          403
    ├── ConflictException              409  resourceId, resourceType
    ├── ResourceNotFoundException      404  resourceId, resourceType
    ├── ServiceQuotaExceededException  402  resourceId, resourceType
    └── ValidationException            400  reason
"""

from enum import StrEnum

from moto.core.exceptions import ServiceException

from emulator.store import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    QuotaExceededError,
    StoreError,
)


class Reason(StrEnum):
    """Why a request is not valid. Source: botocore's model, `ValidationExceptionReason`."""

    CANNOT_PARSE = "CANNOT_PARSE"
    FIELD_VALIDATION_FAILED = "FIELD_VALIDATION_FAILED"
    UNKNOWN_OPERATION = "UNKNOWN_OPERATION"
    OTHER = "OTHER"


class CodeArtifactError(ServiceException):
    """An exception of the API; `code` is its name in the model."""


class AccessDeniedException(CodeArtifactError):
    """The caller may not do this."""

    code = "AccessDeniedException"


class UnrecognizedClientException(CodeArtifactError):
    """The access key is not known; every service answers so, whatever its model says."""

    code = "UnrecognizedClientException"


class ValidationException(CodeArtifactError):
    """The request is not valid."""

    code = "ValidationException"

    def __init__(self, message: str, reason: Reason = Reason.OTHER) -> None:
        """Say what is not valid, and of which kind that is."""
        super().__init__(message)
        self.reason = reason


class ResourceError(CodeArtifactError):
    """An exception about a resource."""

    def __init__(self, message: str, resource_id: str = "", resource_type: str = "") -> None:
        """Say what is wrong with which resource."""
        super().__init__(message)
        self.resource_id = resource_id or None
        self.resource_type = resource_type or None


class ConflictException(ResourceError):
    """The state does not allow it."""

    code = "ConflictException"


class ResourceNotFoundException(ResourceError):
    """The resource is not there."""

    code = "ResourceNotFoundException"


class ServiceQuotaExceededException(ResourceError):
    """A quota would be exceeded."""

    code = "ServiceQuotaExceededException"


def translated(error: StoreError) -> CodeArtifactError:
    """The API's exception for an error of the store."""
    match error:
        case NotFoundError():
            return ResourceNotFoundException(error.message, error.resource_id, error.resource_type)
        case ConflictError():
            return ConflictException(error.message, error.resource_id, error.resource_type)
        case QuotaExceededError():
            return ServiceQuotaExceededException(error.message, error.resource_id, error.resource_type)
        case InvalidRequestError():
            return ValidationException(error.message)
        case _:
            raise error
