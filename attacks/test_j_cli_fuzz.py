"""Mutated plan files and states: no traceback from the command."""
import copy, json, os, io, contextlib
import pytest
from attacks.common import *
from packagestate.provider.cli import main

VALUES = [None, 3, "x", "", [], {}, {"x": "y"}, ["x"], True, "\u202e<{%x%}>", -1, 1e308, "a/b/c/d/e", {"generation 1": {"x": "y"}}]

def nodes(d, path=()):
    if isinstance(d, dict):
        for k, v in d.items():
            yield path + (k,); yield from nodes(v, path + (k,))
    elif isinstance(d, list):
        for i, v in enumerate(d):
            yield path + (i,); yield from nodes(v, path + (i,))

def put(d, path, value):
    d = copy.deepcopy(d); x = d
    for p in path[:-1]: x = x[p]
    if value is KeyError: del x[path[-1]]
    else: x[path[-1]] = value
    return d

def run(*args):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(list(args))
    except SystemExit as e:
        code = e.code
    except BaseException as e:
        return "RAISED", f"{type(e).__name__}: {e}"
    return code, out.getvalue() + err.getvalue()

def test_fuzz(sandbox, endpoint, tmp_path, monkeypatch):
    sandbox.declare(debug("delete")); ended(sandbox.up())
    sandbox.declare(HEAD + '  chalk: {onRemoval: dispose, versions: {"5.6.0": Archived}}\n'); 
    plan = json.loads(open(plan_file(sandbox, tmp_path)).read())
    ended(sandbox.up())
    state = json.loads(export(sandbox))
    json.dump(plan, open("/tmp/adv_plan.json", "w")); json.dump(state, open("/tmp/adv_state.json", "w"))
    monkeypatch.chdir(sandbox.folder); monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    bad = {}
    before = (sandbox.folder / "packages" / "manifest.yaml").read_bytes()
    endpoint.calls.clear()
    for what, doc, args in (("plan", plan, ["revert", "{}", "--dry-run"]), ("plan", plan, ["revert", "{}", "--dry-run", "--json"]), ("state", state, ["plan", "--stack", "sandbox", "--state", "{}"]), ("state", state, ["explain", "acme/npm-store/npm//debug@4.4.3", "--state", "{}"])):
        ns = [p for p in nodes(doc) if not (what == "state" and "providers" in str(p))]
        n = 0
        for p in ns:
            for v in [*VALUES, KeyError]:
                if n and (hash((p, str(v))) % 3): 
                    n += 1
                    continue
                n += 1
                f = tmp_path / "m.json"; f.write_text(json.dumps(put(doc, p, v)))
                code, text = run(*[a.format(f) for a in args])
                if code == "RAISED" or "Traceback" in text or "bug" in text.lower():
                    key = (args[0], text[-300:] if code == "RAISED" else text.strip().splitlines()[-1][:200])
                    bad.setdefault(key, []).append((p, v))
        print(args[0], n)
    for k, v in bad.items(): print("BAD", k, len(v), v[:3])
    print("writes", [c.operation for c in endpoint.calls.writes])
    assert before == (sandbox.folder / "packages" / "manifest.yaml").read_bytes()
    assert not bad
