"""A refresh that runs the program takes the stamp of the inputs away; the next drift is reported and not healed."""
import pytest, json
from attacks.common import *

def io(sandbox):
    d = json.loads(export(sandbox))
    for r in d["deployment"]["resources"]:
        if "codeartifact" in r["type"]:
            print(r["urn"].split("::")[-1], "IN", r.get("inputs"), "OUT", r.get("outputs"))

@pytest.mark.parametrize("args", [(), ("--run-program",)], ids=["refresh", "refresh --run-program"])
def test_drift_after(sandbox, endpoint, args):
    sandbox.declare(debug("retain")); ended(sandbox.up())
    io(sandbox)
    show("refresh", sandbox.refresh(*args)); io(sandbox)
    set_status(endpoint, "debug", "4.4.3", "Archived")
    endpoint.calls.clear()
    p = show("preview", sandbox.preview("--expect-no-changes"))
    u = show("up", sandbox.previewed_up()); print(held(endpoint)); show_calls(endpoint)
    show("up2", sandbox.previewed_up()); print(held(endpoint))
    assert p.exit_code != 0, "preview --expect-no-changes is green while a version has drifted"

def test_up_refresh_run_program(sandbox, endpoint):
    sandbox.declare(debug("retain")); ended(sandbox.up())
    sandbox.variables["PULUMI_RUN_PROGRAM"] = "true"
    ended(sandbox.up("--refresh")); io(sandbox)
    ended(sandbox.up("--refresh")); io(sandbox)
    set_status(endpoint, "debug", "4.4.3", "Archived")
    endpoint.calls.clear()
    show("up --refresh", sandbox.pulumi("up", "--stack", "sandbox", "--yes", "--refresh")); print(held(endpoint)); show_calls(endpoint)
    assert held(endpoint)["4.4.3"] == "Published"

def test_removal_after(sandbox, endpoint):
    sandbox.declare(debug("dispose")); ended(sandbox.up())
    sandbox.declare(OTHERS); 
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(OTHERS); ended(sandbox.up()); io(sandbox)
    # removals exists now; a second package is declared and removed
    sandbox.declare(HEAD + '  chalk: {onRemoval: dispose, versions: {"5.6.1": Archived}}\n'); ended(sandbox.up())
    ended(sandbox.refresh("--run-program")); io(sandbox)
    sandbox.declare(HEAD.replace("packages:\n", "packages: {}\n"))
    endpoint.calls.clear()
    show("preview", sandbox.preview()); show("up", sandbox.previewed_up()); show_calls(endpoint)
    show("up2", sandbox.previewed_up()); show_calls(endpoint)
