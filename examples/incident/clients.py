"""What developers and operators type during the incident, with the real npm and the real AWS CLI."""

import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from examples.incident.releases import DOMAIN, STORE
from examples.incident.story import Story
from examples.sandbox import Finished, Sandbox

#: What npm says of a version that a repository does not offer.
NO_SUCH_VERSION: Final = "No matching version found"
#: What npm says of a package that it has installed, and of one that it has installed with what it depends on.
INSTALLED: Final = "added 1 package"
INSTALLED_TWO: Final = "added 2 packages"

_NPMRC: Final = ".npmrc"


class Clients:
    """Runs commands, each as somebody who works with one repository, and tells how they ended."""

    def __init__(self, story: Story, sandbox: Sandbox, folder: Path) -> None:
        """Begin.

        Args:
            story: Tells what happens.
            sandbox: Knows where CodeArtifact is.
            folder: An empty folder.
        """
        self._story, self._sandbox, self._folder = story, sandbox, folder

    def log_in(self, others: Sequence[str]) -> None:
        """Log npm in to the repository with the external connection, and to others with the same token.

        Args:
            others: The other repositories; the token is the domain's.
        """
        login = ("aws", "codeartifact", "login", "--tool", "npm", "--domain", DOMAIN, "--repository", STORE)
        self._story.ran(" ".join(login), self._ran(STORE, *login), exit_code=0, last_line_count=1)
        first = (self._folder / STORE / _NPMRC).read_text(encoding="utf-8")
        for name in others:
            (self._folder / name).mkdir()
            (self._folder / name / _NPMRC).write_text(first.replace(f"/{STORE}/", f"/{name}/"), encoding="utf-8")

    def install(self, wanted: str, repositories: Sequence[str], outcome: str) -> None:
        """Install a package with npm from each of several repositories at once, and see that each says the same.

        Args:
            wanted: The package and its version.
            repositories: The repositories.
            outcome: What npm has to say.
        """
        with ThreadPoolExecutor() as executor:
            ended = executor.map(partial(self._installed, wanted), repositories)
            for repository, finished in zip(repositories, ended, strict=True):
                self._story.ran(
                    f"npm install {wanted}    # from {repository}",
                    finished,
                    exit_code=1 if outcome == NO_SUCH_VERSION else 0,
                    expected=outcome,
                    is_rest_left_out=True,
                )

    def look(self, wanted: str, repository: str, status: str) -> None:
        """See that a release has a status in a repository.

        Args:
            wanted: The package and its version.
            repository: The repository.
            status: The status that it has to have.
        """
        package, version = wanted.split("@")
        command = ["aws", "codeartifact", "describe-package-version", "--domain", DOMAIN, "--repository", repository]
        command += ["--format", "npm", "--package", package, "--package-version", version]
        command += ["--query", "packageVersion.status"]
        self._story.ran(" ".join(command), self._ran(STORE, *command), exit_code=0, expected=f'"{status}"')

    def change(self, operation: str, *options: str) -> None:
        """Change something in the domain as somebody does who knows nothing of the manifests.

        Args:
            operation: The operation of the AWS CLI.
            options: Its options but for the domain.
        """
        command = ("aws", "codeartifact", operation, "--domain", DOMAIN, *options)
        self._story.ran(" ".join(command), self._ran(STORE, *command), exit_code=0, last_line_count=0)

    def _installed(self, wanted: str, repository: str) -> Finished:
        """Install a package into a folder with nothing in it."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            return self._ran(repository, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, wanted)

    def _ran(self, repository: str, *command: str) -> Finished:
        """Run a client as a developer would who knows only where CodeArtifact is, and works with one repository."""
        home = self._folder / repository
        home.mkdir(exist_ok=True)
        inherited = {
            name: value for name, value in self._sandbox.environment().items() if not name.lower().startswith("npm_")
        }
        finished = subprocess.run(
            command,
            env=inherited
            | {
                "HOME": str(home),
                "npm_config_cache": str(self._folder / "cache"),
                "npm_config_userconfig": str(home / _NPMRC),
                "npm_config_update_notifier": "false",
            },
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Finished(finished.returncode, finished.stdout)
