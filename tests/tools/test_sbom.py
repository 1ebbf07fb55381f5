"""The SBOM names what is pinned for users, no more and no less."""

import json
import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_the_sbom_has_each_pin_with_its_hashes(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    subprocess.run(["make", "sbom", f"SBOM={file}"], cwd=PROJECT, check=True, capture_output=True)
    components = json.loads(file.read_text(encoding="utf-8"))["components"]
    text = (PROJECT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;]+)", text, re.MULTILINE))
    assert {each["name"]: each["version"] for each in components} == pins
    hashes = {each["content"] for part in components for each in part["externalReferences"][0]["hashes"]}
    assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", text))
