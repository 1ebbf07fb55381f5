import http.server, threading, urllib.request, urllib.error
import pytest
from attacks.common import *
from tests.support.stores import store
SIG = "4dabf18193072939515e22adb298388d"
SEED = store(generic={"ns/lt": ["1.0", "<{%zzz%}>"], "ns/sig": ["1.0", SIG], "ns/zeta": ["1.0"]}, npm={"chalk": ["5.6.1", "5.6.0"], "debug": ["4.4.1", "4.4.2", "4.4.3"]})
H0 = "domain: acme\nrepository: npm-store\nformat: generic\npackages:\n"
CH = 'domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {"5.6.1": Archived}}\n  debug: {versions: {"4.4.1": Archived}}\n'

def test_sig_in_an_up_without_preview(sandbox, endpoint):
    sandbox.declare(H0 + '  ns/sig: {status: Deleted, reason: x}\n'); sandbox.declare(CH, "b.yaml")
    u = sandbox.up(); print("SIG up", u.exit_code, "Traceback" in u.text); show_calls(endpoint); print(list(sandbox.state()))
    u = sandbox.up("--continue-on-error"); print("again", u.exit_code)

def test_violated_plan_with_a_mark(sandbox, endpoint):
    sandbox.declare(H0 + '  ns/lt: {status: Deleted, reason: x}\n'); sandbox.declare(CH, "b.yaml")
    done = []
    lock = threading.Lock()
    def once():
        with lock:
            if not done:
                client(endpoint).update_package_versions_status(domain="acme", repository="npm-store", format="generic", namespace="ns", package="lt", versions=["1.0"], targetStatus="Unlisted"); done.append(1)
    endpoint.faults.plant(operation="ListPackageVersions", skip=3, times=3, before=once)
    u = sandbox.previewed_up("--color", "always"); print("MARK up", u.exit_code, done, "panic" in u.text, ascii(u.text[-700:])); show_calls(endpoint)
    endpoint.faults.clear()
    p = sandbox.preview(); print("then preview", p.exit_code, p.text[-300:] if p.exit_code else "")
    u = sandbox.up(); print("then up", u.exit_code, u.text[-400:] if u.exit_code else "")

def test_endpoint_with_marks(sandbox, endpoint):
    class P(http.server.BaseHTTPRequestHandler):
        def go(self):
            path = self.path[self.path.index("/v1/"):] if "/v1/" in self.path else self.path
            n = int(self.headers.get("Content-Length") or 0)
            r = urllib.request.Request(endpoint.url + path, self.rfile.read(n) if n else None, {k: v for k, v in self.headers.items() if k not in ("Host", "Content-Length", "Expect")}, method=self.command)
            try: a = urllib.request.urlopen(r)
            except urllib.error.HTTPError as e: a = e
            body = a.read(); self.send_response(a.status if hasattr(a, "status") else a.code)
            for k, v in a.headers.items():
                if k.lower() not in ("content-length", "transfer-encoding", "connection"): self.send_header(k, v)
            self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
        do_GET = do_POST = do_PUT = do_DELETE = go
        def log_message(self, *a): pass
    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), P); threading.Thread(target=s.serve_forever, daemon=True).start()
    sandbox.declare(CH)
    for evil in ("<{%zzz%}>", "\u202ex", "\x1b[31mred"):
        sandbox.configure(endpoint=f"http://127.0.0.1:{s.server_address[1]}/{evil}")
        p = sandbox.preview("--color", "always" if "zzz" in evil else "never"); print(ascii(evil), p.exit_code, "panic" in p.text, [ascii(l) for l in p.text.splitlines() if "127.0.0.1" in l][:4], p.text[-300:] if p.exit_code and "panic" not in p.text else "")
    s.shutdown()

def test_unfence_loses_somebody_elses_block(sandbox, endpoint):
    sandbox.declare(debug("delete")); ended(sandbox.up()); sandbox.declare(OTHERS)
    def other():
        client(endpoint).put_package_origin_configuration(domain="acme", repository="npm-store", format="npm", package="debug", restrictions={"publish": "BLOCK", "upstream": "BLOCK"})
        set_status(endpoint, "debug", "4.4.3", "Unlisted")
    endpoint.faults.plant(operation="DisposePackageVersions", times=1, before=other)
    endpoint.calls.clear()
    u = sandbox.up(); print("unfence", u.exit_code, origin(endpoint), held(endpoint)); show_calls(endpoint)
    print([l for l in u.text.splitlines() if "origin" in l])

def test_aba_of_a_retried_update(sandbox, endpoint):
    sandbox.declare('domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {"5.6.1": Archived}}\n')
    endpoint.faults.plant(operation="UpdatePackageVersionsStatus", times=1, drop="after", after=lambda: set_status(endpoint, "chalk", "5.6.1", "Published"))
    endpoint.calls.clear(); u = sandbox.up(); print("aba", u.exit_code, statuses(endpoint)); show_calls(endpoint)
