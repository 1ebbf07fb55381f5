"""botocore sends an unguarded write again after a lost answer: what somebody did in between is lost."""
import pytest
from attacks.common import *
from tests.support.stores import store
from tests.support.publishing import publish
from packagestate.schemas.coordinates import *
SEED = store(generic={"ns/tool": ["1.0", "1.1"]}, npm={"chalk": ["5.6.1"], "debug": ["4.4.1"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"
TOOL = Coordinates(Repository("acme", "npm-store"), Format.GENERIC, "ns", "tool")
def h(e): return statuses(e, "tool", "generic", "ns")
def entry(on): return H0 + f'  ns/tool: {{onRemoval: {on}, versions: {{"1.0": Published, "1.1": Published}}}}\n'

@pytest.mark.parametrize("how", ["removal", "declared", "individually"])
def test_published_between_a_lost_answer_and_the_retry(sandbox, endpoint, how):
    if how == "removal":
        sandbox.declare(entry("delete")); ended(sandbox.up())
        sandbox.declare(H0.replace("packages:\n", "packages: {}\n"))
    elif how == "declared":
        sandbox.declare(H0 + "  ns/tool: {status: Deleted, reason: x}\n")
    else:
        sandbox.declare(H0 + '  ns/tool: {versions: {"1.0": Deleted}}\n')
    endpoint.calls.clear()
    op = "DeletePackageVersions" if how == "individually" else "DeletePackage"
    done = []
    def other():
        publish(endpoint, TOOL, "9.9" if how != "individually" else "1.0", content=b"somebody else's release"); done.append(1)
    endpoint.faults.plant(operation=op, times=1, drop="after", after=other)
    show("up", sandbox.up()); print("published", done, "held", h(endpoint)); show_calls(endpoint)
    print([(c.operation) for c in endpoint.calls])
    assert done
    assert ("9.9" if how != "individually" else "1.0") in h(endpoint)

def test_origin_between_a_lost_answer_and_the_retry(sandbox, endpoint):
    sandbox.declare(H0 + '  ns/tool: {origin: {publish: ALLOW, upstream: ALLOW}}\n')
    def other():
        client(endpoint).put_package_origin_configuration(domain="acme", repository="npm-store", format="generic", namespace="ns", package="tool", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
    endpoint.faults.plant(operation="PutPackageOriginConfiguration", times=1, drop="after", after=other)
    endpoint.calls.clear()
    show("up", sandbox.up()); show_calls(endpoint)
    now = client(endpoint).describe_package(domain="acme", repository="npm-store", format="generic", namespace="ns", package="tool")["package"]["originConfiguration"]
    print(now)
    assert now["restrictions"] == {"publish": "BLOCK", "upstream": "BLOCK"}
