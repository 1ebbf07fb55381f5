"""python -m attacks.fuzz_cli: mutated plan files and states; prints what raised."""
import json, os, random, sys, tempfile, time, pathlib
for k in list(os.environ):
    if k.startswith("AWS_"): del os.environ[k]
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
from emulator import Endpoint
from attacks.test_j_cli_fuzz import VALUES, nodes, put, run, HEAD
from tests.support.usual import HELD
plan, state = json.load(open("/tmp/adv_plan.json")), json.load(open("/tmp/adv_state.json"))
random.seed(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
d = pathlib.Path(tempfile.mkdtemp()); (d / "packages").mkdir(); os.chdir(d)
(d / "packages/manifest.yaml").write_text(HEAD + '  chalk: {onRemoval: dispose, versions: {"5.6.0": Archived}}\n')
(d / "Pulumi.sandbox.yaml").write_text("config:\n  packagestate:changedFractionLimit: '1'\n")
before = (d / "packages/manifest.yaml").read_bytes()
with Endpoint.start(seed=HELD) as e:
    os.environ["AWS_ENDPOINT_URL_CODEARTIFACT"] = e.url
    for doc, args in ((plan, ["revert", "{}", "--dry-run"]), (plan, ["revert", "{}", "--json"]), (state, ["plan", "--stack", "sandbox", "--state", "{}"]), (state, ["explain", "acme/npm-store/npm//debug@4.4.3", "--state", "{}"]), (state, ["plan", "--json", "--state", "{}"])):
        cases = [(p, v) for p in nodes(doc) if "providers" not in str(p) for v in [*VALUES, KeyError]]
        random.shuffle(cases); bad = {}; end = time.time() + 45; n = 0
        for p, v in cases:
            if time.time() > end: break
            n += 1
            f = d / "m.json"; f.write_text(json.dumps(put(doc, p, v)))
            code, text = run(*[a.format(f) for a in args])
            (d / "packages/manifest.yaml").write_bytes(before)
            if code == "RAISED" or "Traceback" in text or " bug" in text.lower() or "\u202e" in text or "<{%x" in text:
                bad.setdefault((code, text[-200:]), []).append((p, v))
        print(args, n, "of", len(cases), "bad:", len(bad), flush=True)
        for k, v in bad.items(): print("   BAD", k, len(v), v[:2], flush=True)
    print("writes", [c.operation for c in e.calls.writes])
