"""What gets a clear error and changes nothing: no traceback, no write, and a hint; one of each kind.

Which words each fault gets is held in the process, by `tests/schemas`, `tests/plan`, `tests/configuration`,
`tests/codeartifact/test_errors.py` and `tests/cli/test_plan.py`. Here is what the engine makes of it.
"""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.support.asking import client

pytestmark = pytest.mark.engine

HEAD = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"


def assert_refused(sandbox: Sandbox, endpoint: Endpoint, *texts: str) -> None:
    for finished in (sandbox.preview(), sandbox.up()):
        assert finished.exit_code not in {0, 7}
        assert "Traceback" not in finished.text, finished.text
        for text in texts:
            assert text in finished.text, finished.text
        assert "hint: " in finished.text, finished.text
    assert not endpoint.calls.writes


def test_a_manifest_that_is_none_is_refused(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.declare(HEAD + "  chalk: {versions: {'5.6.0': Gone}}\n")
    assert_refused(sandbox, endpoint, "manifest.yaml:5:")
    assert not endpoint.calls


def test_a_plan_that_cannot_be_carried_out_is_refused_with_all_its_reasons(
    sandbox: Sandbox, endpoint: Endpoint
) -> None:
    client(endpoint).dispose_package_versions(
        domain="acme", repository="npm-store", format="npm", package="chalk", versions=["5.6.1"]
    )
    endpoint.calls.clear()
    versions = "'5.6.0': {status: Archived, revision: other}, '5.6.1': Published, '9.0.0': Published"
    sandbox.declare(f"{HEAD}  chalk: {{versions: {{{versions}}}}}\n")
    reasons = ("Revision is not the pinned one", "Disposed version cannot be restored", "Version is absent")
    assert_refused(sandbox, endpoint, *reasons)


def test_an_endpoint_that_does_not_answer_is_named(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.configure(endpoint="http://127.0.0.1:9")
    finished = sandbox.preview()
    assert finished.exit_code not in {0, 7}
    assert "Traceback" not in finished.text
    assert "No answer" in finished.text
    assert "127.0.0.1:9" in finished.text
    assert not endpoint.calls


def test_a_permission_that_is_missing_is_named(sandbox: Sandbox, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", code="AccessDeniedException", status=403)
    assert_refused(sandbox, endpoint, "codeartifact:ListPackageVersions")


@pytest.mark.parametrize(
    "wrong",
    [{"irreversibleLimit": "many"}, {"changedFractionLimit": "2", "writesPerSecond": "0"}],
    ids=["the engine looks first", "all that we find at once"],
)
def test_configuration_of_the_wrong_kind_is_named(sandbox: Sandbox, endpoint: Endpoint, wrong: dict[str, str]) -> None:
    sandbox.configure(**wrong)
    finished = sandbox.preview()
    assert finished.exit_code not in {0, 7}
    assert "Traceback" not in finished.text
    assert [key for key in wrong if f"packagestate:{key}" not in finished.text] == []
    assert not endpoint.calls


def test_a_bug_of_ours_leaves_its_traceback(sandbox: Sandbox) -> None:
    program = (sandbox.folder / "__main__.py").read_text()
    sandbox.replace_program(
        program.replace("run(stack_configuration", "stack_configuration(None); run(stack_configuration")
    )
    assert "Traceback" in sandbox.preview().text


def test_a_lost_race_is_told_in_the_words_of_the_outcome(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """The versions change between the program's observation and the plugin's write."""
    endpoint.faults.plant(
        operation="DisposePackageVersions",
        times=1,
        before={
            "operation": "UpdatePackageVersionsStatus",
            "parameters": {
                "domain": "acme",
                "repository": "npm-store",
                "format": "npm",
                "package": "chalk",
                "versions": ["5.6.1"],
                "targetStatus": "Archived",
            },
        },
    )
    finished = sandbox.up()
    assert finished.exit_code not in {0, 7}
    assert "Plan is stale" in finished.text
    assert "Traceback" not in finished.text
    assert sandbox.up().exit_code == 0
