import pytest, json
from attacks.common import *
from attacks.test_j_cli_fuzz import run
OWN = "domainOwner: '123456789012'\n"
A = 'domain: acme\n' + OWN + 'repository: npm-store\nformat: npm\npackages:\n  chalk:\n    versions: {"5.6.1": Archived}\n'

def both(e): return {**statuses(e), **{"d" + k: v for k, v in statuses(e, "debug").items()}}

@pytest.mark.parametrize("after", ["taken out", "file gone", "other owner spelling", "moved"])
def test_owner(sandbox, endpoint, tmp_path, monkeypatch, after):
    sandbox.declare(A)
    before = both(endpoint)
    f = plan_file(sandbox, tmp_path); ended(sandbox.up("--plan", f))
    D = A.replace('chalk:\n    versions: {"5.6.1": Archived}', 'debug:\n    versions: {"4.4.3": Published}')
    if after == "taken out": sandbox.declare(D)
    elif after == "file gone": (sandbox.folder/"packages/manifest.yaml").unlink(); sandbox.declare(D.replace("npm-store", "npm-store").replace(OWN, OWN), "z.yaml")
    elif after == "other owner spelling": sandbox.declare(A.replace(OWN, ""))
    elif after == "moved": (sandbox.folder/"packages/manifest.yaml").unlink(); sandbox.declare(D, "a.yaml"); sandbox.declare(A.replace("chalk", "'@ctrl/tinycolor'").replace("5.6.1", "4.1.0").replace("Archived", "Published"), "b.yaml")
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    endpoint.calls.clear()
    print(after, run("revert", f, "--force")); show_calls(endpoint)
    for p in (sandbox.folder/"packages").rglob("*.yaml"): print(p.name, repr(p.read_text()))
    u = sandbox.previewed_up(); print(u.exit_code, u.text if u.exit_code else ""); print(both(endpoint) == before)
    assert both(endpoint) == before
    print(run("revert", f, "--force"))

def test_revert_of_an_unapplied_removal(sandbox, endpoint, tmp_path, monkeypatch):
    sandbox.declare(debug("delete")); ended(sandbox.up()); before = both(endpoint)
    sandbox.declare(OTHERS); f = plan_file(sandbox, tmp_path)
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    print(run("revert", f, "--force"))
    for p in (sandbox.folder/"packages").rglob("*.yaml"): print(p.name, p.read_text())
    show("preview", sandbox.preview()); print(sandbox.up().exit_code)
    assert both(endpoint) == before

def test_explain_says_what_preview_says(sandbox, endpoint, tmp_path, monkeypatch):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(OTHERS)
    (tmp_path/"s.json").write_text(export(sandbox))
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    for a in ("acme/npm-store/npm//debug@4.4.3", "acme/npm-store/npm//debug@9", "acme/npm-store/npm//none@1", "acme/npm-store/npm//debug", "x", "", "@", "a/b/c/d/e@f", "acme/npm-store/npm//debug@", "acme/none/npm//debug@1", "none/none/npm//x@1", "acme/npm-store/NPM//debug@1", "acme/npm-store/npm/\u202e/debug@1"):
        print(ascii(a), [ascii(str(x))[:900] for x in run("explain", a, "--state", str(tmp_path/"s.json"), "--stack", "sandbox")])
    sandbox.declare(deleted())
    for a in ("acme/npm-store/npm//debug@4.4.3", "acme/npm-store/npm//debug@9"):
        print(a, [str(x)[:700] for x in run("explain", a, "--state", str(tmp_path/"s.json"))])
