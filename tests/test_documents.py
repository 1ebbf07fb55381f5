"""What the documents show loads, and what they lead to is there."""

import re
import subprocess
from pathlib import Path
from textwrap import dedent, indent

import pytest

from examples.sandbox import ROOT
from packagestate.schemas.load import load
from tests.support.documents import blocks

HEADER = "domain: acme\nrepository: npm-store\nformat: npm\n"
DOCUMENTS = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name
)
HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))
MANIFESTS = [
    pytest.param(manifest, id=f"{page.stem} {number}")
    for page in HOW_TO
    for number, manifest in enumerate(blocks(page.read_text(encoding="utf-8"), "yaml"))
]


def whole(part: str) -> str:
    """A manifest, made from a part of one."""
    part = dedent(part)
    if part.startswith("domain:"):
        return part
    return HEADER + (part if part.startswith("packages:") else f"packages:\n  chalk:\n{indent(part, '    ')}")


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_the_manifests_of_a_document_load(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(whole(manifest), encoding="utf-8")
    assert load(tmp_path).packages


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_leads_to_is_there(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    ours = [target for target in targets if "://" not in target]
    assert [target for target in ours if not (document.parent / target).exists()] == []


ADVISING = [*DOCUMENTS, *sorted((ROOT / "provider").rglob("*.py"))]


@pytest.mark.parametrize("file", ADVISING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_origin_that_is_advised_has_the_fields_that_a_manifest_demands(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"origin: \{+(?:publish|upstream): [A-Z]+\}", text) == []
    assert re.findall(r"origin`? with `?(?:publish|upstream)", text) == []
