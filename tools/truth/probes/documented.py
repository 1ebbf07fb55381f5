"""What the User Guide and the API reference say, held against the account as well."""

from collections.abc import Iterator

from tools.truth.place import Place


def documented(place: Place) -> Iterator[tuple[str, str]]:
    """Q0: sentences of the documents, one after another."""
    package = place.package()
    yield "publish", str(package.publish("1.0").body.get("status"))
    yield "publish, unfinished", str(package.publish("2.0", unfinished=True).body.get("status"))
    yield "publish other content again", package.publish("1.0", b"other").word
    wrong = package.call(
        "publish_package_version", packageVersion="3.0", assetName="asset", assetContent=b"a", assetSHA256="0" * 64
    )
    yield "publish with another hash", wrong.word
    for status in ("Unlisted", "Published", "Archived"):
        yield f"to {status}", package.update(status, "1.0").outcome("1.0")
    yield "fetch of an Archived one", package.fetch("1.0").word
    yield "Archived to Published", package.update("Published", "1.0").outcome("1.0")
    known = package.revisions().get("1.0", "none")
    package.publish("4.0")
    failing = package.update("Archived", "1.0", "4.0", versionRevisions={"1.0": known, "4.0": "AAAA"})
    yield "one of two has another revision", f"{failing.outcome('1.0')}, the other {failing.outcome('4.0')}"
    yield "dispose, as expected", package.dispose("1.0", expectedStatus="Published").outcome("1.0")
    yield "fetch of a Disposed one", package.fetch("1.0").word
    yield "publish what is Disposed", package.publish("1.0").word
    yield "delete what is Disposed", package.delete("1.0", expectedStatus="Disposed").outcome("1.0")
    yield "publish what was Deleted", package.publish("1.0").word
    package.call("put_package_origin_configuration", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    described = package.call("describe_package").body.get("package", {})
    yield "origin configuration", str(described.get("originConfiguration", {}).get("restrictions"))
    yield "publish, blocked", package.publish("5.0").word
    yield "delete the package", package.call("delete_package").word
    yield "list what was deleted", package.call("list_package_versions").word
