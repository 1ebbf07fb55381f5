"""The engine runs in a folder that is gone afterwards; the files that its arguments name are the caller's."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.pipeline.file_arguments import with_absolute_files
from tests.support.stores import store

SEED = store(npm={"chalk": ["5.6.0"]})


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("stack export --file a.json --stack prod", "stack export --file /here/a.json --stack prod"),
        ("stack import --file=a.json", "stack import --file=/here/a.json"),
        ("preview --save-plan x/p.json", "preview --save-plan /here/x/p.json"),
        ("up --plan /p.json", "up --plan /p.json"),
        ("import -f a.json -o b.py --yes", "import -f /here/a.json -o /here/b.py --yes"),
        ("up -f --plan p.json", "up -f --plan /here/p.json"),
        ("stack export --file -", "stack export --file -"),
        ("stack export --file --file", "stack export --file /here/--file"),
        ("config set a --file", "config set a --file"),
        ("", ""),
    ],
)
def test_a_file_is_named_by_its_whole_path(arguments: str, expected: str) -> None:
    assert list(with_absolute_files(arguments.split(), Path("/here"))) == expected.split()


@pytest.mark.engine
def test_a_state_is_exported_to_the_folder_where_the_command_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endpoint: Endpoint
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "state").mkdir()
    (tmp_path / "caller").mkdir()
    monkeypatch.chdir(tmp_path / "caller")
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PULUMI_BACKEND_URL", (tmp_path / "state").as_uri())
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)
    command = ["pulumi", "--folder", str(tmp_path / "data")]
    assert main([*command, "stack", "init", "prod", "--non-interactive"]) == 0
    assert main([*command, "stack", "export", "--file", "backup.json", "--stack", "prod"]) == 0
    assert "deployment" in json.loads((tmp_path / "caller" / "backup.json").read_text(encoding="utf-8"))
