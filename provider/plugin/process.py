"""What the hooks of one plugin process share: one gateway, so that the pace is one, and what the run's plan allows.

The SDK makes one instance of each provider class in a process, and these have nothing in common but this module.

Source: `pulumi.dynamic.__main__` of the SDK, `_PROVIDER_CACHE`.
"""

import threading
from collections.abc import Callable

from packagestate.provider.codeartifact import connect
from packagestate.provider.configuration.stack import connection_settings
from packagestate.provider.gateway import Gateway
from packagestate.provider.plugin.handover import Handover

Lookup = Callable[[str], object]


class Plugin:
    """The state of one plugin process; the engine calls its hooks in several threads.

    Attributes:
        handover: What the run's plan allows its removals to do.
    """

    def __init__(self, lookup: Lookup, gateway: Gateway | None = None) -> None:
        """Connect to nothing yet.

        Args:
            lookup: Looks up one key of the stack's configuration, with its namespace.
            gateway: Where calls are made; made from the configuration where it is left out.
        """
        self._lookup = lookup
        self._lock = threading.Lock()
        self._gateway = gateway
        self.handover = Handover()

    @property
    def gateway(self) -> Gateway:
        """The gateway; made when it is first asked for.

        Raises:
            ConfigurationError: The configuration is wrong.
        """
        with self._lock:
            if self._gateway is None:
                self._gateway = connect(connection_settings(self._lookup))
            return self._gateway


class _Process:
    """This process, which has one plugin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plugin: Plugin | None = None

    def plugin(self, lookup: Lookup) -> Plugin:
        with self._lock:
            if self._plugin is None:
                self._plugin = Plugin(lookup)
            return self._plugin


_PROCESS = _Process()


def of_this_process(lookup: Lookup) -> Plugin:
    """The one plugin of this process.

    Args:
        lookup: Looks up one key of the stack's configuration, which is the same for every provider of a process.
    """
    return _PROCESS.plugin(lookup)
