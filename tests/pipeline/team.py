"""A team's repository of data: manifests and a stack file, in Git, with no program in it."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox

STACK = "prod"


@dataclass(frozen=True)
class Team:
    """A clone of the team's repository.

    Attributes:
        folder: The clone.
        environment: The environment variables of whoever works in it.
    """

    folder: Path
    environment: dict[str, str]

    @classmethod
    def begin(cls, folder: Path, endpoint: Endpoint) -> "Team":
        """Make an empty repository, and a place for the stack's state."""
        for name in ("data/packages", "state", "home"):
            (folder / name).mkdir(parents=True)
        team = cls._at(folder, endpoint)
        team.git("init", "--quiet", "--initial-branch=main")
        return team

    @classmethod
    def copy_of(cls, made: Path, folder: Path, endpoint: Endpoint) -> "Team":
        """Make a copy of the folder that a team began in; its endpoint held the same at first."""
        shutil.copytree(made, folder, symlinks=True, dirs_exist_ok=True)
        return cls._at(folder, endpoint)

    @classmethod
    def _at(cls, folder: Path, endpoint: Endpoint) -> "Team":
        environment = Sandbox(folder, endpoint.url).environment() | {"GIT_CONFIG_GLOBAL": "/dev/null"}
        return cls(folder / "data", environment)

    def sit_down(self, patch: pytest.MonkeyPatch) -> None:
        """Let this process work in the clone."""
        for name, value in self.environment.items():
            patch.setenv(name, value)
        patch.chdir(self.folder)

    def git(self, *arguments: str) -> str:
        """Run git."""
        identity = ["-c", "user.name=Team", "-c", "user.email=team@example.com"]
        command = ["git", *identity, *arguments]
        finished = subprocess.run(
            command, cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True
        )
        return finished.stdout

    def commit(self, manifest: str, message: str) -> None:
        """Write the manifest and commit it."""
        (self.folder / "packages" / "npm.yaml").write_text(manifest, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
