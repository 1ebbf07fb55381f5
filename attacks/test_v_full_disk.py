"""The backend's disk is full when the deletion is to be recorded: does the deletion begin all the same?"""
import subprocess
import pytest
from attacks.common import *

@pytest.mark.parametrize("how", ["declared", "removal"])
def test_full(sandbox, endpoint, how):
    state = sandbox.folder / "state"
    sandbox.declare(debug("delete")); ended(sandbox.up())
    kept = state.with_name("kept"); state.rename(kept); state.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(state)], check=True)
    try:
        subprocess.run(["cp", "-a", f"{kept}/.", str(state)], check=True)
        sandbox.declare(deleted() if how == "declared" else OTHERS)
        def fill():
            try:
                with open(state / "filler", "wb", buffering=0) as f:
                    while True: f.write(b"x" * 4096)
            except OSError as e: print("filled", e)
        endpoint.faults.plant(operation="ListPackageVersions", times=1, before=fill)
        endpoint.calls.clear()
        u = show("up", sandbox.up()); show_calls(endpoint); print(held(endpoint))
        (state / "filler").unlink()
        endpoint.faults.clear()
        sandbox.pulumi("cancel", "--stack", "sandbox", "--yes")
        show("preview", sandbox.preview()); u2 = sandbox.up(); print("again", u2.exit_code, held(endpoint), u2.text[-300:] if u2.exit_code else "")
    finally:
        subprocess.run(["umount", "-l", str(state)])
