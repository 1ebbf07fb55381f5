"""The order in which people expect versions: by the rule of the ecosystem, else as people count. Pure.

Every rule is a key to sort by, so each order is total. Versions that a rule does not know come after those it knows.
Versions that a rule calls equal, such as `1.0` and `1.0.0` of pypi, are in the order of `natural`, so that no order
depends on the one before.
"""

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.protocol import VersionKey


def version_order(version: str, package_format: Format) -> VersionKey:
    """The order of versions of one format: 1.0.0-beta before 1.0.0 for npm, 1.0rc1 before 1.0 for pypi.

    Args:
        version: The version.
        package_format: The format, whose ecosystem's rule applies; generic and ruby have none here.

    Returns:
        A key to sort by, to be compared with those of the same format alone.
    """
    rules = ecosystem(package_format)
    if not rules.has_order:
        return VersionKey(is_unknown=False, rule=(), text=natural(version))
    return rules.sort_key(rules.parse(version))
