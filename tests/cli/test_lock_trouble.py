"""What `packagestate lock` says of what is wrong around it, and that its hints work."""

from collections.abc import Callable
from pathlib import Path

import pytest

from packagestate.provider.choices.writing import write
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.lock.rendering import render
from packagestate.provider.manifests.saving import SavingError
from packagestate.schemas.load import load
from tests.cli.conftest import Run
from tests.lock.domain import RULES, everything
from tests.support.stores import domains, repository

ODD = "1.0.0-<{%reset%}>"
SEED = domains(
    acme={
        "npm-internal": repository(npm={"@acme/ui": ["1.0.0", "1.1.0"]}, generic={"acme/tool": [ODD, "1.0.0", "2.0.0"]})
    }
)
RULE = RULES.replace(', "npm-release-*"', "").replace("latest: 2", "latest: 1").replace("olderThan: 180d, ", "")
FILES = {"rules.yaml": RULE}
ALL = everything("generic", "Disposed", '"acme/*"')


def file_of_lock(folder: Path) -> Path:
    (found,) = folder.glob("packagestate.lock/**/*.yaml")
    return found


def test_what_others_call_a_version_never_makes_the_lock_unreadable(ask: Run, run: Run, folder: Path) -> None:
    (folder / "rules.yaml").write_text(ALL, encoding="utf-8")
    code, said, _ = ask("lock")
    assert (code, "not touched: 1 version of which no manifest can hold the name" in said) == (0, True)
    assert run("validate")[0] == 0
    assert ask("lock", "--check")[0] == 0


def test_a_domain_has_one_owner_in_rules_too(ask: Run, folder: Path) -> None:
    owned = ALL.replace("repository:", 'domainOwner: "123456789012"\nrepository:')
    (folder / "owned.yaml").write_text(owned, encoding="utf-8")
    code, _, errors = ask("lock")
    assert (code, "Two owners of one domain" in errors) == (ExitCode.ERROR, True)


def test_a_damaged_lock_is_made_again_as_its_hint_says(ask: Run, folder: Path) -> None:
    assert ask("lock")[0] == 0
    made = file_of_lock(folder).read_bytes()
    file_of_lock(folder).write_text("domain: acme\n", encoding="utf-8")
    code, _, errors = ask("lock")
    assert (code, "take the file back from Git, or delete it" in errors) == (ExitCode.ERROR, True)
    file_of_lock(folder).unlink()
    assert ask("lock")[0] == 0
    assert file_of_lock(folder).read_bytes() == made


@pytest.mark.parametrize("command", ["plan", "lock"])
def test_a_lock_alone_is_no_folder_of_manifests(ask: Run, folder: Path, command: str) -> None:
    assert ask("lock")[0] == 0
    (folder / "rules.yaml").unlink()
    code, _, errors = ask(command, "packages")
    assert (code, "but those of the lock" in errors) == (ExitCode.ERROR, True)


def test_a_file_has_no_lock(ask: Run, folder: Path) -> None:
    code, _, errors = ask("lock", "packages/rules.yaml")
    assert (code, "name that" in errors) == (ExitCode.USAGE, True)
    assert [each.name for each in folder.iterdir()] == ["rules.yaml"]


@pytest.mark.parametrize("obstruct", [Path.unlink, lambda file: (file.unlink(), (file / "x").mkdir(parents=True))])
def test_a_file_that_cannot_be_taken_away_is_told_and_one_that_is_gone_is_well(
    ask: Run, folder: Path, obstruct: Callable[[Path], object]
) -> None:
    assert ask("lock")[0] == 0
    texts = {each.path: render(each) for each in load(folder).locks}
    file = file_of_lock(folder)
    obstruct(file)
    if not file.exists():
        assert len(write(folder, texts, {}).gone) == 1
        return
    with pytest.raises(SavingError, match="cannot be taken away"):
        write(folder, texts, {})
