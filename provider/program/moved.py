"""What moved between a review and the run that was to do it, in words, and where: the manifests, the settings, or AWS.

Two documents of `provider.program.reviewed` are compared. Somebody who edited a manifest after the review must not read
that AWS moved, so what follows from a changed declaration alone is not reported as a change in AWS.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from packagestate.provider.plan.changes import ORIGIN_KEY, PACKAGE_KEY
from packagestate.provider.state.removals_property import from_key
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import shortened

Document = Mapping[str, Any]

_PARTS: Final = ("packages", "removals", "forgotten")
_NO_LINES: Final[Mapping[str, str]] = {}
_NOT_DECLARED: Final = "not declared"


class Seen(NamedTuple):
    """What AWS has of a version.

    Attributes:
        status: Its status.
        revision: Its revision.
    """

    status: str
    revision: str


_ABSENT: Final = Seen("absent", "")


class _Redeclared(NamedTuple):
    """What the manifests say otherwise than in the review.

    Attributes:
        fields: Which fields of the package.
        versions: Which of its versions.
    """

    fields: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()


#: What AWS has of the declared packages, by the name of the resource and the version.
Present = Mapping[tuple[str, str], Seen]


def differences(reviewed: Document, now: Document, present: Present) -> Iterator[str]:
    """Say what differs.

    Args:
        reviewed: The document of the plan that was reviewed.
        now: The document of the run.
        present: What AWS has now.

    Yields:
        A sentence for each difference; none only where both documents say the same.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: What was reviewed is no such document.
    """
    yield from _settings(reviewed["settings"], now["settings"])
    yield from _settings(reviewed["limitsOfThisRun"], now["limitsOfThisRun"], " in this run alone")
    several = tuple(_several(reviewed["several"], now["several"]))
    yield from several
    for key in sorted({key for each in (reviewed, now) for part in _PARTS for key in each[part]}):
        place, before, after = from_key(key), reviewed["packages"].get(key), now["packages"].get(key)
        if before is not None and after is not None:
            lines = tuple(_package(place, before, after, present, has_other_floors=bool(several)))
            # Whatever the words: two plans that differ are never taken for one.
            is_untold = before != after and not (lines or several)
            yield from [f"{place} is not planned as it was reviewed."] if is_untold else lines
        elif after is not None:
            yield f"in the manifests: {place} is declared now, and was not reviewed."
        elif before is not None and before["copies"] and not (several or before["literal"]):
            yield f"in AWS: {place} was reviewed with {', '.join(before['copies'])}, and has none of that now."
        elif before is not None:
            yield f"in the manifests: {place} was reviewed, and is not declared now."
        if (before is None) == (after is None):
            yield from _removal(key, reviewed, now, present)


def _settings(before: Mapping[str, str], after: Mapping[str, str], when: str = "") -> Iterator[str]:
    for key in sorted(before.keys() | after.keys()):
        if (old := before.get(key)) != (new := after.get(key)):
            yield f"in the settings: packagestate:{key}{when}: reviewed as {_value(old)}, now {_value(new)}."


def _several(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Iterator[str]:
    for subject in sorted(before.keys() | after.keys()):
        if (old := before.get(subject, [])) != (new := after.get(subject, [])):
            was, now = ("; ".join(f"`{each}`" for each in said) or _NOT_DECLARED for said in (old, new))
            yield f"in the manifests: {subject}, for several repositories: reviewed as {was}, now {now}."


def _value(value: str | None) -> str:
    return f"`{shortened(value)}`" if value else "not set"


def _package(
    place: Coordinates, before: Document, after: Document, present: Present, *, has_other_floors: bool
) -> Iterator[str]:
    """What moved of a package that is declared in both."""
    fields = [name for name in ("status", "origin", "onRemoval") if before.get(name) != after[name]]
    for name in fields:
        old, new = (f"`{each[name]}`" if each.get(name) else _NOT_DECLARED for each in (before, after))
        yield f"in the manifests: {place}, {name}: reviewed as {old}, now {new}."
    named = {version for each in (before, after) for part in ("literal", "revisions") for version in each[part]}
    versions = {version for version in named if _said(before, version) != _said(after, version)}
    # A deletion of the whole package names no versions, so all of them leave or join the manifest with it.
    for version in sorted(versions) if "status" not in fields else ():
        old, new = _said(before, version), _said(after, version)
        yield f"in the manifests: {_subject(place, version)}: reviewed as {old}, now {new}."
    if has_other_floors:
        versions.update(before["floors"], after["floors"])
    copies = {*before["copies"], *after["copies"]} - versions
    for version in sorted(copies - before["changes"].keys() - after["changes"].keys()):
        if (old := before["versions"].get(version, "absent")) != after["versions"].get(version, "absent"):
            seen = present.get((place.resource_name, version), _ABSENT)
            yield f"in AWS: {_subject(place, version)}: reviewed as `{old}`, is `{seen.status}` now."
    redeclared = _Redeclared(frozenset(fields), frozenset(versions))
    yield from _moved(place, before["changes"], after["changes"], present, redeclared)


def _said(package: Document, version: str) -> str:
    """What the manifests say of a version."""
    status, pin = package["literal"].get(version), package["revisions"].get(version)
    return " at revision ".join(f"`{each}`" for each in (status, pin) if each) or _NOT_DECLARED


def _moved(
    place: Coordinates,
    before: Mapping[str, str],
    after: Mapping[str, str],
    present: Present,
    redeclared: _Redeclared,
) -> Iterator[str]:
    """What moved in AWS of a package, where not all of it follows from what is declared otherwise now."""
    for key in sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key)):
        old, new = before.get(key, ""), after.get(key, "")
        if key in {ORIGIN_KEY, PACKAGE_KEY}:
            follows = bool(redeclared.fields & {"status", "origin"})
            if not follows or (old and new and _before(old) != _before(new)):
                words = f"reviewed as `{old or 'unchanged'}`, would be `{new or 'unchanged'}` now"
                yield f"in AWS: {place}, {key}: {words}."
        elif key in redeclared.versions or "status" in redeclared.fields:
            seen = present.get((place.resource_name, key), _ABSENT)
            if old and old != f"{seen.status} -> {_after(old)}, revision {seen.revision}":
                yield from _version(place, key, old, new, seen.status)
        else:
            seen = present.get((place.resource_name, key), Seen(_before(new) or "absent", ""))
            yield from _version(place, key, old, new, seen.status)


def _version(place: Coordinates, version: str, old: str, new: str, status: str) -> Iterator[str]:
    subject = f"in AWS: {_subject(place, version)}"
    if not old:
        yield f"{subject}: reviewed as not to change, is `{status}` now."
    elif _before(old) != status:
        yield f"{subject}: reviewed as `{_before(old)}`, is `{status}` now."
    else:
        yield f"{subject}: reviewed as `{old}`, would be `{new or 'unchanged'}` now."


def _before(line: str) -> str:
    return line.partition(" -> ")[0]


def _after(line: str) -> str:
    return line.partition(" -> ")[2].partition(", revision ")[0]


def _subject(place: Coordinates, version: str) -> str:
    return f"{place.written} {version} ({place.format}) in {place.repository}"


def _removal(key: str, reviewed: Document, now: Document, present: Present) -> Iterator[str]:
    """What moved of a removal, of a package whose declaration did not come or go."""
    was, fate = _fate(key, reviewed), _fate(key, now)
    if was != fate:
        yield f"in AWS or the stack's state: {from_key(key)}: reviewed as {was}, is {fate} now."
    elif key not in now["packages"]:
        before, after = reviewed["removals"].get(key, _NO_LINES), now["removals"].get(key, _NO_LINES)
        yield from _moved(from_key(key), before, after, present, _Redeclared())


def _fate(key: str, document: Document) -> str:
    if key in document["forgotten"]:
        return "to be forgotten"
    return "to be removed" if key in document["removals"] and key not in document["packages"] else "not to be removed"
