import pytest
from emulator import Endpoint
from attacks.common import *
from tests.support.usual import HELD
OTHER = "other"

@pytest.mark.parametrize("dest_has_provider", [True, False])
def test_move_between_stacks_with_other_endpoints(sandbox, endpoint, dest_has_provider):
    """The resource comes with its provider: does the removal go to the endpoint that the plan was made from?"""
    with Endpoint.start(seed=HELD) as second:
        sandbox.configure(endpoint=endpoint.url)
        sandbox.declare(debug("delete")); ended(sandbox.up())
        set_status(second, "debug", "4.4.2", "Archived")
        (sandbox.folder / "others").mkdir()
        (sandbox.folder / "others" / "m.yaml").write_text(OTHERS if dest_has_provider else HEAD.replace("packages:\n", "packages: {}\n"))
        ended(sandbox.pulumi("stack", "init", OTHER))
        with (sandbox.folder / f"Pulumi.{OTHER}.yaml").open("a") as f:
            f.write(f'config:\n  packagestate:manifests: others\n  packagestate:changedFractionLimit: "1"\n  packagestate:endpoint: {second.url}\n')
        up = lambda: sandbox.pulumi("up", "--stack", OTHER, "--yes")
        if dest_has_provider: ended(up())
        endpoint.calls.clear(); second.calls.clear()
        m = show("move", sandbox.pulumi("state", "move", "--source", "sandbox", "--dest", OTHER, "--yes", str(sandbox.state()[DEBUG]["urn"])))
        show("preview other", sandbox.pulumi("preview", "--stack", OTHER))
        show("up other", up())
        print("FIRST"); show_calls(endpoint, False); print("SECOND"); show_calls(second, False)
        print(held(endpoint), held(second))
        assert not endpoint.calls.writes

def test_settings_output_garbage(sandbox, endpoint):
    import json
    sandbox.declare(OTHERS); ended(sandbox.up())
    d = json.loads(export(sandbox))
    for r in d["deployment"]["resources"]:
        if r["type"] == "pulumi:pulumi:Stack": r["outputs"]["settings"] = {"changedFractionLimit": {"x": "y"}}
    restore(sandbox, json.dumps(d))
    p = show("preview", sandbox.preview())
    assert "Traceback" not in p.text
