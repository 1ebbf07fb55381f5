"""How AWS is reached: the gateway that settings give.

boto3 is imported when the first connection is made, since a run that changes nothing never needs it in the plugin.
"""

from packagestate.provider.codeartifact.settings import ConnectionSettings
from packagestate.provider.population import FullGateway


def connect(settings: ConnectionSettings) -> FullGateway:
    """Make a client; nothing is sent to CodeArtifact yet.

    Args:
        settings: How AWS is reached.

    Returns:
        The gateway, which threads may share.

    Raises:
        ConfigurationError: There is no region, no such profile, the endpoint is no URL, or AWS's own configuration is
            wrong.
        CredentialsError: The credentials are incomplete, or their source gives none. Where there are none at
            all, the first call says so.
    """
    # Not at the top: see the module.
    from packagestate.provider.codeartifact.attempts import remember_lost_answers  # noqa: PLC0415
    from packagestate.provider.codeartifact.client import ClientGateway  # noqa: PLC0415
    from packagestate.provider.codeartifact.pace import Pace  # noqa: PLC0415
    from packagestate.provider.codeartifact.session import make_client  # noqa: PLC0415

    client = make_client(settings)
    remember_lost_answers(client.meta.events)
    Pace(settings.writes_per_second, settings.reads_per_second, settings.lists_per_second).register(client.meta.events)
    return ClientGateway(client)
