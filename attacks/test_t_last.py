import json
import pytest
from attacks.common import *
from attacks.test_j_cli_fuzz import run
from tests.support.stores import store
SIG = "4dabf18193072939515e22adb298388d"
SEED = store(generic={"ns/bad": ["1.0", "\u202e1", "<{%zzz%}>", "1.0\u200b"]}, npm={"chalk": ["5.6.1", "5.6.0"], "debug": ["4.4.1", "4.4.2", "4.4.3"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"

def test_empty_package_with_an_origin_configuration(sandbox, endpoint):
    sandbox.declare(HEAD + '  left: {onRemoval: delete, origin: {publish: BLOCK, upstream: BLOCK}, versions: {}}\n'); ended(sandbox.up())
    print(origin(endpoint, "left"))
    sandbox.declare(HEAD.replace("packages:\n", "packages: {}\n"))
    p = show("preview", sandbox.preview()); ended(sandbox.up()); print("still there:", origin(endpoint, "left"), list(sandbox.state()))
    assert "nothing is left of it in AWS" not in p.text

def test_the_command_with_hostile_versions(sandbox, endpoint, tmp_path, monkeypatch):
    sandbox.declare(H0 + "  ns/bad: {status: Deleted, reason: x}\n")
    f = plan_file(sandbox, tmp_path)
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    def go():
        for a in (("revert", f, "--dry-run", "--force"), ("plan", "--diff"), ("plan", "--json"), ("plan", "--format", "markdown"), ("plan",), ("explain", "acme/npm-store/generic/ns/bad@<{%zzz%}>")):
            code, text = run(*a); text = str(text)
            print(a[0], a[1:2] if a[0] == "plan" else "", code, "RAW" if any(c in text for c in "\u202e\u200b") or "<{%zzz" in text else "ok", ascii(text)[:160])
    go(); ended(sandbox.up()); go()

def test_explain(sandbox, endpoint, tmp_path, monkeypatch):
    sandbox.declare(debug("delete")); ended(sandbox.up()); sandbox.declare(OTHERS)
    (tmp_path/"s.json").write_text(export(sandbox))
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    for a in ("acme/npm-store/npm//debug@4.4.3", "acme/npm-store/npm//debug@9", "acme/npm-store/npm//none@1", "acme/npm-store/npm//debug", "x", "", "@", "a/b/c/d/e@f", "acme/npm-store/npm//debug@", "acme/none/npm//debug@1", "none/none/npm//x@1", "acme/npm-store/NPM//debug@1", "acme/npm-store/npm/\u202e/debug@1"):
        print(ascii(a), [ascii(str(x))[:420] for x in run("explain", a, "--state", str(tmp_path/"s.json"))])
