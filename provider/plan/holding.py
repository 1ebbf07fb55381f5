"""What is said about one version of one repository, and what keeps it from having a less restrictive status. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Statements:
    """What manifests say about one version of one repository.

    Attributes:
        literal: What they say of this repository alone; None where they do not name the version.
        wide: What they say of several repositories and holds for this one, in the order of the files, without what
            `literal` overrides.
    """

    literal: DesiredVersion | None = None
    wide: tuple[WideVersion, ...] = ()

    @classmethod
    def about(cls, version: str, package: DesiredPackage | None, wide: Iterable[WideVersion]) -> "Statements":
        """Pick out what is about one version.

        Args:
            version: The version.
            package: What is said of the package in this repository alone.
            wide: What is said of several repositories and holds for this one.
        """
        named = package.versions if package else ()
        literal = next((each for each in named if each.version == version), None)
        over = literal.over if literal else None
        about = (each for each in wide if each.version == version and not each.is_overridden_by(over))
        return cls(literal, tuple(sorted(about, key=lambda each: each.place)))

    def holding(self, status: Status) -> tuple[WideVersion, ...]:
        """The statements that win over an entry for this repository that declares a status.

        Args:
            status: The status.

        Returns:
            Those that ask for more, in the order of the files.
        """
        return tuple(each for each in self.wide if status.is_looser_than(each.status))

    @property
    def winner(self) -> DesiredVersion | WideVersion | None:
        """The most restrictive statement; of equal ones, that for this repository; None where there is none."""
        winner: DesiredVersion | WideVersion | None = self.literal
        for each in self.wide:
            if winner is None or winner.status.is_looser_than(each.status):
                winner = each
        return winner


def held_by(wide: Iterable[WideVersion]) -> str:
    """That statements for several repositories hold a version, with the lines where they stand.

    Args:
        wide: The statements.
    """
    stated = tuple(wide)
    places = " and ".join(f"{each.place.file}:{each.place.line}" for each in stated)
    return f"held {'by the lock, ' if stated[0].rules else 'for several repositories by '}{places}"
