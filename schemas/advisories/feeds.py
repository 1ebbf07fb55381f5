"""From `advisories` of a manifest to feeds, or to what is wrong with them. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import PurePath
from typing import Final, TypeVar

from packagestate.schemas.advisories.entry import AcceptEntry, AdvisoriesEntry, IgnoreEntry
from packagestate.schemas.advisories.feed import Accepted, Feed, Ignored
from packagestate.schemas.advisories.record import Kind
from packagestate.schemas.durations import duration
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.manifest import Manifest
from packagestate.schemas.nodes import Node, Sequence, entry_at, map_at, place_of
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status

_LEAST_WAIT: Final = timedelta(days=30)
_MOST_VERSIONS: Final = 10
_MOST_FRACTION: Final = 500
_THOUSANDTHS: Final = 1_000

_Said = TypeVar("_Said", Ignored, Accepted)


def feeds_of(manifest: Manifest, root: Node, file: PurePath) -> tuple[tuple[Feed, ...], tuple[Fault, ...]]:
    """What `advisories` of a manifest means.

    Args:
        manifest: The manifest.
        root: The document that it stands in.
        file: The path of the manifest, where its folders begin.

    Returns:
        The feeds that have no fault, in the order of the file, and the faults.
    """
    feeds, faults = [], []
    stated = map_at(root, "advisories")
    named = entry_at(root, ("repositories",))
    place = place_of(root if named is None else named.key)
    scope = Scope.of(manifest.domain, manifest.domain_owner, manifest.repositories or (), place)
    for name, entry in manifest.advisories.items():
        reader = _Reader(manifest, name, stated.values[name], place_of(stated.keys[name]), scope)
        feed = reader.feed(entry, file)
        faults += reader.faults
        if not reader.faults:
            feeds.append(feed)
    return tuple(feeds), tuple(faults)


class _Reader:
    """Reads one feed, and notes what is wrong with it."""

    def __init__(self, manifest: Manifest, name: str, node: Node, place: Place, scope: Scope) -> None:
        self._manifest, self._name, self._node, self._place, self._scope = manifest, name, node, place, scope
        self.faults: list[Fault] = []

    def feed(self, entry: AdvisoriesEntry, file: PurePath) -> Feed:
        """What it means; where there are faults, what is left of it."""
        if self._manifest.repositories is None:
            self._fault(
                "Advisories are for several repositories",
                "it stands in a manifest with `repository`, and an advisory is about every copy of a version.",
                "write `repositories: all`, or a list with the names of some",
            )
        if Kind.VULNERABILITY in entry.kinds and entry.status is not Status.UNLISTED:
            self._fault(
                "Status not possible for vulnerabilities",
                f"`{entry.status}` takes versions away from everybody who installs them now, and most vulnerabilities "
                "do not matter where a version is used. Of `vulnerability`, only `Unlisted` can be said.",
                "write `status: Unlisted`, or keep `vulnerability` out of `kinds`",
                "status",
            )
        wait = None if entry.dispose is None else duration(entry.dispose.after)
        if wait is not None and wait < _LEAST_WAIT:
            self._fault(
                "Wait before disposal too short",
                "`dispose.after` is below 30 days. Wrong advisories have stood for 42 days, and what is disposed of "
                "does not come back.",
                "write `45d`, say",
                "dispose",
                "after",
            )
        if wait is not None and entry.status is not Status.ARCHIVED:
            self._fault(
                "Disposal without archiving",
                "only what an advisory has archived is disposed of, and `status` is not `Archived`.",
                "write `status: Archived`, or take `dispose` out",
                "dispose",
            )
        caps = entry.at_most
        return Feed(
            self._name,
            self._scope,
            self._manifest.format,
            file.parent / entry.source,
            frozenset(map(Kind, entry.kinds)),
            Status(entry.status),
            frozenset(entry.origin or (OriginType.EXTERNAL,)),
            wait,
            _MOST_VERSIONS if caps is None or caps.versions is None else int(caps.versions),
            _MOST_FRACTION if caps is None or caps.fraction is None else round(float(caps.fraction) * _THOUSANDTHS),
            self._by_id("ignore", self._ignored(entry.ignore)),
            self._by_id("accept", self._accepted(entry.accept)),
            self._place,
        )

    def _ignored(self, entries: Iterable[IgnoreEntry]) -> Iterable[Ignored]:
        for index, each in enumerate(entries):
            self._check_reason("ignore", index, each)
            until = self._day("ignore", index, each.until)
            if until is not None:
                yield Ignored(each.id, until, each.reason, self._item_place("ignore", index))

    def _accepted(self, entries: Iterable[AcceptEntry]) -> Iterable[Accepted]:
        for index, each in enumerate(entries):
            self._check_reason("accept", index, each)
            if each.range is None and each.at_most is None:
                self._fault(
                    "Acceptance without an effect",
                    f"`accept` of `{each.id}` says neither `range: unbounded` nor `atMost`, so it changes nothing.",
                    "add what is accepted, or take it out",
                    "accept",
                    index=index,
                )
            until = None if each.until is None else self._day("accept", index, each.until)
            at_most = None if each.at_most is None else int(each.at_most)
            place = self._item_place("accept", index)
            yield Accepted(each.id, each.range is not None, at_most, until, each.reason, place)

    def _check_reason(self, key: str, index: int, entry: IgnoreEntry | AcceptEntry) -> None:
        if not entry.reason.strip():
            self._fault(
                "Reason is missing",
                f"`{key}` of `{entry.id}` does not say why, and nobody can tell later whether it is still right.",
                "say why, and link to the whole story",
                key,
                index=index,
            )

    def _by_id(self, key: str, said: Iterable[_Said]) -> Mapping[str, _Said]:
        found: dict[str, _Said] = {}
        for each in said:
            if found.setdefault(each.id, each) is not each:
                detail = f"`{key}` names `{each.id}` twice, and which of the two counts nobody can tell."
                self.faults.append(Fault("Advisory named twice", detail, "take one of them out", each.place))
        return found

    def _day(self, key: str, index: int, written: str) -> date | None:
        try:
            return date.fromisoformat(written)
        except ValueError:
            self._fault(
                "Day not allowed",
                f"`{shortened(written)}` is no day of the calendar.",
                "write a day such as `2027-02-01`",
                key,
                index=index,
            )
            return None

    def _fault(self, summary: str, detail: str, hint: str, *path: str, index: int | None = None) -> None:
        entry = entry_at(self._node, path) if path else None
        place = self._place if entry is None else place_of(entry.key)
        if index is not None:
            place = self._item_place(path[0], index)
        self.faults.append(Fault(summary, f"Advisories `{self._name}`: {detail}", hint, place))

    def _item_place(self, key: str, index: int) -> Place:
        entry = entry_at(self._node, (key,))
        node = self._node if entry is None else entry.value
        return place_of(node.items[index] if isinstance(node, Sequence) else node)
