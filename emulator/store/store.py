"""The store's door: one lock and three parts, by who uses them."""

from collections.abc import Callable
from datetime import datetime

from emulator.store.administration import Administration
from emulator.store.attachments import Attachments
from emulator.store.guarded import Ground, Settings, now_in_utc
from emulator.store.packages import Packages
from emulator.store.registry import Registry

__all__ = ["Settings", "Store"]


class Store:
    """The state of CodeArtifact in one account and region.

    Attributes:
        administration: Domains, repositories, upstreams and external connections.
        attachments: Policies and tags of those.
        packages: The API's operations on packages and versions.
        registry: What package managers do.
        public: The stand-in for the public registries behind the external connections.
        settings: Switches; may be turned at any time.
    """

    def __init__(self, clock: Callable[[], datetime] = now_in_utc) -> None:
        """Make an empty store that reads the time from `clock`."""
        ground = Ground(clock)
        self.settings = ground.settings
        self.public = ground.public
        self.administration = Administration(ground)
        self.attachments = Attachments(ground)
        self.packages = Packages(ground)
        self.registry = Registry(ground)
