"""How new versions may come into a package: defaults of the origin configuration, and what it forbids.

Source: UG package-origin-controls. It governs new versions only; those that are there stay.

Undocumented (Q13): how package groups and this configuration combine. There are no package groups here.
"""

from emulator.store.errors import PublishBlockedError
from emulator.store.model import OriginRestrictions, OriginType, Restriction
from emulator.store.tree import Package

PUBLISHED_FIRST = OriginRestrictions(publish=Restriction.ALLOW, upstream=Restriction.BLOCK)
"""The default of a package whose first version was published into the repository."""

INGESTED_FIRST = OriginRestrictions(publish=Restriction.BLOCK, upstream=Restriction.ALLOW)
"""The default of a package whose first version was ingested or retained from upstream.

The guide names ingestion "from a public source".

Undocumented (Q0): that a retained internal package gets the same.
"""

PUBLISH_BLOCKED = "This package is configured to block new versions"


def default_restrictions(first_origin: OriginType) -> OriginRestrictions:
    """The default for a package whose first version came in that way.

    Undocumented (Q0): what follows from the origin type UNKNOWN.
    """
    return INGESTED_FIRST if first_origin is OriginType.EXTERNAL else PUBLISHED_FIRST


def check_publishing(package: Package | None) -> None:
    """Refuse to publish into a package that is blocked for it.

    The guide says that such a version is rejected. Source: the words, a real answer to an upload to PyPI's registry.

    Undocumented (Q15): the error's code; the words where npm or the API publishes.

    Raises:
        PublishBlockedError: The package's `publish` restriction is BLOCK.
    """
    if package and package.origin.publish is Restriction.BLOCK:
        raise PublishBlockedError(PUBLISH_BLOCKED, package.key.display_name, "package")


def reaches_upstream(package: Package | None) -> bool:
    """Whether a request for a version that is not here may go on to the upstream repositories."""
    return package is None or package.origin.upstream is Restriction.ALLOW
