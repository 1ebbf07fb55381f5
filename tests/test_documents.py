"""What the documents show loads, what they lead to is there, and they say it in the project's own words."""

import re
import subprocess
from pathlib import Path
from textwrap import dedent, indent

import pytest
import yaml

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.provider.cli import main
from packagestate.schemas.load import load
from tests.support.documents import blocks, cells, prose, section, unbroken

REGION = ("--region", "eu-west-1")
HEADER = "domain: acme\nrepository: npm-store\nformat: npm\n"
DOCUMENTS = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name
)
# What programs print, and the record of releases, are not ours to wrap.
WRITTEN = [
    document
    for document in DOCUMENTS
    if document.name != "CHANGELOG.md" and not document.is_relative_to(ROOT / "tests")
]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
WITH_MANIFESTS = [
    page for page in PAGES if page.parent.name in {"how-to", "reference"} and blocks(page.read_text("utf-8"), "yaml")
]
MANIFESTS = [
    pytest.param(manifest, id=f"{page.stem} {number}")
    for page in WITH_MANIFESTS
    for number, manifest in enumerate(blocks(page.read_text(encoding="utf-8"), "yaml"))
]
INDEX = ROOT / "docs" / "README.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
RETIRED_TITLE = "Retired words"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def whole(part: str) -> str:
    """A manifest, made from a part of one."""
    part = dedent(part)
    if re.search(r"^domain:", part, re.MULTILINE):
        return part
    return HEADER + (part if part.startswith("packages:") else f"packages:\n  chalk:\n{indent(part, '    ')}")


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_the_manifests_of_a_document_load(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(whole(manifest), encoding="utf-8")
    manifests = load(tmp_path)
    assert manifests.packages or manifests.wide or manifests.rules or manifests.feeds


def targets_of(document: Path) -> list[str]:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target]


def anchors_of(document: Path) -> set[str]:
    """What the headings of a page are called in a link, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_what_a_document_leads_to_is_there(document: Path) -> None:
    for target in targets_of(document):
        path, _, anchor = target.partition("#")
        page = document.parent / path if path else document
        assert page.exists(), target
        assert not anchor or anchor in anchors_of(page), target


def test_the_index_leads_to_every_page() -> None:
    linked = {(INDEX.parent / target.partition("#")[0]).resolve() for target in targets_of(INDEX)}
    assert [named(page) for page in PAGES if page != INDEX and page.resolve() not in linked] == []


@pytest.mark.parametrize("document", WRITTEN, ids=named)
def test_no_line_of_prose_is_longer_than_120_characters(document: Path) -> None:
    """Tables and what programs print have lines of their own length."""
    assert [line for line in prose(document.read_text(encoding="utf-8")) if len(line) > 120] == []


def test_the_comment_is_what_the_manifest_of_the_readme_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = blocks((ROOT / "README.md").read_text(encoding="utf-8"), "yaml")[0]
    (tmp_path / "npm.yaml").write_text(manifest, encoding="utf-8")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    seed = yaml.safe_load((ROOT / "examples" / "quickstart" / "seed.yaml").read_text(encoding="utf-8"))
    with Endpoint.start(seed=seed) as endpoint:
        assert main(["plan", str(tmp_path), "--format", "markdown", "--endpoint", endpoint.url, *REGION]) == 0
    printed = capsys.readouterr().out.splitlines()
    page = (ROOT / "docs" / "how-to" / "run-in-a-pipeline.md").read_text(encoding="utf-8")
    quoted = [line.removeprefix("> ") for line in page.splitlines() if line.startswith("> ")]
    assert quoted
    # A revision is opaque, and another one when the endpoint's packages are.
    without_revisions = [re.sub(r"<code>\S+=</code>", "", line) for line in printed]
    assert [line for line in quoted if re.sub(r"<code>\S+=</code>", "", line) not in without_revisions] == []


ADVISING = [*DOCUMENTS, *sorted((ROOT / "provider").rglob("*.py"))]


@pytest.mark.parametrize("file", ADVISING, ids=named)
def test_every_origin_that_is_advised_has_the_fields_that_a_manifest_demands(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"origin: \{+(?:publish|upstream): [A-Z]+\}", text) == []
    assert re.findall(r"origin`? with `?(?:publish|upstream)", text) == []


# Decisions are records of their day.
SPEAKING = [document for document in WRITTEN if document.parent != ROOT / "docs" / "decisions"]
CODE = sorted(path for folder in ("provider", "schemas") for path in (ROOT / folder).rglob("*.py"))


def retired() -> re.Pattern[str]:
    """The retired words of the glossary."""
    rows = cells(section(GLOSSARY.read_text(encoding="utf-8"), RETIRED_TITLE))
    words = [word for row in rows for word in re.findall(r"`([^`]+)`", row[0])]
    assert words
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def without_the_table(document: Path) -> str:
    text = document.read_text(encoding="utf-8")
    return text.replace(section(text, RETIRED_TITLE), "") if document == GLOSSARY else text


@pytest.mark.parametrize("document", SPEAKING, ids=named)
def test_no_document_has_a_retired_word(document: Path) -> None:
    assert retired().findall(unbroken(without_the_table(document))) == []


def test_no_comment_docstring_or_message_of_the_code_has_a_retired_word() -> None:
    found = {named(path): retired().findall(unbroken(path.read_text(encoding="utf-8"))) for path in CODE}
    assert {name: words for name, words in found.items() if words} == {}
