"""What `emulator/README.md` shows is what the endpoint takes."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import urllib3
import yaml

from emulator import Endpoint, Switches
from emulator.seeds import sow
from emulator.store import Store

PROJECT = Path(__file__).parents[2]
MANUAL = (PROJECT / "emulator" / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    assert found
    return found


@pytest.mark.parametrize("fault", blocks("json"))
def test_the_faults_can_be_planted(endpoint: Endpoint, web: urllib3.PoolManager, fault: str) -> None:
    answer = web.request("POST", f"{endpoint.url}/_faults", body=fault.encode())
    assert (answer.status, answer.data) == (204, b"")


@pytest.mark.parametrize("seed", blocks("yaml"))
def test_the_seeds_can_be_sown(seed: str) -> None:
    sow(Store(), yaml.safe_load(seed))


@pytest.mark.parametrize("program", blocks("python"))
def test_the_programs_run(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(program, "emulator/README.md", "exec"), {})  # noqa: S102 - the document's own code
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")


def test_the_switches_are_those_of_the_program() -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)` \| `([a-z_]+)`", MANUAL, re.MULTILINE))
    offered = set(re.findall(r'"(--[a-z-]+)"', (PROJECT / "emulator" / "__main__.py").read_text(encoding="utf-8")))
    assert {option for option, _ in told} == offered - {"--port", "--seed"}
    assert {switch for _, switch in told} == {field.name for field in fields(Switches)}
