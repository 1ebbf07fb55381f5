"""What the hooks of one plugin process share: one gateway, so that the pace is one, and one count of removals.

`pulumi destroy` does not run the program, and a removed manifest is in no plan, so what a removal disposes or deletes
is held against the limit here: package by package, each before its first call.
"""

import threading
from collections.abc import Callable

from provider.codeartifact import connect
from provider.configuration import connection_settings, limits
from provider.gateway import Gateway
from provider.plan.limits import IRREVERSIBLE_KEY
from schemas.coordinates import Coordinates
from schemas.errors import LimitError


class Plugin:
    """The state of one plugin process; the engine calls its hooks in several threads."""

    def __init__(self, lookup: Callable[[str], object], gateway: Gateway | None = None) -> None:
        """Connect to nothing yet.

        Args:
            lookup: Looks up one key of the stack's configuration, with its namespace.
            gateway: Where calls are made; made from the configuration where it is left out.
        """
        self._lookup = lookup
        self._lock = threading.Lock()
        self._gateway = gateway
        self._removed_count = 0

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

    def allow_removal(self, coordinates: Coordinates, version_count: int) -> None:
        """Count what a removal is about to dispose or delete.

        Args:
            coordinates: The package that is removed.
            version_count: How many of its versions it disposes or deletes.

        Raises:
            LimitError: Together with the removals before it, it goes over the limit; it does not count.
            ConfigurationError: The configuration is wrong.
        """
        limit = limits(self._lookup).irreversible_count
        with self._lock:
            total_count = self._removed_count + version_count
            if version_count and total_count > limit:
                raise LimitError.of(
                    "Too many transitions that cannot be undone",
                    f"Removing {coordinates} disposes or deletes versions, {version_count} of them and {total_count} "
                    f"with the removals of this run before it, and `{IRREVERSIBLE_KEY}` allows {limit} in one run. The "
                    "package was left untouched, and stays in the state.",
                    f"see that its `onRemoval` is meant; if it is, run `pulumi config set {IRREVERSIBLE_KEY} COUNT`",
                )
            self._removed_count = total_count
