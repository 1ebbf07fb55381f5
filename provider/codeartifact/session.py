"""A client of boto3 with retries and time-outs of its own, and what can be wrong with the settings it is made from."""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, InvalidRegionError, NoCredentialsError, NoRegionError, ProfileNotFound

from packagestate.provider.codeartifact.errors import NO_CREDENTIALS, no_credentials
from packagestate.provider.codeartifact.settings import ConnectionSettings
from packagestate.schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

_CONNECT_TIMEOUT_SECONDS: Final = 5
_READ_TIMEOUT_SECONDS: Final = 30


def make_client(settings: ConnectionSettings) -> "CodeArtifactClient":
    """Make a client.

    Args:
        settings: How AWS is reached.

    Returns:
        The client.

    Raises:
        ConfigurationError: The settings are wrong, or AWS's own configuration is.
        CredentialsError: The source of the credentials does not give them.
    """
    try:
        return _client(settings)
    except ProfileNotFound as error:
        raise ConfigurationError.of(
            "No such profile",
            f"AWS's configuration has no profile `{error.kwargs['profile']}`. Nothing was read or changed.",
            "name another one, with `packagestate:profile` in `Pulumi.STACK.yaml` or with `--profile`, or make it with "
            "`aws configure`",
        ) from error
    except (NoRegionError, InvalidRegionError) as error:
        raise ConfigurationError.of(
            "No region",
            f"AWS's client could not tell the region: `{error}`. Nothing was read or changed.",
            "set it with `packagestate:region` in `Pulumi.STACK.yaml`, which a command reads with `--stack STACK`; or "
            "with `--region`, or in `AWS_DEFAULT_REGION`",
        ) from error
    except NO_CREDENTIALS as error:
        raise no_credentials("CodeArtifact was not asked", error) from error
    except BotoCoreError as error:
        raise ConfigurationError.of(
            "AWS's configuration is wrong",
            f"AWS's client cannot be made: `{error}`. Nothing was read or changed.",
            "fix what it names, in AWS's configuration file or in the environment",
        ) from error
    except ValueError:
        # Its words would repeat the URL, in which there may be a password; a traceback too.
        raise ConfigurationError.of(
            "Endpoint is no URL",
            "The endpoint that is set for CodeArtifact is not a URL of `http` or `https`. Nothing was read or changed.",
            "set it with `packagestate:endpoint` in `Pulumi.STACK.yaml`, with `--endpoint`, or in "
            "`AWS_ENDPOINT_URL_CODEARTIFACT`",
        ) from None


def credentials_source(settings: ConnectionSettings) -> str:
    """Where AWS's client finds credentials; nothing is sent to CodeArtifact.

    Args:
        settings: How AWS is reached.

    Returns:
        botocore's word for the source, such as `env` or `assume-role`.

    Raises:
        CredentialsError: There are none, or their source does not give them.
    """
    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    try:
        credentials = session.get_credentials()
    except NO_CREDENTIALS as error:
        raise no_credentials("CodeArtifact was not asked", error) from error
    if credentials is None:
        raise no_credentials("CodeArtifact was not asked", NoCredentialsError())
    return str(credentials.method)


def _client(settings: ConnectionSettings) -> "CodeArtifactClient":
    configuration = Config(
        retries={"mode": "standard", "total_max_attempts": settings.attempt_count},
        max_pool_connections=settings.worker_count,
        connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        read_timeout=_READ_TIMEOUT_SECONDS,
        user_agent_extra=f"packagestate/{_own_version()}",
    )
    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    client: CodeArtifactClient = session.client("codeartifact", endpoint_url=settings.endpoint, config=configuration)
    _require_web(client.meta.endpoint_url)
    return client


def _require_web(url: str) -> None:
    """Raise ValueError where a URL cannot be called; botocore itself would notice with the first call."""
    parts = urlsplit(url)
    # Asking for the port parses it.
    if parts.scheme not in {"http", "https"} or parts.port == 0:
        raise ValueError("not a URL of the web")


def _own_version() -> str:
    """The version of this package where it is installed."""
    try:
        return version("packagestate")
    except PackageNotFoundError:
        return "0"
