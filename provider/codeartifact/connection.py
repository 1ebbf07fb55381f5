"""How AWS is reached: settings, client, retries and pace.

boto3 is imported when the first connection is made, since a run that changes nothing never needs it in the plugin.
"""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from provider.gateway import Gateway
from schemas.errors import ConfigurationError

_CONNECT_TIMEOUT_SECONDS: Final = 5
_READ_TIMEOUT_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """How AWS is reached.

    Attributes:
        region: The AWS region; None for AWS's own chain of settings.
        profile: The profile of AWS's configuration; None for AWS's own chain.
        endpoint: The URL of the API; None for AWS's own chain.
        writes_per_second: The most write calls a second; AWS allows an account 100.
        reads_per_second: The most read calls a second; AWS allows an account 800.
        lists_per_second: The most calls of each List operation a second; AWS allows an account 200.
        worker_count: How many calls may be under way at once.
        attempt_count: How often a call is sent at most, the first time included.

    Source: AWS CodeArtifact User Guide, "Quotas in AWS CodeArtifact".
    """

    region: str | None = None
    profile: str | None = None
    endpoint: str | None = None
    writes_per_second: float = 80
    reads_per_second: float = 600
    lists_per_second: float = 160
    worker_count: int = 32
    attempt_count: int = 10


def connect(settings: ConnectionSettings) -> Gateway:
    """Make a client; nothing is sent yet, and credentials are looked for with the first call.

    Args:
        settings: How AWS is reached.

    Returns:
        The gateway, which threads may share.

    Raises:
        ConfigurationError: There is no region, no such profile, or the endpoint is no URL.
    """
    # Not at the top: see the module.
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import InvalidRegionError, NoRegionError, ProfileNotFound  # noqa: PLC0415

    from provider.codeartifact.client import ClientGateway  # noqa: PLC0415
    from provider.codeartifact.pace import Pace  # noqa: PLC0415

    configuration = Config(
        retries={"mode": "standard", "total_max_attempts": settings.attempt_count},
        max_pool_connections=settings.worker_count,
        connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        read_timeout=_READ_TIMEOUT_SECONDS,
        user_agent_extra=f"packagestate/{_own_version()}",
    )
    try:
        session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
        client = session.client("codeartifact", endpoint_url=settings.endpoint, config=configuration)
    except ProfileNotFound as error:
        raise ConfigurationError.of(
            "No such profile",
            f"AWS's configuration has no profile `{settings.profile}`. Nothing was read or changed.",
            "set it with `pulumi config set packagestate:profile PROFILE`, or make it with `aws configure`",
        ) from error
    except (NoRegionError, InvalidRegionError) as error:
        raise ConfigurationError.of(
            "No region",
            f"AWS's client could not tell the region: `{error}`. Nothing was read or changed.",
            "set it with `pulumi config set packagestate:region REGION`",
        ) from error
    except ValueError as error:
        # botocore's words would repeat the URL, in which there may be a password.
        raise ConfigurationError.of(
            "Endpoint is no URL",
            "The endpoint that is set for CodeArtifact is not a URL. Nothing was read or changed.",
            "set it with `pulumi config set packagestate:endpoint https://HOST`",
        ) from error
    remember_lost_answers(client.meta.events)
    Pace(settings.writes_per_second, settings.reads_per_second, settings.lists_per_second).register(client.meta.events)
    return ClientGateway(client)


def _own_version() -> str:
    """The version of this package where it is installed."""
    try:
        return version("packagestate")
    except PackageNotFoundError:
        return "0"
