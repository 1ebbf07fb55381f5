"""A stack of the real engine, in a folder of its own, against the local endpoint."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PROGRAM = ("Pulumi.yaml", "__main__.py", "provider", "schemas")
TIMEOUT_SECONDS = 240

# What a developer's own shell may hold and a test must not see.
_OWN = ("AWS_", "PULUMI_", "PYTHON")


@dataclass(frozen=True, slots=True)
class Finished:
    """A command of the engine that has ended."""

    exit_code: int
    text: str

    def steps(self) -> dict[str, str]:
        """Of a preview with `--json`: the resource's name and what would be done to it."""
        return {step["urn"].rsplit("::", 1)[1]: step["op"] for step in json.loads(self.text)["steps"]}


@dataclass(slots=True)
class Stack:
    """One stack with a file backend."""

    folder: Path
    endpoint: str
    variables: dict[str, str] = field(default_factory=dict)
    configuration: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path, endpoint: str, *, program: str | None = None) -> "Stack":
        """A stack that runs this project's program, or the given one beside this project's packages."""
        stack = cls(folder, endpoint)
        for name in PROGRAM:
            (folder / name).symlink_to(ROOT / name)
        if program is not None:
            (folder / "__main__.py").unlink()
            (folder / "__main__.py").write_text(program)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        (folder / "state").mkdir()
        (folder / "home").mkdir()
        stack.run("stack", "init", "test")
        return stack

    def environment(self) -> dict[str, str]:
        """Everything that the engine and its plugins get from outside."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(_OWN)}
        return inherited | {
            "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{self.folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_CODEARTIFACT": self.endpoint,
            **self.variables,
        }

    def run(self, *arguments: str) -> Finished:
        """Run one command of the engine and wait for its end."""
        executable = shutil.which("pulumi")
        assert executable is not None, 'there is no `pulumi`; run `make test`, or `eval "$(make -s env)"` first'
        finished = subprocess.run(
            [executable, *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        return Finished(finished.returncode, finished.stdout)

    def configure(self, **values: str) -> None:
        """Set keys of the stack's configuration."""
        self.configuration |= values
        lines = [f"  packagestate:{key}: {json.dumps(value)}" for key, value in self.configuration.items()]
        kept = [line for line in self._configuration_lines() if line.startswith("encryptionsalt")]
        self._configuration_file.write_text("\n".join([*kept, "config:", *lines, ""]))

    @property
    def _configuration_file(self) -> Path:
        return self.folder / "Pulumi.test.yaml"

    def _configuration_lines(self) -> list[str]:
        return self._configuration_file.read_text().splitlines() if self._configuration_file.exists() else []

    def declare(self, text: str, name: str = "manifest.yaml") -> None:
        """Write a manifest."""
        (self.folder / "packages").mkdir(exist_ok=True)
        (self.folder / "packages" / name).write_text(text)

    def preview(self, *arguments: str) -> Finished:
        """What would change, for people."""
        return self.run("preview", "--stack", "test", *arguments)

    def steps(self) -> dict[str, str]:
        """What would change, for a program: the resource's name and the operation."""
        return self.preview("--json").steps()

    def up(self, *arguments: str) -> Finished:
        """Make it so, and skip the preview that `pulumi up` shows first."""
        return self.run("up", "--stack", "test", "--yes", "--skip-preview", *arguments)

    def refresh(self, *arguments: str) -> Finished:
        """Read what AWS has."""
        return self.run("refresh", "--stack", "test", "--yes", "--skip-preview", *arguments)

    def resources(self) -> dict[str, dict[str, Any]]:
        """The packages in the state, by name."""
        state = json.loads(self.run("stack", "export", "--stack", "test").text)
        resources = state["deployment"].get("resources", [])
        return {each["urn"].rsplit("::", 1)[1]: each for each in resources if each["type"].endswith(":Package")}
