import pytest, json
from attacks.common import *
from attacks.test_g_generation import io

def test_false_drift(sandbox, endpoint):
    sandbox.declare(debug("retain")); ended(sandbox.up())
    x = show("refresh --run-program --preview-only --expect", sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--run-program", "--expect-no-changes"))
    assert x.exit_code == 0

def test_drift_and_pending(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(OTHERS); ended(sandbox.up())
    sandbox.declare(HEAD + '  chalk: {onRemoval: delete, versions: {"5.6.1": Archived, "5.6.0": Published}}\n'); ended(sandbox.up())
    set_status(endpoint, "chalk", "5.6.0", "Unlisted")
    for a in (("--preview-only", "--run-program"), ("--run-program",)):
        x = show(str(a), sandbox.pulumi("refresh", "--stack", "sandbox", *(a if "--preview-only" in a else (*a, "--yes", "--skip-preview"))))
        assert "Traceback" not in x.text and "KeyError" not in x.text
    sandbox.variables["PULUMI_RUN_PROGRAM"] = "true"
    x = show("up --refresh", sandbox.up("--refresh")); print(statuses(endpoint)); 
    assert "KeyError" not in x.text
