"""`pulumi state move`, `protect` and `unprotect` of our resources: nothing happens in AWS that no plan shows."""

import pytest

from emulator import Endpoint
from examples.sandbox import Finished, Sandbox
from tests.engine.removing import DEBUG, OTHERS, debug, ended, held

pytestmark = pytest.mark.engine

OTHER = "other"


def urn(sandbox: Sandbox) -> str:
    return str(sandbox.state()[DEBUG]["urn"])


def other(sandbox: Sandbox, *arguments: str) -> Finished:
    """A command of the other stack, whose manifests are in a folder of its own."""
    return sandbox.pulumi(*arguments, "--stack", OTHER)


def up_other(sandbox: Sandbox) -> Finished:
    return other(sandbox, "up", "--yes", "--skip-preview", "--strict=false")


def make_other(sandbox: Sandbox, manifest: str) -> None:
    folder = sandbox.folder / "others"
    folder.mkdir(exist_ok=True)
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")
    ended(sandbox.pulumi("stack", "init", OTHER))
    with (sandbox.folder / f"Pulumi.{OTHER}.yaml").open("a", encoding="utf-8") as settings:
        settings.write('config:\n  packagestate:manifests: others\n  packagestate:changedFractionLimit: "1"\n')


def move(sandbox: Sandbox, *urns: str) -> Finished:
    return sandbox.pulumi("state", "move", "--source", "sandbox", "--dest", OTHER, "--yes", *urns)


def test_a_package_that_is_moved_to_the_stack_that_declares_it_needs_nothing(
    declared: Sandbox, endpoint: Endpoint
) -> None:
    make_other(declared, debug("delete").replace('  chalk:\n    versions:\n      "5.6.1": Archived\n', ""))
    ended(move(declared, urn(declared)))
    declared.declare(OTHERS)
    ended(declared.preview("--expect-no-changes"))
    ended(other(declared, "preview"))
    ended(up_other(declared))
    ended(other(declared, "preview", "--expect-no-changes"))
    assert not endpoint.calls.writes


def test_a_package_that_is_moved_to_a_stack_that_does_not_declare_it_is_removed_there_as_its_preview_shows(
    declared: Sandbox, endpoint: Endpoint
) -> None:
    make_other(declared, OTHERS)
    ended(move(declared, urn(declared)))
    shown = "debug (npm) in acme/npm-store: no longer declared, deletes the package with 3 versions"
    ended(other(declared, "preview"), shown)
    assert not endpoint.calls.writes
    ended(up_other(declared), shown)
    assert not held(endpoint)
    # The first stack still declares it, and says that it is gone.
    ended(declared.preview(), "Version is absent", "`debug` 4.4.3 (npm) in `acme/npm-store` is declared", code=None)


def test_two_stacks_that_record_one_package_do_not_know_of_each_other_and_the_loss_is_said(
    declared: Sandbox, endpoint: Endpoint
) -> None:
    make_other(declared, debug("delete"))
    ended(up_other(declared))
    (declared.folder / "others" / "manifest.yaml").write_text(OTHERS, encoding="utf-8")
    endpoint.calls.clear()
    shown = "debug (npm) in acme/npm-store: no longer declared, deletes the package with 3 versions"
    ended(other(declared, "preview"), shown)
    ended(up_other(declared), shown)
    assert not held(endpoint)
    said = ("Version is absent", "`debug` 4.4.3 (npm) in `acme/npm-store` is declared")
    ended(declared.preview(), *said, code=None)
    ended(declared.up(), *said, code=None)
    # What the other stack deleted is forgotten here once it is no longer declared.
    declared.declare(OTHERS)
    ended(declared.preview(), "forgotten", "no version of it is left in AWS")
    endpoint.calls.clear()
    ended(declared.up())
    assert not endpoint.calls.writes
    assert DEBUG not in declared.state()


def test_a_protected_package_is_not_deleted_until_it_is_unprotected(declared: Sandbox, endpoint: Endpoint) -> None:
    before = held(endpoint)
    name = urn(declared)
    ended(declared.pulumi("state", "protect", name, "--stack", "sandbox", "--yes"))
    declared.declare(OTHERS)
    endpoint.calls.clear()
    ended(declared.preview(), "protect", code=None)
    ended(declared.up(), "protect", code=None)
    assert not endpoint.calls.writes
    assert held(endpoint) == before
    ended(declared.pulumi("state", "unprotect", name, "--stack", "sandbox", "--yes"))
    text = ended(declared.preview(), "deletes the package with 3 versions")
    assert "Interrupted deletion" not in text
    ended(declared.up())
    assert not held(endpoint)
    # The record of what was removed can be protected, unprotected and moved away as well; nothing depends on it.
    document = declared.pulumi("stack", "export", "--stack", "sandbox").text
    (removals,) = {word for word in document.split('"') if word.endswith("Removals::removals")}
    for command in ("protect", "unprotect"):
        ended(declared.pulumi("state", command, removals, "--stack", "sandbox", "--yes"))
        ended(declared.preview("--expect-no-changes"))
    make_other(declared, OTHERS)
    ended(move(declared, removals))
    ended(declared.preview("--expect-no-changes"))
    ended(up_other(declared))
    ended(other(declared, "preview", "--expect-no-changes"))
