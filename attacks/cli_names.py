"""python -m attacks.cli_names: adopt, validate, plan, explain with odd names and odd files."""
import json, os, pathlib, subprocess, sys, tempfile
for k in list(os.environ):
    if k.startswith("AWS_"): del os.environ[k]
os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
from emulator import Endpoint
from tests.support.stores import store
ODD = ["null", "1.10", "yes", "0x1", "1e3", "~", "{a}", "!tag", "&a", "*b", "-", "?", "a:b", ":", "...", "---", "=", "<<", "@x", "`x", "'q", '"q', "%d", "|", ">", "1_000", "12:30:45", "2001-01-01", ".inf", ".nan", "[x]", "a,b", "\\", "\\n", "latest", "^1.0", "1.x", "é", "e\u0301", "__proto__", "4dabf18193072939515e22adb298388d", "x"*255, "a b".replace(" ", "\u00a0"), "1.0\u200b", "\u202e1", "-->", "<!--", "||", "a|b", "[a](http://x)", "**x**", "_x_", "~~x~~", "$(id)", "${x}", "%0a", "::error::x", "##[x", "@everyone", "#1".replace("#", "")]
def cli(*a, cwd, timeout=60, **kw):
    try:
        x = subprocess.run([sys.executable, "-m", "packagestate.provider.cli", *a], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout, env={**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parents[1])})
    except subprocess.TimeoutExpired:
        return "TIMEOUT", ""
    return x.returncode, x.stdout
def good(v):
    return True
for what in ("versions", "packages"):
  for fmt in ("generic", "npm"):
    names = ODD
    pre = "ns/" if fmt == "generic" else ""
    accepted = []
    for n in names:
        try:
            seed = store(**{fmt: {pre + "tool": [n]} if what == "versions" else {pre + n: ["1.0"]}})
            with Endpoint.start(seed=seed): accepted.append(n)
        except Exception as e:
            pass
    seed = store(**{fmt: {pre + "tool": accepted} if what == "versions" else {pre + n: ["1.0"] for n in accepted}})
    d = pathlib.Path(tempfile.mkdtemp())
    with Endpoint.start(seed=seed) as e:
        os.environ["AWS_ENDPOINT_URL_CODEARTIFACT"] = e.url
        code, text = (0, "")
        if text: print(text)
        code, text = cli("adopt", "--domain", "acme", "--all", "--output", "packages", "--import-file", "import.json", "--region", "eu-west-1", cwd=d)
        print(what, fmt, len(accepted), "adopt", code, text[-1500:])
        print([str(p.relative_to(d)) for p in d.rglob("*")])
        code, text = cli("validate", cwd=d); print("validate", code, text[:1500])
        code, text = cli("plan", "--expect-no-changes", cwd=d); print("plan", code, text[:1500])
        print("writes", len(e.calls.writes))
