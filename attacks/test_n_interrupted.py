import pytest
from attacks.common import *
from tests.support.killing import Moment, plant_kill

def test_finished_deletion_is_remembered_as_interrupted(sandbox, endpoint):
    """Interrupted without `origin`, finished with `origin` BLOCK/BLOCK."""
    sandbox.declare(deleted())
    happened = plant_kill(endpoint, sandbox, 1, Moment.AFTER, operation="PutPackageOriginConfiguration")
    print(sandbox.up().exit_code, happened); endpoint.faults.clear()
    print(origin(endpoint), held(endpoint))
    sandbox.pulumi("cancel", "--stack", "sandbox", "--yes")
    sandbox.declare(deleted("{publish: BLOCK, upstream: BLOCK}"))
    ended(sandbox.up()); print("held", held(endpoint), origin(endpoint))
    a = sandbox.preview("--expect-no-changes")
    b = show("refresh preview", sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes"))
    ended(sandbox.refresh())
    c = show("preview after refresh", sandbox.preview("--expect-no-changes"))
    show("up after refresh", sandbox.up())
    c2 = sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes")
    sandbox.declare(OTHERS)
    d = show("taken out", sandbox.preview())
    print(a.exit_code, b.exit_code, c.exit_code, c2.exit_code)
    assert "Interrupted deletion" not in d.text
    assert (a.exit_code, b.exit_code, c.exit_code) == (0, 0, 0)

@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
@pytest.mark.parametrize("op", ["DisposePackageVersions", "DeletePackage"])
def test_removal_killed_then_put_back(sandbox, endpoint, moment, op):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(OTHERS)
    happened = plant_kill(endpoint, sandbox, 1, moment, operation=op)
    print(sandbox.up().exit_code, happened); endpoint.faults.clear()
    sandbox.pulumi("cancel", "--stack", "sandbox", "--yes")
    p = sandbox.preview(); print(op, moment, p.exit_code, [l for l in p.text.splitlines() if "debug" in l or "origin" in l][:6])
    sandbox.declare(debug("delete").replace('"4.4.3": Published', '"4.4.3": Archived').replace('"4.4.1": Unlisted', '"4.4.1": Archived'))
    p = show("put back", sandbox.preview())
    u = sandbox.up(); show("up", u); print(held(endpoint))
    sandbox.declare(OTHERS)
    p = show("out again", sandbox.preview()); u = sandbox.up(); print(u.exit_code, held(endpoint))
