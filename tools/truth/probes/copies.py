"""Copying versions of every status, and against a block."""

from collections.abc import Iterator

from tools.truth.place import Package, Place
from tools.truth.recording import Answer


def copies(place: Place) -> Iterator[tuple[str, str]]:
    """Q9: versions are copied from one repository to another."""
    package = place.package()
    for status in ("Unlisted", "Archived", "Disposed"):
        package.publish(status)
        _ = package.dispose(status) if status == "Disposed" else package.update(status, status)
        yield status, _copied(package, status).outcome(status)
    yield "the copies", ", ".join(sorted(package.within("live").statuses())) or "none"
    blocked = place.package()
    blocked.publish("1.0")
    blocked.within("live").call(
        "put_package_origin_configuration", restrictions={"publish": "BLOCK", "upstream": "ALLOW"}
    )
    yield "against publish BLOCK", _copied(blocked, "1.0").outcome("1.0")
    package.within("live").dispose("Unlisted")
    yield "over a Disposed one", _copied(package, "Unlisted").outcome("Unlisted")
    yield "over a Disposed one, overwriting", _copied(package, "Unlisted", overwrite=True).outcome("Unlisted")


def _copied(package: Package, version: str, *, overwrite: bool = False) -> Answer:
    named = {key: value for key, value in package.address.items() if key != "repository"}
    return package.place.call(
        "copy_package_versions",
        sourceRepository=package.repository,
        destinationRepository="live",
        versions=[version],
        allowOverwrite=overwrite,
        **named,
    )
