"""The way out of a mistaken disposal, as docs/how-to/mistaken-disposal.md describes it."""

import pytest

from emulator import Endpoint
from emulator.store import Asset, PackageFormat, PackageKey, RepositoryKey
from examples.sandbox import Sandbox
from tests.support.usual import MANIFEST

pytestmark = pytest.mark.engine


def test_a_version_that_was_disposed_by_mistake_is_deleted_published_again_and_declared_again(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    assert sandbox.up().exit_code == 0
    reverted = MANIFEST.replace('"5.6.1": Disposed', '"5.6.1": Published')
    sandbox.declare(reverted)
    refused = sandbox.preview()
    assert refused.exit_code != 0
    assert "Disposed version cannot be restored" in refused.text
    sandbox.declare(MANIFEST.replace('"5.6.1": Disposed', '"5.6.1": Deleted'))
    assert sandbox.up().exit_code == 0
    endpoint.store.registry.publish_asset(
        RepositoryKey("acme", "npm-store"),
        PackageKey(PackageFormat.NPM, "", "chalk"),
        "5.6.1",
        Asset.of("chalk-5.6.1.tgz", b"the same as before"),
    )
    endpoint.calls.clear()
    sandbox.declare(reverted)
    again = sandbox.up()
    assert again.exit_code == 0, again.text
    assert not endpoint.calls.writes
    assert sandbox.preview("--expect-no-changes").exit_code == 0
