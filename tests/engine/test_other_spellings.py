"""A state that somebody edited may spell a declared package otherwise; it is declared all the same."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import ONE_PACKAGE, ended, export, held, restore
from tests.support.asking import statuses
from tests.support.stores import store

pytestmark = pytest.mark.engine

SEED = store(pypi={"my-package": ["1.0.0"]}, nuget={"acme.lib": ["1.0.0"]}, swift={"acme/tool": ["1.0.0"]})


def test_a_package_and_a_version_that_are_recorded_in_another_spelling_stay(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    sandbox.declare(ONE_PACKAGE.format(format="pypi", on_removal="delete", name="my-package"))
    sandbox.declare(ONE_PACKAGE.format(format="nuget", on_removal="delete", name="Acme.Lib"), "nuget.yaml")
    ended(sandbox.up())
    endpoint.calls.clear()
    state = export(sandbox).replace("my-package", "My_Package").replace("acme.lib", "Acme.Lib")
    restore(sandbox, state.replace('"1.0.0"', '"1.0.0.0"'))
    text = ended(sandbox.preview())
    assert "deletes the package" not in text
    ended(sandbox.up())
    assert not endpoint.calls.writes
    assert held(endpoint, "my-package", "pypi") == {"1.0.0": "Published"}
    assert held(endpoint, "acme.lib", "nuget") == {"1.0.0": "Published"}
    ended(sandbox.preview("--expect-no-changes"))


def test_a_swift_package_is_the_same_in_capitals(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """Namespace and name are known in lower case, also where an older run recorded them as they were written."""
    sandbox.declare(ONE_PACKAGE.format(format="swift", on_removal="delete", name="Acme/Tool"))
    ended(sandbox.up())
    endpoint.calls.clear()
    sandbox.declare(ONE_PACKAGE.format(format="swift", on_removal="delete", name="acme/tool"))
    ended(sandbox.preview("--expect-no-changes"))
    state = export(sandbox).replace("swift/acme/tool", "swift/Acme/Tool")
    for lower, upper in (("namespace", "Acme"), ("package", "Tool")):
        state = state.replace(f'"{lower}": "{upper.lower()}"', f'"{lower}": "{upper}"')
    restore(sandbox, state)
    assert "deletes the package" not in ended(sandbox.preview())
    ended(sandbox.up())
    assert not endpoint.calls.writes
    assert statuses(endpoint, "acme/tool", "swift") == {"1.0.0": "Published"}
