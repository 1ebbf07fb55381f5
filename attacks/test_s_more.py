import signal, subprocess, shutil, time, threading
import pytest
from attacks.common import *
from tests.support.killing import Moment, plant_kill, lock_files

@pytest.mark.parametrize("kept", ["{publish: BLOCK, upstream: BLOCK}", "{publish: ALLOW, upstream: BLOCK}"])
def test_the_hint_is_followed(sandbox, endpoint, kept):
    """The warning says: declare `origin: {publish: BLOCK, upstream: BLOCK}` to keep it."""
    sandbox.declare(deleted()); happened = plant_kill(endpoint, sandbox, 1, Moment.AFTER, operation="PutPackageOriginConfiguration")
    sandbox.up(); endpoint.faults.clear(); sandbox.pulumi("cancel", "--stack", "sandbox", "--yes")
    sandbox.declare(debug("retain").replace("onRemoval: retain", f"origin: {kept}"))
    ended(sandbox.up())
    codes = []
    for _ in range(2):
        codes.append(sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes").exit_code)
        ended(sandbox.refresh())
        p = sandbox.preview("--expect-no-changes"); codes.append(p.exit_code)
        ended(sandbox.up())
    print(kept, codes, [l for l in p.text.splitlines() if "Removals" in l])
    assert codes == [0] * 4

@pytest.mark.parametrize("count", [1, 2])
def test_ctrl_c_in_the_middle_of_a_removal(sandbox, endpoint, count):
    sandbox.declare(debug("delete")); ended(sandbox.up()); sandbox.declare(OTHERS.replace("Archived", "Unlisted")); endpoint.calls.clear()
    hit = threading.Event(); go = threading.Event()
    def wait():
        hit.set(); go.wait(15)
    endpoint.faults.plant(operation="DisposePackageVersions", times=1, before=wait)
    x = subprocess.Popen([shutil.which("pulumi"), "--non-interactive", "--color", "never", "up", "--stack", "sandbox", "--yes", "--skip-preview", "--strict=false"], cwd=sandbox.folder, env=sandbox.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert hit.wait(60)
    for _ in range(count):
        x.send_signal(signal.SIGINT); time.sleep(1)
    go.set()
    out, _ = x.communicate(timeout=100)
    print("sigint", count, x.returncode, out[-500:], held(endpoint), lock_files(sandbox)); show_calls(endpoint)
    endpoint.faults.clear(); sandbox.pulumi("cancel", "--stack", "sandbox", "--yes")
    p = show("then preview", sandbox.preview()); u = sandbox.up(); print(u.exit_code, held(endpoint)); 
    assert u.exit_code == 0 and not held(endpoint), u.text
    assert sandbox.preview("--expect-no-changes").exit_code == 0

BY = """
from packagestate import Package
for name, status in (("a", "Archived"), ("b", "Unlisted")):
    Package(name, domain="acme", repository="npm-store", format="npm", package="chalk", versions={"5.6.1": status})
"""
def test_one_package_by_hand_twice(sandbox, endpoint):
    sandbox.replace_program(BY)
    for _ in range(2):
        u = sandbox.up(); print("by hand twice", u.exit_code, statuses(endpoint)); show_calls(endpoint); endpoint.calls.clear()
    p = sandbox.preview("--expect-no-changes"); r = sandbox.pulumi("refresh", "--stack", "sandbox", "--preview-only", "--expect-no-changes"); print(p.exit_code, r.exit_code)
