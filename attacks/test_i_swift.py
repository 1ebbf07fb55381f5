"""Swift names: CodeArtifact converts names and namespaces to lower case, in requests too (UG swift-name-normalization).

The emulator does not do so, so it is taught here. A change of the spelling in a manifest is then a removal of what the
same run declares.
"""
import pytest
from attacks.common import *
from tests.support.stores import store
from emulator.codeartifact.operations.request import Request
from emulator.store import PackageFormat, PackageKey
SEED = store(swift={"acme/tool": ["1.0.0", "1.1.0"]})
M = 'domain: acme\nrepository: npm-store\nformat: swift\npackages:\n  {name}:\n    onRemoval: {on}\n    versions: {{"1.0.0": Published, "1.1.0": Published}}\n'

@pytest.fixture(autouse=True)
def swift_in_lower_case(monkeypatch):
    def package(self):
        f, n, ns = PackageFormat(self.parameters["format"]), self.parameters["package"], self.parameters.get("namespace") or ""
        if f is PackageFormat.SWIFT:
            n, ns = n.lower(), ns.lower()
        return PackageKey(f, ns, n)
    monkeypatch.setattr(Request, "package", property(package))

@pytest.mark.parametrize("on", ["delete", "dispose"])
def test_spelling_changes(sandbox, endpoint, on):
    sandbox.declare(M.format(name="Acme/Tool", on=on)); ended(sandbox.up())
    endpoint.calls.clear()
    sandbox.declare(M.format(name="acme/tool", on=on))
    show("preview", sandbox.preview()); show("up", sandbox.previewed_up()); show_calls(endpoint)
    assert statuses(endpoint, "tool", "swift", "acme") == {"1.0.0": "Published", "1.1.0": "Published"}

def test_two_spellings_at_once(sandbox, endpoint):
    sandbox.declare(M.format(name="Acme/Tool", on="retain").replace('"1.1.0": Published', '"1.1.0": Archived'))
    sandbox.declare(M.format(name="acme/tool", on="retain"), "b.yaml")
    for _ in range(2):
        show("up", sandbox.up()); print(statuses(endpoint, "tool", "swift", "acme")); show_calls(endpoint)
    assert sandbox.preview("--expect-no-changes").exit_code != 0

M2 = 'domain: acme\nrepository: npm-store\nformat: swift\npackages:\n  Acme/Tool: {origin: {publish: BLOCK, upstream: BLOCK}, versions: {"1.0.0": Published}}\n  acme/other: {origin: {publish: BLOCK, upstream: BLOCK}, versions: {}}\n'
def test_origin_is_never_at_rest(sandbox, endpoint):
    """Origin configurations of several packages are read by ListPackages, which names them in lower case."""
    sandbox.declare(M2)
    for _ in range(3):
        u = sandbox.up(); print("origin", u.exit_code, [l for l in u.text.splitlines() if "origin" in l]); show_calls(endpoint); endpoint.calls.clear()
    assert sandbox.preview("--expect-no-changes").exit_code == 0
