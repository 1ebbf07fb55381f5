"""What an `over` means: a rule, advisories, or the manifest for several repositories whose path ends so. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from typing import Final

from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.names import ADVISORY_ID
from packagestate.schemas.rule import Rule
from packagestate.schemas.wide_version import WideVersion

_HERE: Final = "./"
_ADVISORY: Final = re.compile(ADVISORY_ID.schema["pattern"]).fullmatch
_FILES: Final = (".yaml", ".yml")
_OVER: Final = attrgetter("over")

_Subject = tuple[str, Format, str | None, str, str]


def meant_by(over: str, files: Iterable[str], whole: Callable[[str], str]) -> list[str]:
    """The files that an `over` can mean.

    Args:
        over: What stands there.
        files: The files, as messages show them.
        whole: Gives the whole path of one.

    Returns:
        Those whose whole path it is, or ends with: that does not depend on the folder that a command is run in.
    """
    written = over.removeprefix(_HERE)
    return sorted(file for file in files if f"/{whole(file)}".endswith(f"/{written}"))


def shortest(file: str, files: Iterable[str], whole: Callable[[str], str]) -> str:
    """What an `over` can say so that it means one file.

    Args:
        file: The file, as messages show it.
        files: All that it could mean.
        whole: Gives the whole path of one.

    Returns:
        The shortest end of its path with which no other file ends.
    """
    known = tuple(files)
    parts = whole(file).split("/")
    ends = ("/".join(parts[-count:]) for count in range(1, len(parts)))
    return next((end for end in ends if meant_by(end, known, whole) == [file]), file)


@dataclass(frozen=True, slots=True)
class Overriding:
    """What can be overridden, and where it stands.

    Attributes:
        wide: The statements of several repositories.
        rules: The rules, which are overridden by their name.
        feeds: The advisories of manifests, which are overridden by the id of one, or the name of the feed.
        doubtful: Files with faults of their own: what they say is not known.
        whole: Gives the whole path of a file that messages show.
    """

    wide: Collection[WideVersion]
    rules: Collection[Rule]
    feeds: Collection[Feed]
    doubtful: Collection[str]
    whole: Callable[[str], str]

    def settled(self, packages: Collection[DesiredPackage]) -> tuple[tuple[DesiredPackage, ...], tuple[Fault, ...]]:
        """Give each `over` the name of the file that it means.

        Args:
            packages: What manifests say of one repository each.

        Returns:
            The same packages, and a fault for each `over` that means no statement about its version, or several.
        """
        overs = map(_OVER, chain.from_iterable(package.versions for package in packages))
        if not {*overs} - {None}:
            return tuple(packages), ()
        stated: defaultdict[_Subject, list[WideVersion]] = defaultdict(list)
        for each in self.wide:
            stated[each.scope.domain, each.package_format, each.namespace, each.package, each.version].append(each)
        faults: list[Fault] = []

        def settled(version: DesiredVersion, place: Coordinates) -> DesiredVersion:
            if version.over is None:
                return version
            if self._is_rule(version.over, place) or self._is_of_feed(version.over, place):
                return version
            subject = (place.repository.domain, place.format, place.namespace, place.package, version.version)
            about = {each.place.file for each in stated[subject] if each.is_about(place.repository.name)}
            meant = meant_by(version.over, about, self.whole)
            if len(meant) == 1:
                return version._replace(over=meant[0])
            if not meant_by(version.over, self.doubtful, self.whole):
                faults.append(_ambiguous(version, meant) if meant else self._nothing(version, place, about))
            return version

        found = tuple(
            replace(each, versions=tuple(settled(version, each.coordinates) for version in each.versions))
            for each in packages
        )
        return found, tuple(faults)

    def _is_rule(self, over: str, place: Coordinates) -> bool:
        return any(each.name == over and each.is_about(place.repository, place) for each in self.rules)

    def _is_of_feed(self, over: str, place: Coordinates) -> bool:
        """Whether it names a feed about the package, or can be the id of an advisory.

        Whether an advisory has a line changes with every record that a database corrects or withdraws. What is written
        over one that has none overrides nothing, and stops nobody.
        """
        if _ADVISORY(over) and not over.endswith(_FILES):
            return True
        about = ((each.scope.domain, each.package_format) for each in self.feeds if each.name == over)
        return (place.repository.domain, place.format) in about

    def _nothing(self, version: DesiredVersion, place: Coordinates, about: Collection[str]) -> Fault:
        # Not at the top: most manifests name the right file.
        from packagestate.schemas.likeness import nearest  # noqa: PLC0415

        over = version.over or ""
        files = {each.place.file for each in self.wide}
        known = meant_by(over, files, self.whole) or [each.name for each in self.rules if each.name == over]
        said = (
            f"`{shortened(known[0])}`, which says nothing of `{shortened(version.version)}` for this repository"
            if known
            else f"`{shortened(over)}`, and no rule, advisory or manifest for several repositories is called so"
        )
        ends = {shortest(file, files, self.whole): file for file in about}
        ends |= {each.name: each.name for each in self.rules if each.is_about(place.repository, place) and each.status}
        near = nearest(over, ends) or (next(iter(ends)) if len(ends) == 1 else None)
        hint = "take `over` out: no statement for several repositories is about this version here"
        if ends:
            hint = f"did you mean `{near}`?" if near else f"name one of {', '.join(f'`{end}`' for end in sorted(ends))}"
        return Fault(
            "Nothing to override",
            f"`over` of `{shortened(place.written)}` {shortened(version.version)} names {said}.",
            hint,
            version.place,
        )


def _ambiguous(version: DesiredVersion, meant: Collection[str]) -> Fault:
    return Fault(
        "Several manifests to override",
        f"`over` names `{shortened(version.over or '')}`, with which the paths of several manifests end that speak of "
        f"this version: {', '.join(f'`{each}`' for each in meant)}.",
        "write more of the path of one, and leave this repository out of the others with `except`",
        version.place,
    )
