"""A setting that differs from the last run's is said until a run under it has begun; a plan file binds it."""

import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Sandbox
from tests.engine.removing import debug, ended
from tests.support.usual import HELD

pytestmark = pytest.mark.engine

NOTICE = "packagestate:irreversibleLimit changed from 10 to 0"


def refused(sandbox: Sandbox) -> str:
    finished = sandbox.up()
    assert finished.exit_code != 0
    return finished.text


def test_a_refused_run_does_not_use_the_notice_up(sandbox: Sandbox, endpoint: Endpoint) -> None:
    ended(sandbox.up())
    sandbox.declare(
        "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {versions: {5.5.0: Deleted}}\n"
    )
    sandbox.configure(irreversibleLimit="0")
    endpoint.calls.clear()
    for _ in range(2):
        text = refused(sandbox)
        assert NOTICE in text
        assert "Too many transitions that cannot be undone" in text
    assert not endpoint.calls.writes
    # Neither does one whose manifests are wrong.
    sandbox.declare("domain: acme\nrepository: npm-store\nformat: npm\npackages: [\n", "broken.yaml")
    assert "broken.yaml" in refused(sandbox)
    (sandbox.folder / "packages" / "broken.yaml").unlink()
    sandbox.declare("domain: acme\nrepository: npm-store\nformat: npm\npackages: {}\n")
    assert NOTICE in ended(sandbox.up())
    assert NOTICE not in ended(sandbox.preview())


def test_a_deletion_is_refused_where_the_engine_keeps_no_checkpoints(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(
        "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk: {status: Deleted, reason: retired}\n"
    )
    sandbox.variables["PULUMI_SKIP_CHECKPOINTS"] = "true"
    for finished in (sandbox.preview(), sandbox.up()):
        assert finished.exit_code != 0
        assert "Deletion would not be recorded" in finished.text
    assert not endpoint.calls.writes
    del sandbox.variables["PULUMI_SKIP_CHECKPOINTS"]
    ended(sandbox.up())


def test_a_state_that_somebody_edited_leaves_no_traceback(sandbox: Sandbox, endpoint: Endpoint) -> None:
    ended(sandbox.up())
    state = sandbox.pulumi("stack", "export", "--stack", STACK).text
    edited = sandbox.folder / "edited.json"
    for before, after in (('"generation": 1', '"generation": "soon"'), ('"onRemoval": "retain"', '"onRemoval": "boo"')):
        assert before in state
        edited.write_text(state.replace(before, after), encoding="utf-8")
        ended(sandbox.pulumi("stack", "import", "--stack", STACK, "--file", str(edited)))
        endpoint.calls.clear()
        for finished in (sandbox.preview(), sandbox.up(), sandbox.refresh()):
            assert finished.exit_code != 0
            assert "Traceback" not in finished.text, finished.text
            assert "cannot be read" in finished.text, finished.text
        assert not endpoint.calls.writes


def test_a_removal_at_another_endpoint_than_the_recorded_one_is_refused(sandbox: Sandbox, endpoint: Endpoint) -> None:
    with Endpoint.start(seed=HELD) as other:
        sandbox.configure(endpoint=endpoint.url)
        sandbox.declare(debug("delete"))
        ended(sandbox.up())
        sandbox.configure(endpoint=other.url)
        sandbox.declare(debug("delete").partition("packages:")[0] + "packages: {}\n")
        endpoint.calls.clear()
        assert "Package was recorded elsewhere" in refused(sandbox)
        assert not endpoint.calls.writes
        assert not other.calls.writes
        # Once a run has declared it there, what is recorded is what is removed.
        sandbox.declare(debug("retain"))
        ended(sandbox.up())
        sandbox.declare(debug("retain").partition("packages:")[0] + "packages: {}\n")
        ended(sandbox.up())
