"""From the rules of a manifest to what they mean, or to what is wrong with them. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from packagestate.schemas.coordinates import Format, PackageNameError, normalised_package, parse_package_name
from packagestate.schemas.durations import duration
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.manifest import KeepEntry, Manifest, MatchEntry, RuleEntry
from packagestate.schemas.nodes import Node, entry_at, map_at, place_of
from packagestate.schemas.rule import Keep, Match, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import ExactVersions, VersionRange
from packagestate.schemas.versions.range_errors import VersionRuleError

_DIGEST_LENGTH: Final = 16
# What only a rule that restricts has.
_OF_RESTRICTING: Final = ("match", "status", "atMost", "allowEmpty")


def rules_of(manifest: Manifest, root: Node) -> tuple[tuple[Rule, ...], tuple[Fault, ...]]:
    """What the rules of a manifest mean.

    Args:
        manifest: The manifest.
        root: The document that it stands in.

    Returns:
        The rules that have no fault, in the order of the file, and the faults.
    """
    rules, faults = [], []
    for name, entry in manifest.rules.items():
        reader = _Reader(manifest, name, map_at(root, "rules").values[name], place_of(map_at(root, "rules").keys[name]))
        rule = reader.rule(entry)
        faults += reader.faults
        if not reader.faults:
            rules.append(rule)
    return tuple(rules), tuple(faults)


class _Reader:
    """Reads one rule, and notes what is wrong with it."""

    def __init__(self, manifest: Manifest, name: str, node: Node, place: Place) -> None:
        self._manifest, self._name, self._node, self._place = manifest, name, node, place
        self._ecosystem = ecosystem(manifest.format)
        self.faults: list[Fault] = []

    def rule(self, entry: RuleEntry) -> Rule:
        """What it means; where there are faults, what is left of it."""
        self._check_kind(entry)
        keep = None if entry.keep is None else self._keep(entry.keep)
        match = None if entry.match is None else self._match(entry.match, entry.status)
        packages = tuple(self._pattern(each) for each in entry.packages)
        scope = _scope(self._manifest, self._place)
        return Rule(
            self._name,
            scope,
            self._manifest.format,
            packages,
            _digest(scope, self._manifest.format, packages, entry),
            keep,
            match,
            None if entry.status is None else Status(entry.status),
            entry.reason,
            None if entry.at_most is None else int(entry.at_most),
            entry.allow_empty == "true",
            self._place,
        )

    def _fault(self, summary: str, detail: str, hint: str, *path: str) -> None:
        entry = entry_at(self._node, path) if path else None
        place = self._place if entry is None else place_of(entry.key)
        self.faults.append(Fault(summary, f"Rule `{self._name}`: {detail}", hint, place))

    def _check_kind(self, entry: RuleEntry) -> None:
        """A rule either keeps, or restricts."""
        stated = {
            "match": entry.match,
            "status": entry.status,
            "atMost": entry.at_most,
            "allowEmpty": entry.allow_empty,
        }
        found = [key for key in _OF_RESTRICTING if stated[key] is not None]
        if entry.keep is not None and found:
            detail = f"`keep` protects versions, and `{found[0]}` is for a rule that restricts them."
            self._fault("Rule keeps and restricts", detail, "write two rules", found[0])
        elif entry.keep is None and not (entry.match is not None and entry.status is not None):
            missing = " and ".join(f"`{key}`" for key in ("match", "status") if stated[key] is None)
            detail = f"It has no `keep`, and {missing} is missing, so it does nothing."
            self._fault("Rule without an effect", detail, f"add {missing}, or `keep`")

    def _keep(self, entry: KeepEntry) -> Keep:
        if entry.latest is None and entry.versions is None:
            self._fault("Rule without an effect", "`keep` is empty.", "add `latest` or `versions`", "keep")
        if entry.latest is not None:
            self._require_order("keep", "latest")
        latest = None if entry.latest is None else int(entry.latest)
        return Keep(latest, self._versions(entry.versions, "keep"))

    def _match(self, entry: MatchEntry, status: Status | None) -> Match:
        if not entry.model_fields_set:
            self._fault(
                "Rule matches every version",
                "`match` is empty, so every version of the packages would be restricted.",
                "say which versions are meant, such as `match: {olderThan: 180d}`",
                "match",
            )
        if entry.prerelease is not None:
            self._require_order("match", "prerelease")
        if entry.archived_for is not None and status is not Status.DISPOSED:
            detail = "`archivedFor` looks for versions that are Archived, so only `status: Disposed` changes them."
            self._fault("Rule can match nothing", detail, "write `status: Disposed`", "match", "archivedFor")
        statuses = frozenset(map(Status, entry.status or ()))
        if status is not None and statuses and not any(each.is_looser_than(Status(status)) for each in statuses):
            detail = f"versions with these statuses are `{status}` already, or more restrictive."
            self._fault("Rule can match nothing", detail, "name a less restrictive status", "match", "status")
        return Match(
            self._versions(entry.versions, "match"),
            None if entry.older_than is None else duration(entry.older_than),
            None if entry.archived_for is None else duration(entry.archived_for),
            None if entry.prerelease is None else entry.prerelease == "true",
            statuses,
            frozenset(entry.origin or ()),
        )

    def _versions(self, written: str | list[str] | None, part: str) -> VersionRange | None:
        if written is None or isinstance(written, list):
            return None if written is None else ExactVersions(frozenset(written))
        try:
            return self._ecosystem.range(written)
        except VersionRuleError as error:
            self._fault(error.summary, error.detail, error.hint, part, "versions")
            return None

    def _require_order(self, *path: str) -> None:
        if not self._ecosystem.has_order:
            self._fault(
                "No version order for this format",
                f"`{path[-1]}` needs an order, and packagestate knows none of {self._ecosystem.name} versions.",
                "name the versions one by one, such as `versions: [...]`",
                *path,
            )

    def _pattern(self, written: str) -> str:
        """A name or glob as names are compared."""
        sign, name = ("!", written[1:]) if written.startswith("!") else ("", written)
        try:
            parse_package_name(self._manifest.format, name.replace("*", "a").replace("?", "a"))
        except PackageNameError as error:
            self._fault(
                "Package name does not fit the format", f"`{shortened(written)}`: {error}.", "correct it", "packages"
            )
        if self._manifest.format is Format.PYPI:
            name = normalised_package(Format.PYPI, name)
        return sign + (name.lower() if self._manifest.format is Format.SWIFT else name)


def _scope(manifest: Manifest, place: Place) -> Scope:
    named = manifest.repositories or [manifest.repository or ""]
    return Scope.of(manifest.domain, manifest.domain_owner, named, place)


def _digest(scope: Scope, package_format: Format, packages: Iterable[str], entry: RuleEntry) -> str:
    """A digest of all that decides which versions a rule is about."""
    said: dict[str, Any] = entry.model_dump(mode="json", exclude={"packages", "reason"}, exclude_none=True)
    place = {
        "domain": scope.domain,
        "owner": scope.domain_owner,
        "repositories": sorted(scope.patterns),
        "format": package_format,
        "packages": sorted(packages),
    }
    text = json.dumps(place | said, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGEST_LENGTH]
