import pytest, json
from attacks.common import *

def edit(sandbox, f):
    d = json.loads(export(sandbox))
    for r in d["deployment"]["resources"]:
        f(r)
    restore(sandbox, json.dumps(d))

def test_retain_on_delete(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    edit(sandbox, lambda r: r.update(retainOnDelete=True) if r["urn"].endswith("debug") else None)
    sandbox.declare(OTHERS); endpoint.calls.clear()
    show("preview", sandbox.preview()); u = show("up", sandbox.previewed_up())
    print(held(endpoint), list(sandbox.state())); show_calls(endpoint)
    show("preview after", sandbox.preview())
    assert u.exit_code != 0 or not held(endpoint)

def test_generation_ahead(sandbox, endpoint):
    sandbox.declare(debug("retain")); ended(sandbox.up())
    def f(r):
        if r["urn"].endswith("debug"): r["outputs"]["generation"] = r["inputs"].get("generation", 0) + 1
    edit(sandbox, f)
    set_status(endpoint, "debug", "4.4.3", "Archived")
    endpoint.calls.clear()
    show("preview", sandbox.preview())
    u = show("up", sandbox.previewed_up()); print(held(endpoint))
    show("up2", sandbox.previewed_up()); print(held(endpoint))
    assert held(endpoint)["4.4.3"] == "Published"

GARBAGE = [
  {"acme/npm-store/npm//debug": {"whole package": "garbage"}}, {"x": {}}, {"a/b/c/d/e": {}}, "text", {"acme/npm-store/npm//debug": "x"}, 3,
  {"acme/npm-store/npm//debug": {"whole package": "publish ALLOW, upstream BLOCK -> Deleted", "1.0 <": "x"}}, None,
]
@pytest.mark.parametrize("garbage", GARBAGE, ids=str)
def test_removals_garbage(sandbox, endpoint, garbage):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(OTHERS); ended(sandbox.up())
    def f(r):
        if r["urn"].endswith("::removals"): r["outputs"]["planned"] = garbage
    edit(sandbox, f)
    endpoint.calls.clear()
    bad = []
    for n, x in (("preview", sandbox.preview()), ("refresh", sandbox.refresh()), ("up", sandbox.up())):
        print(n, x.exit_code, [l for l in x.text.splitlines() if "error" in l or "Traceback" in l or "cannot be read" in l][:4])
        if "Traceback" in x.text: bad.append(n); show(n, x)
    assert not bad

@pytest.mark.parametrize("garbage", [("revisions", "{"), ("revisions", "[]"), ("revisions", 3), ("versions", "x"), ("versions", {"Gone": "1"}), ("versions", {"Published": 3}), ("package", None), ("package", 3), ("format", "x"), ("origin", {"publish": "x"}), ("origin", "x"), ("namespace", 3), ("domain", "a/b"), ("generation", "NaN"), ("generation", -5), ("generation", True), ("generation", 1e300), ("status", 3), ("domainOwner", 3)], ids=str)
def test_package_garbage(sandbox, endpoint, garbage):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    key, value = garbage
    def f(r):
        if r["urn"].endswith("//debug"):
            r["outputs"][key] = value
            if key in ("generation",): r["inputs"][key] = value
    edit(sandbox, f)
    endpoint.calls.clear()
    bad = []
    def go(n, x):
        print(n, x.exit_code, [l.strip()[:160] for l in x.text.splitlines() if "error" in l or "Traceback" in l or "cannot be read" in l][:3])
        if "Traceback" in x.text: bad.append(n); show(n, x)
    go("refresh preview", sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only"))
    sandbox.declare(OTHERS)
    go("preview removed", sandbox.preview())
    sandbox.declare(debug("delete").replace('"4.4.3": Published', '"4.4.3": Unlisted'))
    go("preview changed", sandbox.preview()); go("up changed", sandbox.up())
    print(held(endpoint)); show_calls(endpoint)
    assert not bad
