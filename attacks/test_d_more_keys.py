import pytest, json
from attacks.common import *
from tests.support.stores import store
SIG = "4dabf18193072939515e22adb298388d"
SEED = store(generic={"ns/tool": [SIG, "__1.0", "id", "1.0"], "ns/zeta": ["1.0"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"
H = H0 + "  ns/tool:\n    versions:\n"
def h(endpoint, p="tool"): return statuses(endpoint, p, "generic", "ns")
def set_generic(endpoint, version, status):
    client(endpoint).update_package_versions_status(domain="acme", repository="npm-store", format="generic", namespace="ns", package="tool", versions=[version], targetStatus=status)

@pytest.mark.parametrize("how", ["file", "strict"])
def test_plan_binds_update(sandbox, endpoint, tmp_path, how):
    sandbox.declare(H + '      "__1.0": Unlisted\n      "id": Archived\n')
    ended(sandbox.up())
    sandbox.declare(H + '      "__1.0": Disposed\n      "id": Published\n')
    if how == "file":
        f = plan_file(sandbox, tmp_path)
        set_generic(endpoint, "__1.0", "Published")
        endpoint.calls.clear()
        show("up --plan", sandbox.up("--plan", f))
    else:
        from tests.engine.test_bound_up import between
        import tests.engine.test_bound_up as b
        b.PACKAGE_COUNT = 1
        endpoint.calls.clear()
        happened = between(endpoint, lambda: set_generic(endpoint, "__1.0", "Published"))
        show("up", sandbox.previewed_up())
    show_calls(endpoint); print(h(endpoint))
    assert h(endpoint)["__1.0"] == "Published"

def test_deleted_package_with_sig(sandbox, endpoint):
    sandbox.configure(irreversibleLimit="10")
    sandbox.declare(H0 + '  ns/tool: {status: Deleted, reason: "x"}\n  ns/zeta: {versions: {"1.0": Archived}}\n')
    show("preview", sandbox.preview()); show("up", sandbox.previewed_up()); show_calls(endpoint)
    print(h(endpoint), h(endpoint, "zeta"))
    assert not h(endpoint)
