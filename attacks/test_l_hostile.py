import pytest
from attacks.common import *
from tests.support.stores import store
SEED = store(generic={"ns/bad": ["1.0", "\u202e1"], "ns/lt": ["1.0", "<{%fg_1%}>"], "ns/hid": ["1.0", "1.0\u200b"], "ns/cmd": ["1.0", "::set-output", "@everyone"]}, npm={"chalk": ["5.6.1"], "debug": ["4.4.1"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"

@pytest.mark.parametrize("name", ["bad", "lt", "hid", "cmd"])
def test_deleted_with_hostile_version(sandbox, endpoint, name):
    sandbox.declare(H0 + f"  ns/{name}: {{status: Deleted, reason: x}}\n")
    p = show("preview", sandbox.preview("--diff")); u = show("up", sandbox.previewed_up())
    print(ascii(p.text[:50]), [ascii(l) for l in p.text.splitlines() if not l.isascii()][:5])
    show_calls(endpoint); print(ascii(statuses(endpoint, name, "generic", "ns")))
    for x in (p, u):
        assert "Traceback" not in x.text and "\u202e" not in x.text and "\u200b" not in x.text

MSG = "\x1b[31mred <{%fg 1%}>\r\n::error::pwn\n##[error]x \u202e\u200b violates plan"
@pytest.mark.parametrize("op", ["UpdatePackageVersionsStatus", "ListPackageVersions", "PutPackageOriginConfiguration", "DescribePackage"])
def test_aws_messages(sandbox, endpoint, op):
    sandbox.declare('domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {origin: {publish: BLOCK, upstream: BLOCK}, versions: {"5.6.1": Archived}}\n')
    endpoint.faults.plant(operation=op, code="AccessDeniedException", message=MSG)
    u = sandbox.up(); print(op, u.exit_code, [ascii(l)[:300] for l in u.text.splitlines() if "red" in l])
    assert not any(c in u.text for c in "\x1b\u202e\u200b\r") and "\n::error" not in u.text and "\n##[" not in u.text and "Traceback" not in u.text
