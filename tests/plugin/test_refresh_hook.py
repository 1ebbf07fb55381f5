"""What a refresh says of a package whose repository is gone."""

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import AbsentError
from tests.support.asking import client
from tests.support.hooks import Hooks, package
from tests.support.stores import store

SEED = store(npm={"chalk": {"5.6.1": "Published"}})


def test_a_refresh_of_what_was_in_a_repository_that_is_gone_says_how_it_is_forgotten(
    endpoint: Endpoint,
) -> None:
    hooks = Hooks(endpoint.url)
    hooks.up(package({"5.6.1": "Published"}))
    client(endpoint).delete_repository(domain="acme", repository="npm-store")
    with pytest.raises(AbsentError, match="run `pulumi up` without a refresh, which forgets what it held"):
        hooks.refresh()
    assert hooks.outputs["versions"] == {"Published": "5.6.1"}
