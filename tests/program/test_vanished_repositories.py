"""What is said of copies whose repository is gone: they are forgotten, and not said to be left in AWS."""

from pathlib import Path

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import report
from packagestate.provider.state.record import Record
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.load import load
from packagestate.schemas.status import Status
from tests.support.stores import domains, repository

SEED = domains(
    acme={"store": repository(npm={"chalk": {"1": "Archived"}})}, other={"store": repository(npm={"chalk": ["1"]})}
)
WIDE = 'domain: acme\nrepositories: all\nformat: npm\npackages: {chalk: {versions: {"1": Archived}}}\n'


def recorded(domain: str, name: str) -> RecordedPackage:
    place = Coordinates(Repository(domain, name), Format.NPM, None, "chalk")
    return RecordedPackage(place.resource_name, place, (RecordedVersion("1", Status.ARCHIVED, "r"),), OnRemoval.RETAIN)


def test_a_version_of_a_repository_that_vanished_is_not_said_to_be_left(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "wide.yaml").write_text(WIDE, encoding="utf-8")
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    record = Record(tuple(recorded(*each) for each in (("acme", "store"), ("acme", "gone"), ("other", "store"))))
    planned = plan_manifests(
        connect(settings),
        load(tmp_path),
        StackConfiguration(tmp_path, settings, Limits()),
        lambda _done, _all: None,
        lambda: record,
    )
    text = render_text(report(planned))
    assert "chalk (npm) in acme/gone: forgotten, its repository is gone" in text
    assert "chalk (npm) in other/store: no longer declared, forgotten" in text
    # Of another domain nobody has listed the repositories, so what the state remembers has to do.
    assert "1 version no longer managed, left unchanged: 1 Archived" in text
    assert not endpoint.calls.writes
