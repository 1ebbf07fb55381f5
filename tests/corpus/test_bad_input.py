"""Hundreds of bad manifests: none ends in a traceback, takes long, says what a terminal obeys, or writes.

Hostile answers of a server, more than a hundred, are in `tests/codeartifact/test_gateway_hostile.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import Gateway
from packagestate.provider.observe import Observer
from packagestate.provider.plan.changes import from_lines, to_lines
from packagestate.provider.plan.limits import Limits, exceeded
from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.planner import plan
from packagestate.schemas.errors import Fault, PackageStateError
from packagestate.schemas.load import load
from tests.corpus.generated import generated
from tests.corpus.handmade import HANDMADE, UNSEEN
from tests.support.shown import diff_of, text_of
from tests.support.stores import store, without_content

pytestmark = pytest.mark.timeout(20)

GENERATED_COUNT, CHUNK_COUNT = 300, 50
VERSIONS = {"1.0.0": "Published", "1.1.0": "Published", "2.0.0": "Archived"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with Endpoint.start(seed=without_content(store(npm={"chalk": VERSIONS, "@acme/session": VERSIONS}))) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def gateway(endpoint: Endpoint) -> Gateway:
    settings = ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1)
    return connect(replace(settings, reads_per_second=10_000, lists_per_second=10_000))


def told(path: Path, gateway: Gateway) -> tuple[Plan | None, str]:
    """The plan, if it comes to one, and all that is said on the way; any error but ours is the test's."""
    said: list[str | Fault | PackageStateError] = []
    try:
        manifests = load(path)
        said += manifests.warnings
        planned = plan(manifests.packages, Observer(gateway, 2).declared(manifests.packages, lambda _done, _all: None))
    except PackageStateError as error:
        return None, "\n".join(map(str, [*said, error]))
    said += [*planned.refusals, *exceeded(planned, Limits())]
    said += [text_of(planned, *manifests.packages), diff_of(planned, *manifests.packages)]
    for package in planned.packages:
        assert from_lines(to_lines(package.changes)) == package.changes
    return planned, "\n".join(map(str, said))


def assert_harmless(text: str, number: int | None = None) -> None:
    assert text, number
    assert all(line.isprintable() for line in text.split("\n")), (number, text)


@pytest.mark.parametrize("name", HANDMADE)
def test_a_manifest_that_somebody_wrote_does_no_harm(
    tmp_path: Path, gateway: Gateway, endpoint: Endpoint, name: str
) -> None:
    tmp_path.joinpath("manifest.yaml").write_bytes(HANDMADE[name])
    _, text = told(tmp_path, gateway)
    assert_harmless(text)
    assert not endpoint.calls.writes


@pytest.mark.timeout(100)
@pytest.mark.parametrize("first", range(0, GENERATED_COUNT, CHUNK_COUNT))
def test_manifests_that_chance_made_do_no_harm_and_some_of_them_come_to_a_plan(
    tmp_path: Path, gateway: Gateway, endpoint: Endpoint, first: int
) -> None:
    planned_count = 0
    for number in range(first, first + CHUNK_COUNT):
        tmp_path.joinpath("manifest.yaml").write_bytes(generated(number))
        planned, text = told(tmp_path, gateway)
        assert_harmless(text, number)
        planned_count += planned is not None
    assert not endpoint.calls.writes
    assert CHUNK_COUNT // 10 < planned_count < CHUNK_COUNT // 2


@pytest.mark.parametrize("kind", UNSEEN)
def test_the_name_of_a_file_does_no_harm(tmp_path: Path, gateway: Gateway, kind: str) -> None:
    name = yaml.safe_load(f'"{UNSEEN[kind]}"').replace("/", "").replace("\0", "")
    tmp_path.joinpath(f"{name}.yaml").write_bytes(b"domain: [")
    _, text = told(tmp_path, gateway)
    assert_harmless(text)
