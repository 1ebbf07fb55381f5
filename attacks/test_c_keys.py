"""Versions that the engine or the SDK takes for something of its own."""
import pytest, json
from attacks.common import *
from tests.support.stores import store
SIG = "4dabf18193072939515e22adb298388d"
SEED = store(generic={"ns/tool": [SIG, "__1.0", "__provider", "__defaults", "__internal", "id", "urn", "1.0"]})
H = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n  ns/tool:\n    versions:\n"
def h(endpoint): return statuses(endpoint, "tool", "generic", "ns")

@pytest.mark.parametrize("version", [SIG, "__1.0", "__provider", "__defaults", "__internal", "id", "urn"])
def test_up(sandbox, endpoint, version):
    sandbox.declare(H + f'      "{version}": Archived\n')
    show("preview", sandbox.preview())
    u = show("up", sandbox.previewed_up())
    print(h(endpoint))
    assert u.exit_code == 0
    assert h(endpoint)[version] == "Archived"
    assert sandbox.preview("--expect-no-changes").exit_code == 0

def set_generic(endpoint, version, status):
    client(endpoint).update_package_versions_status(domain="acme", repository="npm-store", format="generic", namespace="ns", package="tool", versions=[version], targetStatus=status)

@pytest.mark.parametrize("version", ["__1.0", "1.0"])
def test_plan_binds(sandbox, endpoint, tmp_path, version):
    sandbox.declare(H + f'      "{version}": Disposed\n      "id": Archived\n')
    f = plan_file(sandbox, tmp_path)
    set_generic(endpoint, version, "Unlisted")
    endpoint.calls.clear()
    show("up --plan", sandbox.up("--plan", f))
    show_calls(endpoint); print(h(endpoint))
    assert h(endpoint)[version] == "Unlisted"
