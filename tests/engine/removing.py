"""What the tests of removals and deletions have in common."""

import json
from collections.abc import Iterable
from pathlib import Path

from mypy_boto3_codeartifact.literals import PackageFormatType

from emulator import Endpoint
from examples.sandbox import Finished, Sandbox
from tests.support.asking import client, set_status, statuses

DEBUG = "acme/npm-store/npm//debug"
PROJECT = "urn:pulumi:sandbox::packagestate::pulumi-python:dynamic/codeartifact:Package"
VERSIONS = ("4.4.1", "4.4.2", "4.4.3")

HEADER = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"
CHALK = '  chalk:\n    versions:\n      "5.6.1": Archived\n'
OTHERS = HEADER + CHALK
FENCE = {"publish": "BLOCK", "upstream": "BLOCK"}
ONE_PACKAGE = """\
domain: acme
repository: npm-store
format: {format}
packages:
  "{name}":
    onRemoval: {on_removal}
    versions:
      "1.0.0": Published
"""


def debug(on_removal: str, *, owner: str = "") -> str:
    """The manifest with `debug`, all of whose versions are declared."""
    versions = '      "4.4.1": Unlisted\n      "4.4.2": Archived\n      "4.4.3": Published\n'
    text = f"{OTHERS}  debug:\n    onRemoval: {on_removal}\n    versions:\n{versions}"
    return text.replace("domain: acme\n", f"domain: acme\ndomainOwner: '{owner}'\n") if owner else text


def deleted(origin: str = "") -> str:
    more = f", origin: {origin}" if origin else ""
    return f'{OTHERS}  debug: {{status: Deleted, reason: "a typosquat"{more}}}\n'


def held(endpoint: Endpoint, package: str = "debug", package_format: PackageFormatType = "npm") -> dict[str, str]:
    """Version and status of what a package holds; empty where it is absent."""
    return statuses(endpoint, package, package_format)


def origin(endpoint: Endpoint, package: str = "debug") -> dict[str, str]:
    answer = client(endpoint).describe_package(domain="acme", repository="npm-store", format="npm", package=package)
    return {key: str(value) for key, value in answer["package"]["originConfiguration"]["restrictions"].items()}


def unlist(endpoint: Endpoint, version: str) -> None:
    set_status(endpoint, "debug", version, "Unlisted")


def export(sandbox: Sandbox) -> str:
    return sandbox.pulumi("stack", "export", "--stack", "sandbox").text


def restore(sandbox: Sandbox, text: str) -> None:
    file = sandbox.folder / "state.json"
    file.write_text(text, encoding="utf-8")
    imported = sandbox.pulumi("stack", "import", "--stack", "sandbox", "--file", str(file))
    assert imported.exit_code == 0, imported.text


def left_to_be_deleted(state: str, name: str) -> str:
    """A state in which an interrupted replacement has left the old resource to be deleted."""
    document = json.loads(state)
    resources = document["deployment"]["resources"]
    (old,) = (each for each in resources if each["urn"].endswith(f"::{name}"))
    resources.insert(resources.index(old) + 1, {**old, "delete": True})
    return json.dumps(document)


def writes(endpoint: Endpoint, package: str = "debug") -> list[str]:
    return [call.operation for call in endpoint.calls.writes if call.parameters["package"] == package]


def ended(finished: Finished, *texts: str, code: int | None = 0) -> str:
    """That a run ended as it should, and says what it should."""
    assert code is None or finished.exit_code == code, finished.text
    assert code is not None or finished.exit_code != 0, finished.text
    assert "Traceback" not in finished.text
    for text in texts:
        assert text in finished.text, finished.text
    return finished.text


def all_in(texts: Iterable[str], text: str) -> bool:
    return all(each in text for each in texts)


def plan_file(sandbox: Sandbox, folder: Path) -> str:
    """The plan file of a preview that goes well."""
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    file = str(folder / "plan.json")
    ended(sandbox.preview("--save-plan", file))
    return file
