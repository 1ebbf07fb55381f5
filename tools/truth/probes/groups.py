"""Package groups, and a package's own origin configuration beside them."""

from collections.abc import Iterator
from typing import Any, Final

from tools.truth.place import Place
from tools.truth.recording import Answer

_BLOCK: Final = {"PUBLISH": "BLOCK"}


def groups(place: Place) -> Iterator[tuple[str, str]]:
    """Q13: groups are made over a package, and it is published and asked about."""
    root = place.call("describe_package_group", packageGroup="/*")
    yield "the root group", _restrictions(root)
    package = place.package()
    pattern = f"/generic/{package.namespace}/{package.name}$"
    yield "made", place.call("create_package_group", packageGroup=pattern).word
    yield "a new group", _restrictions(place.call("describe_package_group", packageGroup=pattern))
    yield "INHERIT on the root", _changed(place, "/*", {"PUBLISH": "INHERIT"}).word
    _changed(place, pattern, _BLOCK)
    yield "publish, blocked by the group", package.publish("1.0").word
    package.call("put_package_origin_configuration", restrictions={"publish": "ALLOW", "upstream": "ALLOW"})
    yield "publish, blocked by the group and allowed by the package", package.publish("2.0").word
    associated = place.call("get_associated_package_group", **_named(package.address))
    yield "what it belongs to", str(associated.body.get("associationType", associated.word))
    for word in ("pypi", "python"):
        yield f"/{word}/* as a pattern", place.call("create_package_group", packageGroup=f"/{word}/*").word
    yield "deleted", place.call("delete_package_group", packageGroup=pattern).word
    yield "publish afterwards", package.publish("3.0").word


def _changed(place: Place, pattern: str, restrictions: dict[str, str]) -> Answer:
    return place.call("update_package_group_origin_configuration", packageGroup=pattern, restrictions=restrictions)


def _restrictions(answer: Answer) -> str:
    group = answer.body.get("packageGroup", {})
    found = group.get("originConfiguration", {}).get("restrictions", {})
    return ", ".join(f"{name} {each.get('mode')}" for name, each in sorted(found.items())) or answer.word


def _named(address: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in address.items() if key != "repository"}
