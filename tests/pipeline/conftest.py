"""A team with a new stack, which the engine makes once."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from tests.pipeline.team import STACK, Team
from tests.support.usual import HELD


@pytest.fixture(scope="session")
def new_stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a team whose stack exists and has its limit, to be copied."""
    folder = tmp_path_factory.mktemp("new-stack")
    with pytest.MonkeyPatch.context() as patch, Endpoint.start(seed=HELD) as endpoint:
        Team.begin(folder, endpoint).sit_down(patch)
        limit = ["packagestate:changedFractionLimit", "1"]
        for arguments in (["stack", "init", STACK], ["config", "set", *limit, "--stack", STACK]):
            assert main(["pulumi", *arguments]) == 0
    return folder
