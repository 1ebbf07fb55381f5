"""--continue-on-error with a program that fails: are packages forgotten or removed?"""
import pytest
from attacks.common import *

@pytest.mark.parametrize("on_removal", ["retain", "delete"])
def test_program_fails_with_continue_on_error(sandbox, endpoint, on_removal):
    sandbox.declare(debug(on_removal)); ended(sandbox.up())
    endpoint.calls.clear()
    sandbox.declare("domain: acme\nrepository: npm-store\nformat: npm\npackages: [\n")
    show("up broken manifest, continue", sandbox.up("--continue-on-error"))
    show_calls(endpoint)
    print(list(sandbox.state()))
    assert DEBUG in sandbox.state()

def test_refused_package_with_continue(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    endpoint.calls.clear()
    # removal of debug while chalk update fails by a race
    sandbox.declare(OTHERS.replace("Archived", "Unlisted"))
    endpoint.faults.plant(operation="UpdatePackageVersionsStatus", code="AccessDeniedException")
    show("up", sandbox.up("--continue-on-error"))
    show_calls(endpoint); print(list(sandbox.state()), held(endpoint))
