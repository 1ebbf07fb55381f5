"""A run with --target after packagestate:endpoint changed: which endpoint is written to?"""
import pytest
from emulator import Endpoint
from attacks.common import *
from tests.support.usual import HELD

@pytest.mark.parametrize("how", ["target", "exclude", "plain"])
def test_targeted_after_endpoint_changed(sandbox, endpoint, how):
    with Endpoint.start(seed=HELD) as other:
        sandbox.configure(endpoint=endpoint.url)
        sandbox.declare(debug("delete")); ended(sandbox.up())
        urn = str(sandbox.state()[DEBUG]["urn"])
        endpoint.calls.clear(); other.calls.clear()
        sandbox.configure(endpoint=other.url)
        sandbox.declare(debug("delete").replace('"4.4.3": Published', '"4.4.3": Unlisted'))
        args = {"target": ("--target", urn), "exclude": ("--exclude", urn.replace("debug", "chalk")), "plain": ()}[how]
        show(how, sandbox.up(*args))
        print("OLD ENDPOINT"); show_calls(endpoint, False)
        print("NEW ENDPOINT"); show_calls(other, False)
        assert not endpoint.calls.writes

@pytest.mark.parametrize("what", ["removal", "removal-config"])
def test_config_changes_and_removal(sandbox, endpoint, what):
    with Endpoint.start(seed=HELD) as other:
        sandbox.configure(endpoint=endpoint.url)
        sandbox.declare(debug("delete")); ended(sandbox.up())
        endpoint.calls.clear(); other.calls.clear()
        if what == "removal":
            set_status(other, "debug", "4.4.1", "Unlisted"); set_status(other, "debug", "4.4.2", "Archived")
            other.calls.clear()
            sandbox.configure(endpoint=other.url)
        else:
            sandbox.configure(writesPerSecond="40")
        sandbox.declare(OTHERS)
        show("preview", sandbox.preview())
        show("up", sandbox.previewed_up())
        print("OLD"); show_calls(endpoint, False); print("NEW"); show_calls(other, False)
        print(list(sandbox.state()))
        if what == "removal":
            assert not endpoint.calls.writes
