"""The report of a targeted preview says what the run will not do; a limit holds back what is not targeted."""
from attacks.common import *

def test_targeted_preview(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    urn = str(sandbox.state()[DEBUG]["urn"])
    sandbox.declare(debug("delete").replace('"5.6.1": Archived', '"5.6.1": Disposed').replace('"4.4.3": Published', '"4.4.3": Unlisted'))
    p = show("preview --target debug", sandbox.preview("--target", urn)); endpoint.calls.clear()
    u = show("up --target debug", sandbox.previewed_up("--target", urn)); show_calls(endpoint); print(statuses(endpoint))
    assert ("5.6.1  Archived -> Disposed" in p.text) == (statuses(endpoint)["5.6.1"] == "Disposed")

def test_excluded_removal(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    urn = str(sandbox.state()[DEBUG]["urn"]); sandbox.declare(OTHERS)
    p = sandbox.preview("--exclude", urn); endpoint.calls.clear()
    u = show("up --exclude", sandbox.previewed_up("--exclude", urn)); show_calls(endpoint); print(held(endpoint))
    assert ("deletes the package" in p.text) == (not held(endpoint))
