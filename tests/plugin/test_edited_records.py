"""What the hooks say of a state that somebody edited: it is said in words, and without a traceback."""

import pytest

from emulator import Endpoint
from packagestate.provider.removals import NAME, RemovalsProvider
from packagestate.provider.state.removals_property import key_of
from packagestate.schemas.errors import StateError
from tests.support.apply_scenarios import CHALK
from tests.support.hooks import Hooks, package
from tests.support.stores import store

SEED = store(npm={"chalk": {"5.6.0": "Published", "5.6.1": "Published"}})
INPUTS = package({"5.6.1": "Published"})
REMOVALS: tuple[object, ...] = (
    {key_of(CHALK): {"whole package": "garbage"}},
    {key_of(CHALK): {"whole package": "publish ALLOW, upstream BLOCK -> Deleted", "1.0 <": "x"}},
    {key_of(CHALK): "x"},
    {"x": {}},
    {"a/b/c/d/e": {}},
    "text",
    3,
    None,
)


@pytest.fixture
def hooks(endpoint: Endpoint) -> Hooks:
    return Hooks(endpoint.url)


@pytest.fixture
def removals(hooks: Hooks) -> RemovalsProvider:
    provider = RemovalsProvider()
    provider._plugin = hooks.provider._plugin  # noqa: SLF001 - the two providers of a process share it
    return provider


@pytest.mark.parametrize("planned", REMOVALS, ids=str)
def test_the_record_of_the_removals(
    removals: RemovalsProvider, planned: object, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = {"planned": planned, "generation": 1}
    with pytest.raises(StateError, match="What the state holds of `removals` is not what this project writes"):
        removals.read(NAME, edited)
    with pytest.raises(StateError, match="Stack's record cannot be read"):
        removals.update(NAME, edited, {"planned": {}, "declared": [], "unfinished": {}, "generation": 1})
    assert not capsys.readouterr().err


def test_the_record_of_what_a_refresh_found_fenced(
    removals: RemovalsProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StateError, match="Stack's record cannot be read"):
        removals.read(NAME, {"planned": {}, "generation": 1, "fenced": 3})
    assert not capsys.readouterr().err


@pytest.mark.parametrize(
    "edited", [{"origin": "x"}, {"origin": {"publish": "x"}}, {"package": 3}, {"namespace": 3}], ids=str
)
def test_the_record_of_a_package(hooks: Hooks, capsys: pytest.CaptureFixture[str], edited: dict[str, object]) -> None:
    hooks.up(INPUTS)
    hooks.outputs |= edited
    said = "What the state holds of `acme/npm-store/npm//chalk` is not what this project writes"
    for call in (
        hooks.refresh,
        hooks.delete,
        lambda: hooks.provider.update(hooks.resource_id, hooks.outputs, hooks.check(INPUTS)),
    ):
        with pytest.raises(StateError, match=said):
            call()
    assert not capsys.readouterr().err
