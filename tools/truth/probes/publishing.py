"""Publishing what the origin configuration blocks."""

from collections.abc import Iterator

from tools.truth.place import Place


def blocked(place: Place) -> Iterator[tuple[str, str]]:
    """Q15: the package is published once, then blocked, then published again."""
    for package_format in ("generic", "npm", "pypi"):
        package = place.package(package_format)
        yield f"{package_format}, open", package.publish("1.0.0").word
        package.call("put_package_origin_configuration", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
        yield f"{package_format}, blocked", package.publish("2.0.0").word
        fresh = place.package(package_format)
        fresh.call("put_package_origin_configuration", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
        yield f"{package_format}, blocked before the first version", fresh.publish("1.0.0").word
