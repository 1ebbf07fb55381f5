"""What a manifest says about all of its packages at once. Pure."""

from dataclasses import dataclass

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.nodes import Node, Scalar, entry_at


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the packages.

    Attributes:
        repository: The repository of all packages.
        package_format: Their format.
        on_removal: What the delete hook does for those that say nothing else.
    """

    repository: Repository
    package_format: Format
    on_removal: OnRemoval

    def fits(self, coordinates: Coordinates) -> bool:
        """Whether a package can stand below it.

        Args:
            coordinates: The package; where it or the header names no owner of the domain, that is no difference.

        Returns:
            Whether it can.
        """
        theirs = coordinates.repository
        owners = {self.repository.domain_owner, theirs.domain_owner} - {None}
        return (
            (self.repository.domain, self.repository.name, self.package_format)
            == (theirs.domain, theirs.name, coordinates.format)
        ) and len(owners) <= 1


def header_of(root: Node) -> Header:
    """Read what stands above the packages.

    Args:
        root: A manifest without faults.

    Returns:
        Its header.
    """
    return Header(
        Repository(_text(root, "domain"), _text(root, "repository"), _text(root, "domainOwner") or None),
        Format(_text(root, "format")),
        OnRemoval(_text(root, "onRemoval") or OnRemoval.RETAIN),
    )


def _text(root: Node, key: str) -> str:
    entry = entry_at(root, (key,))
    return entry.value.value if entry is not None and isinstance(entry.value, Scalar) else ""
