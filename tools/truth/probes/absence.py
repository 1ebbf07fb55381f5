"""What is answered where something is not there."""

from collections.abc import Iterator

from tools.truth.place import Package, Place
from tools.truth.recording import Answer


def resource_types(place: Place) -> Iterator[tuple[str, str]]:
    """Q11: each thing is asked for that is absent."""
    package = place.package()
    elsewhere = Package(place, "generic", package.namespace, package.name, "nowhere")
    yield "domain", _said(place.recorder.call("describe_domain", domain="packagestate-truth-nowhere"))
    yield "repository", _said(place.call("describe_repository", repository="nowhere"))
    yield "repository of a package", _said(elsewhere.call("list_package_versions"))
    for operation in ("list_package_versions", "describe_package"):
        yield f"package, {operation}", _said(package.call(operation))
    yield "package, update", _said(package.update("Unlisted", "1.0"))
    yield "package, dispose", _said(package.dispose("1.0"))
    yield "package, delete versions", _said(package.delete("1.0"))
    package.publish("1.0")
    yield "version", _said(package.call("describe_package_version", packageVersion="none"))
    yield "version, update", package.update("Unlisted", "none").outcome("none")
    yield "version, dispose", package.dispose("none").outcome("none")
    yield "asset", _said(package.call("get_package_version_asset", packageVersion="1.0", asset="none"))
    yield "readme", _said(package.call("get_package_version_readme", packageVersion="1.0"))


def _said(answer: Answer) -> str:
    return f"{answer.word}, resourceType {answer.body.get('resourceType') or 'none'}"
