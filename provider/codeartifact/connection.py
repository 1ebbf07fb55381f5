"""How AWS is reached: the settings, and the gateway that they give.

boto3 is imported when the first connection is made, since a run that changes nothing never needs it in the plugin.
"""

from dataclasses import dataclass

from provider.gateway import Gateway


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
    """Make a client; nothing is sent to CodeArtifact yet.

    Args:
        settings: How AWS is reached.

    Returns:
        The gateway, which threads may share.

    Raises:
        ConfigurationError: There is no region, no such profile, the endpoint is no URL, or AWS's own configuration is
            wrong.
        CredentialsError: Credentials are set by halves, or whoever is to give them does not. Where there are none at
            all, the first call says so.
    """
    # Not at the top: see the module.
    from provider.codeartifact.attempts import remember_lost_answers  # noqa: PLC0415
    from provider.codeartifact.client import ClientGateway  # noqa: PLC0415
    from provider.codeartifact.pace import Pace  # noqa: PLC0415
    from provider.codeartifact.session import make_client  # noqa: PLC0415

    client = make_client(settings)
    remember_lost_answers(client.meta.events)
    Pace(settings.writes_per_second, settings.reads_per_second, settings.lists_per_second).register(client.meta.events)
    return ClientGateway(client)
