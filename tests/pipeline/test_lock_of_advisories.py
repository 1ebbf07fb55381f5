"""`packagestate pipeline lock` with advisories: the commit holds the records that the lock was made of, and no more."""

from pathlib import Path

import pytest

from emulator import Endpoint
from tests.lock.domain import SEED
from tests.pipeline.registry import LOCK, begin, changed, lock, write_rules
from tests.pipeline.team import Team
from tests.support.advisories import affected, written

__all__ = ("SEED",)

FEED = """\
domain: acme
repositories: all
format: npm
advisories:
  malware: {from: records, kinds: [malware], status: Archived, origin: [INTERNAL]}
"""
MANIFEST = "domain: acme\nrepository: tools\nformat: npm\npackages: {}\n"
FILE = f"{LOCK}/123456789012.eu-west-1/acme/_domain.malware.yaml"


@pytest.fixture
def team(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    return begin(tmp_path, endpoint, monkeypatch)


def test_records_are_committed_with_the_lock_and_manifests_beside_them_are_not(team: Team) -> None:
    write_rules(team, FEED)
    assert lock() == 0
    assert changed(team) == [FILE]
    records = team.folder / "packages" / "records"
    records.mkdir()
    (records / "ours.yaml").write_text(MANIFEST, encoding="utf-8")
    team.git("add", "--all")
    team.git("commit", "--quiet", "--allow-empty", "--message", "ours")
    (records / "ours.yaml").write_text(f"{MANIFEST}# changed\n", encoding="utf-8")
    (records / "MAL-2025-1.json").write_bytes(written("MAL-2025-1", affected("@acme/ui", ["1.0.0"])))
    assert lock("--if-out-of-date") == 0
    assert changed(team) == [FILE, "packages/records/MAL-2025-1.json"]
    assert lock("--if-out-of-date") == 0
    (records / "MAL-2025-1.json").unlink()
    assert lock() == 0
    assert "packages/records/MAL-2025-1.json" in changed(team)
    assert team.git("ls-files", "packages/records").split() == ["packages/records/ours.yaml"]
