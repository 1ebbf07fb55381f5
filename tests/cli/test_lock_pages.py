"""What the pages about rules print is what the command prints."""

from pathlib import Path

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.provider.lock.rendering import render
from packagestate.schemas.load import load
from tests.cli.conftest import Run
from tests.lock.domain import NEW, OLD
from tests.support.documents import blocks
from tests.support.stores import domains, repository

UI = {f"1.{number}.0": {"published": OLD} for number in range(2)}
UI |= {f"2.{number}.0": {"published": NEW} for number in range(20)}
SEED = domains(acme={name: repository(npm={"@acme/ui": UI}) for name in ("npm-internal", "npm-release-a")})


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def locked(ask: Run, text: str) -> str:
    Path("packages").mkdir()
    (Path("packages") / "retention.yaml").write_text(text, encoding="utf-8")
    code, said, errors = ask("lock")
    assert (code, errors) == (0, "")
    return said


def test_the_page_about_retention(ask: Run, endpoint: Endpoint) -> None:
    text = page("how-to/retention.md")
    said = locked(ask, blocks(text, "yaml")[0])
    printed = blocks(text, "text")[0].splitlines()
    assert said.splitlines()[: len(printed)] == printed
    assert not endpoint.calls.writes


def test_the_file_of_the_reference(ask: Run) -> None:
    text = page("reference/rules.md")
    locked(ask, blocks(page("how-to/retention.md"), "yaml")[0])
    made = load(Path("packages")).locks[0]
    written = render(made).splitlines()
    for line in next(each for each in blocks(text, "text") if "lockVersion" in each).splitlines():
        found = [each for each in written if each.split(":")[0] == line.split(":")[0]]
        assert found, line
        # The days and digests of the page are those of its own day.
        assert line.count('"') == found[0].count('"')
