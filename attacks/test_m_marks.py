import pytest
from attacks.common import *
from tests.support.stores import store
SEED = store(generic={"ns/lt": ["1.0", "<{%zzz%}>"], "ns/ok": ["1.0", "<{%reset%}>"]}, npm={"chalk": ["5.6.1"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"

@pytest.mark.parametrize("name", ["lt", "ok"])
@pytest.mark.parametrize("color", ["always", "never", "raw"])
def test_mark_of_a_version(sandbox, endpoint, name, color):
    sandbox.declare(H0 + f"  ns/{name}: {{status: Deleted, reason: x}}\n")
    sandbox.declare('domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {"5.6.1": Archived}}\n', "b.yaml")
    p = sandbox.preview("--diff", "--color", color); print(name, color, "preview --diff", p.exit_code, p.text[-600:] if "panic" in p.text else [ascii(l) for l in p.text.splitlines() if "Deleted, rev" in l])
    u = sandbox.up("--diff", "--color", color); print(name, color, "up", u.exit_code, u.text[:900] if "panic" in u.text else "")
    show_calls(endpoint); print(ascii(statuses(endpoint, name, "generic", "ns")))
    assert "panic" not in p.text + u.text
