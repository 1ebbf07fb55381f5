"""What the command exits with: as the engine does, so that one pipeline reads both."""

from enum import IntEnum

from packagestate.schemas.errors import LimitError, PackageStateError


class ExitCode(IntEnum):
    """What a run ended with.

    Source: `pulumi --help`, "Exit codes"; the engine's 6 and 9 have no meaning here. Its 4 is a resource that failed;
    here it is something that `packagestate revert` cannot bring back.
    """

    SUCCESS = 0
    ERROR = 1
    USAGE = 2
    AUTHENTICATION = 3
    INCOMPLETE = 4
    LIMIT = 5
    CHANGES_FOUND = 7
    CANCELLED = 8


def exit_code_of(error: PackageStateError) -> ExitCode:
    """What a run that failed exits with.

    Args:
        error: Why it failed, or the error that another one came from.

    Returns:
        The code: one of its own for credentials and for limits, since those are fixed elsewhere.
    """
    # Not at the top: no command needs it that goes well.
    from packagestate.provider.gateway import CredentialsError  # noqa: PLC0415

    if isinstance(error, CredentialsError) or isinstance(error.__cause__, CredentialsError):
        return ExitCode.AUTHENTICATION
    return ExitCode.LIMIT if isinstance(error, LimitError) else ExitCode.ERROR
