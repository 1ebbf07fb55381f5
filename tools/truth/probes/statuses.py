"""Changes of status that AWS's table does not settle, and the guards of a write."""

from collections.abc import Iterator
from typing import Final

from tools.truth.place import Package, Place

_STATUSES: Final = ("Published", "Unlisted", "Archived")


def again(place: Place) -> Iterator[tuple[str, str]]:
    """Q2: a version is brought to the status that it has."""
    package = place.package()
    for status in _STATUSES:
        package.publish(status)
        package.update(status, status)
        yield f"{status} to {status}", package.update(status, status).outcome(status)
        guarded = package.update(status, status, expectedStatus=status)
        yield f"{status} to {status}, expected {status}", guarded.outcome(status)
    package.publish("disposed")
    package.dispose("disposed")
    yield "Disposed disposed", package.dispose("disposed").outcome("disposed")
    for expected in ("Disposed", "Published"):
        guarded = package.dispose("disposed", expectedStatus=expected)
        yield f"Disposed disposed, expected {expected}", guarded.outcome("disposed")
    yield "afterwards", _listed(package)


def out_of_disposed(place: Place) -> Iterator[tuple[str, str]]:
    """Q3: a Disposed version is updated, alone and beside one that may be."""
    package = place.package()
    package.publish("1.0")
    package.publish("2.0")
    package.dispose("1.0")
    for target in _STATUSES:
        yield f"Disposed to {target}", package.update(target, "1.0").outcome("1.0")
        guarded = package.update(target, "1.0", expectedStatus="Disposed")
        yield f"Disposed to {target}, expected Disposed", guarded.outcome("1.0")
    both = package.update("Unlisted", "1.0", "2.0")
    yield "Disposed to Unlisted, beside a Published one", f"{both.outcome('1.0')}, the other {both.outcome('2.0')}"
    yield "a target that no update takes", package.update("Disposed", "2.0").outcome("2.0")
    yield "another status expected", package.update("Archived", "2.0", expectedStatus="Unlisted").outcome("2.0")
    revised = package.update("Archived", "2.0", versionRevisions={"2.0": "AAAA"})
    yield "another revision expected", revised.outcome("2.0")
    yield "afterwards", _listed(package)


def revisions(place: Place) -> Iterator[tuple[str, str]]:
    """Q5: revisions are read before and after each change, and in two repositories."""
    package = place.package()
    package.publish("1.0")
    known = package.revisions().get("1.0")
    for status in ("Unlisted", "Archived", "Published"):
        package.update(status, "1.0")
        found = package.revisions().get("1.0")
        yield f"after {status}", "the same" if found == known else "another"
    place.call(
        "copy_package_versions",
        sourceRepository="store",
        destinationRepository="live",
        **{key: value for key, value in package.address.items() if key != "repository"},
        versions=["1.0"],
    )
    yield "a copy", "the same" if package.within("live").revisions().get("1.0") == known else "another"
    same = place.package()
    same.publish("1.0")
    yield "equal content in another package", "the same" if same.revisions().get("1.0") == known else "another"
    package.dispose("1.0")
    yield "after Disposed", "the same" if package.revisions().get("1.0") == known else "another"


def other_keys(place: Place) -> Iterator[tuple[str, str]]:
    """Q7: the keys of `versionRevisions` are not the versions."""
    package = place.package()
    package.publish("1.0")
    package.publish("2.0")
    known = package.revisions()
    one, two = ({version: known.get(version, "none")} for version in ("1.0", "2.0"))
    for case, guards in (("another", two), ("one too many", one | two)):
        answer = package.update("Unlisted", "1.0", versionRevisions=guards)
        yield f"update, {case}", f"{answer.outcome('1.0')}, the other {answer.outcome('2.0')}"
    few = package.update("Unlisted", "1.0", "2.0", versionRevisions=one)
    yield "update, one too few", f"{few.outcome('1.0')}, the other {few.outcome('2.0')}"
    disposed = package.dispose("1.0", versionRevisions=one | two)
    yield "dispose, one too many", f"{disposed.outcome('1.0')}, the other {disposed.outcome('2.0')}"
    yield "afterwards", _listed(package)


def out_of_unfinished(place: Place) -> Iterator[tuple[str, str]]:
    """Q8: a version that lacks assets is brought everywhere."""
    package = place.package()
    for target in _STATUSES:
        package.publish(target, unfinished=True)
        yield f"Unfinished to {target}", package.update(target, target).outcome(target)
    package.publish("disposed", unfinished=True)
    yield "Unfinished to Disposed", package.dispose("disposed").outcome("disposed")
    package.publish("deleted", unfinished=True)
    yield "Unfinished to Deleted", package.delete("deleted").outcome("deleted")
    yield "afterwards", _listed(package)


def _listed(package: Package) -> str:
    return ", ".join(f"{version} {status}" for version, status in sorted(package.statuses().items())) or "nothing"
