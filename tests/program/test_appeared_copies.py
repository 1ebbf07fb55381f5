"""Copies that nobody has reviewed are left for the next run, and every rendering says so."""

import html
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.limits import Limits
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import report
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.load import load
from tests.support.stores import domains, repository

NAMES = ("docs", "live", "store", "tools", "web")
SEED = domains(acme={name: repository(npm={"chalk": ["5.6.0", "5.6.1"]}) for name in NAMES})
FIRST = [f"chalk 5.6.1 (npm) in acme/{name}" for name in ("live", "store", "tools")]
WIDE = 'domain: acme\nrepositories: all\nformat: npm\npackages: {chalk: {versions: {"5.6.1": Archived}}}\n'


def planned(endpoint: Endpoint, folder: Path, *reviewed: str) -> Planned:
    (folder / "wide.yaml").write_text(WIDE, encoding="utf-8")
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url)
    known = {Coordinates(Repository("acme", name), Format.NPM, None, "chalk"): {"5.6.1"} for name in reviewed}
    configuration = StackConfiguration(folder, settings, Limits())
    return plan_manifests(connect(settings), load(folder), configuration, lambda _done, _all: None, reviewed=known)


@pytest.mark.parametrize(
    ("reviewed", "sentence"),
    [
        (NAMES, ""),
        (NAMES[1:], "1 more copy appeared since the review, left for the next run: chalk 5.6.1 (npm) in acme/docs"),
        (
            NAMES[:1],
            f"4 more copies appeared since the review, left for the next run: {', '.join(FIRST)}, and 1 more",
        ),
    ],
)
def test_what_was_reviewed_is_planned_and_the_rest_is_said(
    endpoint: Endpoint, tmp_path: Path, reviewed: tuple[str, ...], sentence: str
) -> None:
    plan = planned(endpoint, tmp_path, *reviewed)
    assert [each.coordinates.repository.name for each in plan.plan.packages] == sorted(reviewed)
    assert all(len(each.changes.transitions) == 1 for each in plan.plan.packages)
    for text in (render_text(report(plan)), html.unescape(render_markdown(report(plan)))):
        assert ("appeared" in text) == bool(sentence)
        assert sentence in text
