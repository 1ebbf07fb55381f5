import pytest, json, os
from attacks.common import *
from examples.sandbox import ROOT
import subprocess, sys

def ps(sandbox, *args):
    x = subprocess.run([str(ROOT/".venv/bin/packagestate"), *args], cwd=sandbox.folder, env=sandbox.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
    from examples.sandbox import Finished
    return Finished(x.returncode, x.stdout)

@pytest.fixture
def team(sandbox):
    for n in ("Pulumi.yaml", "__main__.py", "packagestate", "provider", ".venv"):
        (sandbox.folder / n).unlink()
    sandbox.variables["PULUMI_EXPERIMENTAL"] = "1"
    return sandbox

def test_plan_of_another_stack(team, endpoint):
    team.declare(OTHERS)
    print(ps(team, "pipeline", "preview", "--help").text)
    (team.folder/"Pulumi.other.yaml").write_text((team.folder/"Pulumi.sandbox.yaml").read_text())
    show("init", ps(team, "pulumi", "stack", "init", "other"))
    show("preview", ps(team, "pipeline", "preview", "--stack", "sandbox"))
    print(os.listdir(team.folder))
    endpoint.calls.clear()
    x = show("up other", ps(team, "pipeline", "up", "--stack", "other")); show_calls(endpoint)
    assert not endpoint.calls.writes

def test_removal_and_race(team, endpoint):
    team.declare(debug("delete")); 
    ended(ps(team, "pulumi", "up", "--stack", "sandbox", "--yes"))
    team.declare(OTHERS.replace("Archived", "Unlisted"))
    show("preview", ps(team, "pipeline", "preview", "--stack", "sandbox"))
    unlist(endpoint, "4.4.3"); endpoint.calls.clear()
    show("up", ps(team, "pipeline", "up", "--stack", "sandbox")); show_calls(endpoint)
    assert not endpoint.calls.writes
    set_status(endpoint, "debug", "4.4.3", "Published")
    # origin moved only
    client(endpoint).put_package_origin_configuration(domain="acme", repository="npm-store", format="npm", package="debug", restrictions={"publish": "ALLOW", "upstream": "ALLOW"})
    endpoint.calls.clear()
    show("up origin", ps(team, "pipeline", "up", "--stack", "sandbox")); show_calls(endpoint)
    assert not endpoint.calls.writes
    # settings not in the document
    client(endpoint).put_package_origin_configuration(domain="acme", repository="npm-store", format="npm", package="debug", restrictions={"publish": "ALLOW", "upstream": "BLOCK"})
    team.configure(writesPerSecond="40")
    endpoint.calls.clear()
    show("up rate", ps(team, "pipeline", "up", "--stack", "sandbox")); show_calls(endpoint)
