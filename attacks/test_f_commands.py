import pytest, json
from attacks.common import *

def test_owner_in_one_manifest_and_not_in_other(sandbox, endpoint):
    a = 'domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  debug: {versions: {"4.4.3": Archived}}\n'
    b = a.replace("domain: acme\n", "domain: acme\ndomainOwner: '123456789012'\n").replace('"4.4.3": Archived', '"4.4.2": Unlisted')
    sandbox.declare("domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n")
    sandbox.declare(a, "a.yaml"); sandbox.declare(b, "b.yaml")
    show("preview", sandbox.preview()); show("up", sandbox.up()); show_calls(endpoint)
    c = b.replace("123456789012", "444455556666")
    (sandbox.folder / "packages" / "a.yaml").unlink()
    sandbox.declare(c, "c.yaml")
    show("preview two owners", sandbox.preview())
    endpoint.calls.clear(); show("up two owners", sandbox.up()); show_calls(endpoint)

@pytest.mark.parametrize("cmd", ["refresh-run", "destroy-run", "destroy-run-preview", "destroy-target", "refresh-target", "up-target-removals", "up-run-program-refresh"])
def test_run_program(sandbox, endpoint, cmd):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    urn = str(sandbox.state()[DEBUG]["urn"])
    sandbox.declare(OTHERS.replace("Archived", "Disposed"))
    endpoint.calls.clear()
    r = urn.split("codeartifact:Package")[0] + "codeartifact:Removals::removals"
    x = {"refresh-run": lambda: sandbox.refresh("--run-program"),
         "destroy-run": lambda: sandbox.destroy("--run-program"),
         "destroy-run-preview": lambda: sandbox.pulumi("destroy", "--stack", "sandbox", "--preview-only", "--run-program"),
         "destroy-target": lambda: sandbox.destroy("--target", urn),
         "refresh-target": lambda: sandbox.refresh("--target", urn),
         "up-target-removals": lambda: sandbox.up("--target", r),
         "up-run-program-refresh": lambda: sandbox.up("--refresh", "--run-program"),
         }[cmd]()
    show(cmd, x); show_calls(endpoint); print(list(sandbox.state()), held(endpoint))
    if cmd == "up-target-removals":
        show("next preview", sandbox.preview())
        endpoint.calls.clear()
        show("next up", sandbox.up()); show_calls(endpoint)

def test_stack_rename(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    show("rename", sandbox.pulumi("stack", "rename", "renamed", "--stack", "sandbox"))
    sandbox.declare(OTHERS); endpoint.calls.clear()
    show("p", sandbox.pulumi("preview", "--stack", "renamed"))
    show("u", sandbox.pulumi("up", "--stack", "renamed", "--yes")); show_calls(endpoint)
    assert not held(endpoint)
