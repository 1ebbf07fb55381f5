"""Deleting versions and packages, where some or all of it is not there."""

from collections.abc import Iterator

from tools.truth.place import Place


def of_some(place: Place) -> Iterator[tuple[str, str]]:
    """Q4: one of the versions is not there, or is not as expected."""
    package = place.package()
    for version in ("1.0", "2.0", "3.0"):
        package.publish(version)
    beside = package.delete("1.0", "none")
    yield "one of two is absent", f"{beside.outcome('1.0')}, the absent one {beside.outcome('none')}"
    package.publish("1.0")
    package.update("Archived", "2.0")
    unequal = package.delete("1.0", "2.0", expectedStatus="Published")
    yield "one of two is not as expected", f"{unequal.outcome('1.0')}, the other {unequal.outcome('2.0')}"
    yield "only an absent one", package.delete("none").outcome("none")
    yield "an absent one, expected Published", package.delete("none", expectedStatus="Published").outcome("none")
    yield "afterwards", " ".join(sorted(package.statuses())) or "nothing"
    package.delete(*package.statuses())
    yield "a package without versions, listed", package.call("list_package_versions").word
    yield "a package without versions, described", package.call("describe_package").word


def of_nothing(place: Place) -> Iterator[tuple[str, str]]:
    """Q14: the package is not there, or is not there any more."""
    package = place.package()
    yield "never published", package.call("delete_package").word
    package.publish("1.0")
    yield "there", package.call("delete_package").word
    yield "a second time", package.call("delete_package").word
    yield "versions afterwards", package.call("list_package_versions").word
    package.call("put_package_origin_configuration", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    yield "only an origin configuration, described", package.call("describe_package").word
    yield "only an origin configuration, deleted", package.call("delete_package").word
