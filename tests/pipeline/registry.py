"""A team's repository with rules, a stack file, and an `origin` that is a bare repository beside it."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from tests.lock.domain import RULES
from tests.pipeline.team import STACK, Team

# What GitHub's runner sets, if the tests run there.
_OF_A_RUNNER = ("GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_OUTPUT")
LOCK = "packages/packagestate.lock"


def begin(folder: Path, endpoint: Endpoint, patch: pytest.MonkeyPatch) -> Team:
    """Make both, push the first commit, and let this process work in the clone."""
    team = Team.begin(folder, endpoint)
    team.sit_down(patch)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in _OF_A_RUNNER:
        patch.delenv(name, raising=False)
    (team.folder / f"Pulumi.{STACK}.yaml").write_text("config:\n  packagestate:region: eu-west-1\n", encoding="utf-8")
    (team.folder / "README.md").write_text("ours\n", encoding="utf-8")
    write_rules(team, RULES)
    team.git("add", "--all")
    team.git("commit", "--quiet", "--message", "rules")
    team.git("init", "--quiet", "--bare", "--initial-branch=main", "../origin.git")
    team.git("remote", "add", "origin", "../origin.git")
    team.git("push", "--quiet", "origin", "main")
    return team


def write_rules(team: Team, text: str) -> None:
    """Write the rules."""
    (team.folder / "packages" / "rules.yaml").write_text(text, encoding="utf-8")


def lock(*arguments: str) -> int:
    """Run the step of a pipeline."""
    return main(["pipeline", "lock", "--stack", STACK, *arguments])


def head(team: Team, name: str = "HEAD") -> str:
    """A commit of the clone."""
    return team.git("rev-parse", name).strip()


def at_origin(team: Team, branch: str) -> str:
    """The commit of a branch of `origin`; empty where there is no such branch."""
    return team.git("ls-remote", "origin", f"refs/heads/{branch}").partition("\t")[0]


def changed(team: Team, commit: str = "HEAD") -> list[str]:
    """The files that a commit changes."""
    return team.git("diff-tree", "-r", "--no-commit-id", "--name-only", commit).split()
