"""What gets a clear error and changes nothing: no traceback, no write, and a hint."""

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox

pytestmark = pytest.mark.engine

HEAD = "domain: acme\nrepository: npm-store\nformat: npm\npackages:\n"

MANIFESTS = {
    "an unknown status": (HEAD + "  chalk: {versions: {'5.6.0': Gone}}\n", "manifest.yaml:5:"),
    "a version that is not there": (HEAD + "  chalk: {versions: {'9.0.0': Published}}\n", "Version is absent"),
    "a revision that is not the present one": (
        HEAD + "  chalk: {versions: {'5.6.0': {status: Archived, revision: other}}}\n",
        "Revision is not the pinned one",
    ),
    "no such repository": (
        HEAD.replace("npm-store", "elsewhere") + "  chalk: {versions: {'1.0.0': Archived}}\n",
        "elsewhere",
    ),
    "no such domain": (HEAD.replace("acme", "nobody") + "  chalk: {versions: {'1.0.0': Archived}}\n", "nobody"),
    "an empty file": ("", "manifest.yaml"),
}


def assert_refused(sandbox: Sandbox, endpoint: Endpoint, *, says: str) -> None:
    for finished in (sandbox.preview(), sandbox.up()):
        assert finished.exit_code not in {0, 7}
        assert "Traceback" not in finished.text, finished.text
        assert says in finished.text, finished.text
        assert "hint: " in finished.text, finished.text
    assert not endpoint.calls.writes


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_manifest_with_a_fault_is_refused(sandbox: Sandbox, endpoint: Endpoint, case: str) -> None:
    text, says = MANIFESTS[case]
    sandbox.declare(text)
    assert_refused(sandbox, endpoint, says=says)


def test_a_disposed_version_is_not_restored(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.up()
    endpoint.calls.clear()
    sandbox.declare(HEAD + "  chalk: {versions: {'5.6.1': Published}}\n")
    assert_refused(sandbox, endpoint, says="Disposed version cannot be restored")


def test_a_plan_over_a_limit_is_refused(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.configure(irreversibleLimit="0")
    assert_refused(sandbox, endpoint, says="packagestate:irreversibleLimit")


def test_an_endpoint_that_does_not_answer_is_named(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.configure(endpoint="http://127.0.0.1:9")
    finished = sandbox.preview()
    assert finished.exit_code not in {0, 7}
    assert "Traceback" not in finished.text
    assert "No answer" in finished.text
    assert "127.0.0.1:9" in finished.text
    assert not endpoint.calls


def test_credentials_that_are_not_there_are_missed(sandbox: Sandbox, endpoint: Endpoint) -> None:
    sandbox.variables |= {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    assert_refused(sandbox, endpoint, says="credentials")


def test_a_permission_that_is_missing_is_named(sandbox: Sandbox, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", code="AccessDeniedException", status=403)
    assert_refused(sandbox, endpoint, says="codeartifact:ListPackageVersions")


@pytest.mark.parametrize(
    ("key", "value"), [("irreversibleLimit", "many"), ("changedFractionLimit", "2"), ("writesPerSecond", "0")]
)
def test_configuration_of_the_wrong_kind_is_named(sandbox: Sandbox, endpoint: Endpoint, key: str, value: str) -> None:
    sandbox.configure(**{key: value})
    finished = sandbox.preview()
    assert finished.exit_code not in {0, 7}
    assert "Traceback" not in finished.text
    assert f"packagestate:{key}" in finished.text
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
