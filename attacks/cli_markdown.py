import os, pathlib, subprocess, sys, tempfile, json
for k in list(os.environ):
    if k.startswith("AWS_"): del os.environ[k]
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
from emulator import Endpoint
from tests.support.stores import store
from attacks.cli_names_helper import cli
NAMES = ["`x`", "a|b", "[a](http:x)", "@everyone", "_i_", "~s~", "$(id)", "&lt;b&gt;", "\\`y", "``z", "!x"]
REASONS = ["@org/team please", "#12 fixes #1", "![i](http://evil/x.png)", "<img src=x>", "```\nx", "a | b", "`code", "[l](javascript:x)", "\\`z` @me", "http://evil.example/x", "GH-12 org/repo#3 deadbeef1234567890deadbeef1234567890abcd", "</details>", "| a |\n|---|", "::error::x", "##[error]x", "&#64;team"]
seed = store(generic={"ns/" + n: ["1.0"] + [f"v{i}" for i in range(len(REASONS))] for n in NAMES})
d = pathlib.Path(tempfile.mkdtemp()); (d / "packages").mkdir()
for n in NAMES:
    doc = {"domain": "acme", "repository": "npm-store", "format": "generic", "packages": {"ns/" + n: {"versions": {f"v{i}": {"status": "Disposed" if i % 2 else "Archived", "reason": r} for i, r in enumerate(REASONS)}}}}
    (d / "packages" / f"m{NAMES.index(n)}.yaml").write_text(json.dumps(doc))
for bad in ["\x1b[31mred.yaml", "a\n::set-output name=x::y.yaml", "<{%fg 1%}>.yaml", "\u202exyz.yaml"]:
    pass
with Endpoint.start(seed=seed) as e:
    os.environ["AWS_ENDPOINT_URL_CODEARTIFACT"] = e.url
    code, text = cli("validate", cwd=d); print(code, text[:800])
    code, text = cli("plan", "--format", "markdown", "--irreversible-limit", "1000", "--changed-fraction-limit", "1", cwd=d); print(code); print(text[:6000])
    for bad in ["\x1b[31mred.yaml", "a\n::set-output name=x::y.yaml", "<{%fg 1%}>.yaml", "\u202exyz.yaml", "-rf.yaml", "x.yml"]:
        (d / "packages" / bad).write_text("domain: [\n")
    code, text = cli("validate", cwd=d); print(code, ascii(text[:3000]))
    code, text = cli("validate", "--json", cwd=d); print(code, ascii(text[:1500]))
