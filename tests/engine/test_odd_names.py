"""Packages whose names have capitals, colons or dots are planned, shown and removed like any other."""

import pytest
from mypy_boto3_codeartifact.literals import PackageFormatType

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import ONE_PACKAGE, ended
from tests.support.asking import statuses
from tests.support.stores import store

pytestmark = pytest.mark.engine

NAMES: dict[PackageFormatType, str] = {
    "maven": "com.acme:lib",
    "generic": "my::tools/a::b::c",
    "nuget": "Acme.Lib",
    "npm": "@acme/of",
}
# AWS knows NuGet's names in lower case.
SEED = store(**{kind: {name.lower() if kind == "nuget" else name: ["1.0.0"]} for kind, name in NAMES.items()})


@pytest.mark.parametrize("on_removal", ["dispose", "delete"])
def test_a_removal(sandbox: Sandbox, endpoint: Endpoint, on_removal: str) -> None:
    (sandbox.folder / "packages" / "manifest.yaml").unlink(missing_ok=True)
    for package_format, written in NAMES.items():
        text = ONE_PACKAGE.format(format=package_format, name=written, on_removal=on_removal)
        sandbox.declare(text, f"{package_format}.yaml")
    ended(sandbox.up())
    for package_format in NAMES:
        (sandbox.folder / "packages" / f"{package_format}.yaml").unlink()
    sandbox.declare("domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n")
    named = [f"{written.lower() if kind == 'nuget' else written} ({kind})" for kind, written in NAMES.items()]
    ended(sandbox.preview(), *(f"{name} in acme/npm-store: no longer declared, {on_removal}" for name in named))
    ended(sandbox.up())
    for kind, written in NAMES.items():
        now = statuses(endpoint, written, kind)
        assert now == ({} if on_removal == "delete" else {"1.0.0": "Disposed"})
    assert not sandbox.state()
    ended(sandbox.preview("--expect-no-changes"))
