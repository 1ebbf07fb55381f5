"""The hooks of many packages are under way at once: notices when the SDK's pool of threads is no longer found."""

from pathlib import Path
from threading import Barrier

import pytest

from emulator import Endpoint
from tests.support.sandboxes import new_sandbox
from tests.support.stores import store

pytestmark = pytest.mark.engine

# More than the four threads of the SDK, and as many as the engine has under way at once on two processors.
AT_ONCE_COUNT = 8
NAMES = [f"package-{number}" for number in range(AT_ONCE_COUNT)]
WAITING_SECONDS = 20
SEED = store(npm={name: ["1.0.0"] for name in NAMES})


def test_more_hooks_than_the_sdk_has_threads_are_under_way_at_once(tmp_path: Path, endpoint: Endpoint) -> None:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.configure(changedFractionLimit="1")
    entries = "".join(f'  {name}:\n    versions: {{"1.0.0": Archived}}\n' for name in NAMES)
    sandbox.declare(f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n{entries}")
    # No write is answered before all have arrived; were there fewer threads, they would wait in vain.
    everybody = Barrier(AT_ONCE_COUNT)
    endpoint.faults.plant(
        operation="UpdatePackageVersionsStatus", times=AT_ONCE_COUNT, before=lambda: everybody.wait(WAITING_SECONDS)
    )
    up = sandbox.up("--parallel", str(AT_ONCE_COUNT))
    assert up.exit_code == 0, up.text
    assert endpoint.calls.count("UpdatePackageVersionsStatus") == AT_ONCE_COUNT
    assert not everybody.broken
