"""The desired state of packages, as plain values: what a manifest, or somebody's own program, asks for."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import Mark, Place
from packagestate.schemas.status import Status


class Restriction(StrEnum):
    """Whether new versions may enter a package by one way.

    Source: AWS CodeArtifact API reference, `PackageOriginRestrictions`.
    """

    ALLOW = "ALLOW"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True, order=True)
class OriginConfiguration:
    """By which ways new versions may enter a package; versions that are there already stay.

    Attributes:
        publish: Whether they may be published directly.
        upstream: Whether they may be retained from upstream repositories and external connections.
    """

    publish: Restriction
    upstream: Restriction

    def __str__(self) -> str:
        """Both restrictions, as plans and messages print them."""
        return f"publish {self.publish}, upstream {self.upstream}"


class OnRemoval(StrEnum):
    """What becomes of the versions in AWS when a package goes away from the manifests."""

    RETAIN = "retain"
    DISPOSE = "dispose"
    DELETE = "delete"


# Version, status and revision are demanded; reason and mark say why and where.
_COMPARED_COUNT = 3


class Outranked(NamedTuple):
    """What a manifest says of a version, and a more restrictive statement of several repositories outranks.

    Attributes:
        status: What it says.
        place: Where.
    """

    status: Status
    place: Place | None


class DesiredVersion(NamedTuple):
    """What one version must be. Two are equal if they demand the same, wherever and for whatever reason they say so.

    A tuple, since manifests have many: loading 60,000 versions as frozen dataclasses takes 13 % longer.

    Attributes:
        version: The version, exactly as AWS lists it.
        status: The status that it must have; never `Unfinished`.
        revision: The revision that it must have for anything to be done to it; None where any will do.
        reason: Why, in the words of the person who declared it. Untrusted text; not compared.
        mark: Where the manifest says so, as its reader remembers it; not compared.
        over: The file of a statement for several repositories that this one outranks; not compared.
        outranks: The statement that this one outranks, where it is for several repositories; not compared.
        is_of_several: Whether a statement for several repositories says so; not compared.
        is_hold: Whether it is a hold, which nobody has reviewed; not compared.
    """

    version: str
    status: Status
    revision: str | None = None
    reason: str | None = None
    mark: Mark | None = None
    over: str | None = None
    outranks: Outranked | None = None
    is_of_several: bool = False
    is_hold: bool = False

    @property
    def place(self) -> Place | None:
        """Where the manifest says so."""
        return None if self.mark is None else Place.at(self.mark)

    def __eq__(self, other: object) -> bool:
        """Whether both demand the same; a plain tuple demands nothing."""
        return isinstance(other, DesiredVersion) and self[:_COMPARED_COUNT] == other[:_COMPARED_COUNT]

    def __ne__(self, other: object) -> bool:
        """The opposite; a tuple would compare everything."""
        return not self == other

    def __hash__(self) -> int:
        """Of what is demanded, as equality is."""
        return hash(self[:_COMPARED_COUNT])


@dataclass(frozen=True, slots=True)
class DesiredDeletion:
    """That a whole package must be gone from its repository.

    Attributes:
        reason: Why, in the words of the person who declared it. Untrusted text; not a part of the value.
        place: Where the manifest says so; not a part of the value.
    """

    reason: str | None = field(default=None, compare=False)
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DesiredPackage:
    """What the named versions of one package must be. Versions that are not named are not managed.

    Attributes:
        coordinates: The package.
        versions: Sorted by version, each version once; none where the package must be gone.
        origin: The origin configuration that it must have; None where it is left alone.
        on_removal: What happens when the package is no longer declared.
        place: Where the manifest names the package; not a part of the value.
        deletion: That the package must be gone; None where it may stay.
        floors: The versions that only have to be at least so restrictive, whether they are there or not, since a
            statement for several repositories decides about them; sorted.
    """

    coordinates: Coordinates
    versions: tuple[DesiredVersion, ...]
    origin: OriginConfiguration | None = None
    on_removal: OnRemoval = OnRemoval.RETAIN
    place: Place | None = field(default=None, compare=False)
    deletion: DesiredDeletion | None = None
    floors: tuple[str, ...] = ()

    @property
    def beyond_removal(self) -> tuple[str, ...]:
        """The versions that `on_removal` is not about: only statements for several repositories name them."""
        if self.on_removal is OnRemoval.RETAIN:
            return ()
        return tuple(each.version for each in self.versions if each.is_of_several and each.outranks is None)
