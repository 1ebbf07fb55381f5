import json
from tests.engine.removing import *  # noqa
from tests.support.asking import client, set_status, statuses  # noqa
HEAD = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"

def show(title, finished):
    print(f"\n----- {title}: exit {finished.exit_code}\n{finished.text}")
    return finished

def calls(endpoint):
    out = []
    for c in endpoint.calls:
        p = {k: v for k, v in c.parameters.items() if k in ("package","versions","targetStatus","expectedStatus","restrictions","versionRevisions")}
        out.append((c.operation, p))
    return out

def show_calls(endpoint, only_writes=True):
    print("CALLS:", [(c.operation, {k: v for k, v in c.parameters.items() if k not in ("domain","repository","format","maxResults")}) for c in (endpoint.calls.writes if only_writes else endpoint.calls)])
