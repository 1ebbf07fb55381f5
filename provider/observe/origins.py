"""Origin configurations, read by DescribePackage for a single package of a repository, by ListPackages for several.

Which of them are needed comes out one after the other: first those that are declared, then those of packages that lose
versions, then those of packages that nobody declares any more. So a listing goes on where it stopped, and no page is
read twice in a run.
"""

from collections.abc import Collection, Iterator

from packagestate.provider.gateway import Gateway, ListedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration

Place = tuple[Repository, Format]
Origins = dict[Coordinates, OriginConfiguration | None]


class OriginReader:
    """Reads origin configurations. Several threads may ask at once, about different places."""

    def __init__(self, gateway: Gateway) -> None:
        """Ask nothing yet.

        Args:
            gateway: Where AWS is asked.
        """
        self._gateway = gateway
        self._listings: dict[Place, _Listing] = {}

    def read(self, place: Place, wanted: Collection[Coordinates]) -> Origins:
        """Read the origin configurations of some packages.

        Args:
            place: Their repository and format.
            wanted: The packages.

        Returns:
            The configuration of each that is there; None where AWS names none.

        Raises:
            GatewayError: AWS could not be asked.
        """
        # Taken out while it is read: one that fails must not pass for one that came to its end.
        listing = self._listings.pop(place, None)
        if listing is None and len(wanted) == 1:
            return {coordinates: self._gateway.read_origin(coordinates) for coordinates in wanted}
        listing = listing or _Listing(self._gateway.list_packages(*place))
        found = listing.find(wanted)
        self._listings[place] = listing
        return found


class _Listing:
    """The packages of one repository and format, as far as they were needed."""

    def __init__(self, packages: Iterator[ListedPackage]) -> None:
        self._packages = packages
        self._found: Origins = {}

    def find(self, wanted: Collection[Coordinates]) -> Origins:
        missing = set(wanted) - self._found.keys()
        while missing and (listed := next(self._packages, None)) is not None:
            self._found[listed.coordinates] = listed.origin
            missing.discard(listed.coordinates)
        return {coordinates: self._found[coordinates] for coordinates in wanted if coordinates in self._found}
