"""A developer's machine: a home of its own, none of this machine's settings, and real package managers."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from emulator import Endpoint

PROGRAMS = Path(sys.executable).parent
TIMEOUT_SECONDS = 120
# What a program needs of the outside; no setting of npm, pip or AWS is among it.
KEPT = ("PATH", "TMPDIR", "LANG")


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended."""

    exit_code: int
    output: str
    errors: str

    @property
    def text(self) -> str:
        return self.output + self.errors

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.output)


@dataclass(slots=True)
class Workstation:
    """A machine of its own, whose AWS is the endpoint.

    Attributes:
        home: The user's home, which is there and empty.
        endpoint: The endpoint.
        variables: More environment variables.
    """

    home: Path
    endpoint: Endpoint
    variables: dict[str, str] = field(default_factory=dict)

    def registry(self, package_format: str, repository: str = "store") -> str:
        return f"{self.endpoint.url}/-/acme/{package_format}/{repository}/"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {
            "PATH": f"{PROGRAMS}{os.pathsep}{kept['PATH']}",
            "HOME": str(self.home),
            "AWS_ENDPOINT_URL": self.endpoint.url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_REGION": "eu-west-1",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "npm_config_globalconfig": str(self.home / "machine.npmrc"),
            "npm_config_audit": "false",
            "npm_config_fetch_retries": "0",
            "npm_config_fund": "false",
            "npm_config_update_notifier": "false",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            "PIP_RETRIES": "0",
            **self.variables,
        }

    def run(self, *command: str, folder: Path | None = None, fails: bool = False, stdin: str = "") -> Finished:
        """Run a command, which succeeds unless it is said that it fails."""
        done = subprocess.run(
            command,
            cwd=folder or self.home,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        finished = Finished(done.returncode, done.stdout, done.stderr)
        assert (finished.exit_code != 0) is fails, f"{' '.join(command)}\n{finished.text}"
        return finished

    def aws(self, *arguments: str, fails: bool = False) -> Finished:
        return self.run("aws", "codeartifact", *arguments, fails=fails)

    def log_in_to_npm(self, token: str) -> None:
        """Write what `aws codeartifact login --tool npm` writes, which one test holds against the real command."""
        registry = self.registry("npm")
        place = urlsplit(registry)
        settings = f"registry={registry}\n//{place.netloc}{place.path}:_authToken={token}\n"
        (self.home / ".npmrc").write_text(settings, encoding="utf-8")
