"""From a zip of advisories to what AWS has, over forty repositories, and back again, with the real engine."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from packagestate.provider.cli import main
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.engine.removing import ended
from tests.support.advisories import affected, written
from tests.support.asking import copy_version, set_status
from tests.support.osv_files import EXTERNAL, SHORT_FEED
from tests.support.sandboxes import new_sandbox
from tests.support.stores import domains, repository, without_content

pytestmark = pytest.mark.engine

REPOSITORIES = tuple(f"team-{number:02}" for number in range(1, 41))
HEALTHY = ("5.5.0", "5.6.0", "5.6.2")
BAD = "5.6.1"


def held(number: int) -> dict[str, object]:
    """What a repository holds: `chalk` from outside, a package of one's own of the same number, and `left-pad`."""
    chalk = dict.fromkeys(HEALTHY, EXTERNAL)
    if number % 2 == 0:
        chalk[BAD] = EXTERNAL | ({"status": "Unlisted"} if number == 2 else {})
    pad = {f"1.0.{each}": EXTERNAL for each in range(12)}
    own = {"@acme/own": ["1.0.0", "1.0.1"]} if number == 7 else {}
    return {"chalk": chalk, "left-pad": pad, **own}


SEED = without_content(
    domains(acme={name: repository(npm=held(number)) for number, name in enumerate(REPOSITORIES, 1)})  # type: ignore[arg-type]
)
CHALK = written("MAL-2025-46969", affected(versions=[BAD]))
WRONG = written("MAL-2026-999999", affected("left-pad", ranges=[[{"introduced": "0"}]]))
OWN = written("MAL-2026-999998", affected("@acme/own", versions=["1.0.1"]))
ELSEWHERE = written("MAL-2026-999997", affected("nobody-has-it", versions=["1.0.0"]))
WITHDRAWN = written("MAL-2025-46969", affected(versions=[BAD]), withdrawn="2025-09-10T00:00:00Z")


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.configure(looseningLimit="50", irreversibleLimit="1")
    sandbox.declare(SHORT_FEED, "malware.yaml")
    monkeypatch.chdir(sandbox.folder)
    return sandbox


def zipped(folder: Path, *records: bytes) -> str:
    file = folder / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number, record in enumerate(records):
            archive.writestr(f"npm/{number}.json", record)
    return str(file)


def run(endpoint: Endpoint, *arguments: str) -> int:
    return main([*arguments, "--region", "eu-west-1", "--endpoint", endpoint.url])


def statuses(endpoint: Endpoint, package: str = "chalk", version: str = BAD) -> Counter[str]:
    """How many repositories have a version with which status."""
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    namespace, _, name = package.rpartition("/")
    found: Counter[str] = Counter()
    for each in REPOSITORIES:
        place = Coordinates(Repository("acme", each), Format.NPM, namespace.removeprefix("@") or None, name)
        found.update(str(one.status) for one in gateway.list_versions(place) or () if one.version == version)
    return found


def test_from_a_zip_over_forty_repositories_and_back_again(
    tmp_path: Path, sandbox: Sandbox, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(endpoint, "advisories", "add", zipped(tmp_path, CHALK, WRONG, OWN, ELSEWHERE)) == 0
    told = capsys.readouterr().out
    assert "4 records: 3 new, 1 of packages that the domain does not hold" in told
    assert "stopped by a guard: MAL-2026-999999 names nothing but a range without an end" in told
    assert "not touched: 1 copy with the origin INTERNAL, such as @acme/own 1.0.1 in team-07" in told
    records = sandbox.folder / "packages" / "records"
    assert sorted(each.name for each in records.iterdir()) == [
        "MAL-2025-46969.json",
        "MAL-2026-999998.json",
        "MAL-2026-999999.json",
    ]
    ended(sandbox.up(), "Lock is out of date")
    assert not endpoint.calls.writes
    assert main(["validate"]) == 1

    assert run(endpoint, "lock") == 0
    assert main(["validate"]) == 0
    preview = ended(sandbox.preview())
    assert "chalk (npm) in 19 repositories of acme" in preview
    assert "chalk (npm) in acme/team-02\n      5.6.1  Unlisted -> Archived" in preview
    assert "advisory MAL-2025-46969" in preview
    ended(sandbox.up())
    assert statuses(endpoint) == {"Archived": 20}
    assert all(statuses(endpoint, version=each) == {"Published": 40} for each in HEALTHY)
    assert statuses(endpoint, "left-pad", "1.0.0") == {"Published": 40}
    assert statuses(endpoint, "@acme/own", "1.0.1") == {"Published": 1}
    ended(sandbox.preview("--expect-no-changes"))

    # Somebody publishes it again, and a repository gets it after the lock: the next run covers both.
    set_status(endpoint, "chalk", BAD, "Published", repository="team-04")
    copy_version(endpoint, "chalk", BAD, "team-04", "team-01")
    ended(sandbox.up())
    assert statuses(endpoint) == {"Archived": 21}

    # It was wrong: the record is withdrawn, and one reviewed change brings back what each copy was.
    assert run(endpoint, "advisories", "add", zipped(tmp_path, WITHDRAWN)) == 0
    assert run(endpoint, "lock") == 0
    ended(sandbox.preview(), "no longer declared, forgotten; AWS is left as it is")
    assert run(endpoint, "revert", "--advisory", "MAL-2025-46969", "--force") == 0
    ended(sandbox.up())
    assert statuses(endpoint) == {"Published": 20, "Unlisted": 1}
    assert run(endpoint, "lock") == 0
    assert main(["validate"]) == 0
    assert not any("released" in each.read_text() for each in (sandbox.folder / "packages").rglob("_domain.*.yaml"))
    ended(sandbox.preview("--expect-no-changes"))


def test_a_hold_is_carried_out_without_a_person_and_nothing_else_is(
    tmp_path: Path, sandbox: Sandbox, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    ended(sandbox.up())
    assert run(endpoint, "advisories", "add", zipped(tmp_path, CHALK)) == 0
    assert run(endpoint, "lock", "--holds") == 0
    sandbox.variables["PACKAGESTATE_UNATTENDED"] = "true"
    sandbox.declare(
        'domain: acme\nrepository: team-01\nformat: npm\npackages: {chalk: {versions: {"5.5.0": Unlisted}}}\n',
        "more.yaml",
    )
    refused = sandbox.up()
    assert refused.exit_code != 0
    assert "Plan needs people" in refused.text
    assert "chalk 5.5.0 in acme/team-01: Published -> Unlisted" in refused.text
    assert statuses(endpoint) == {"Published": 19, "Unlisted": 1}

    (sandbox.folder / "packages" / "more.yaml").unlink()
    ended(sandbox.up())
    assert statuses(endpoint) == {"Archived": 20}
    capsys.readouterr()
    assert run(endpoint, "lock") == 0
    assert not list((sandbox.folder / "packages").rglob("_holds.*"))
    ended(sandbox.preview("--expect-no-changes"))
