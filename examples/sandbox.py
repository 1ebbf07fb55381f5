"""A throw-away stack of the real engine, in a folder of its own, against the local endpoint.

The examples and the tests run in it. It looks as the project does to whoever clones it, and nothing that happens in it
touches the clone, a login to a Pulumi backend, or an AWS account.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
STACK: Final = "sandbox"

_PROGRAM: Final = ("Pulumi.yaml", "__main__.py", "packagestate", "provider", ".venv")
_TIMEOUT_SECONDS: Final = 240

# What a developer's own shell may hold and must not count here.
_OWN: Final = ("AWS_", "PULUMI_", "PYTHON")


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended.

    Attributes:
        exit_code: The command's own.
        text: What it printed, stdout and stderr together.
    """

    exit_code: int
    text: str


@dataclass(slots=True)
class Sandbox:
    """A stack with a file backend, and the folder of its project.

    Attributes:
        folder: The project's folder; its manifests are in `packages`.
        endpoint: The URL of the local endpoint.
        variables: More environment variables for the engine.
    """

    folder: Path
    endpoint: str
    variables: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path, endpoint: str, *, program: str | None = None) -> "Sandbox":
        """Make the project's folder and an empty stack.

        Args:
            folder: An empty folder.
            endpoint: The URL of the local endpoint.
            program: The text of another program, which finds this project's packages beside it.

        Returns:
            The sandbox.
        """
        sandbox = cls(folder, endpoint)
        sandbox.link()
        if program is not None:
            sandbox.replace_program(program)
        sandbox.pulumi("stack", "init", STACK)
        return sandbox

    def link(self) -> None:
        """Make an empty folder look as the project does."""
        for name in _PROGRAM:
            (self.folder / name).symlink_to(ROOT / name)
        for name in ("state", "home", "packages"):
            (self.folder / name).mkdir()

    def replace_program(self, program: str) -> None:
        """Put another program in the place of this project's.

        Args:
            program: Its text.
        """
        (self.folder / "__main__.py").unlink()
        (self.folder / "__main__.py").write_text(program, encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Give everything that the engine and its plugins get from outside."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(_OWN)}
        return inherited | {
            "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{self.folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            # `pulumi up` carries out what its own preview showed, or refuses: as after `make env`.
            "PULUMI_OPTION_STRICT": "true",
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_ENDPOINT_URL_CODEARTIFACT": self.endpoint,
            **self.variables,
        }

    def pulumi(self, *arguments: str) -> Finished:
        """Run one command of the engine and wait for its end.

        Args:
            arguments: The command's arguments.

        Returns:
            How it ended. That it failed is no exception.

        Raises:
            FileNotFoundError: There is no engine on the PATH.
        """
        program = shutil.which("pulumi")
        if program is None:
            raise FileNotFoundError('there is no `pulumi`; run `eval "$(make -s env)"` first')
        return self.ran(program, "--non-interactive", "--color", "never", *arguments)

    def ran(self, *command: str) -> Finished:
        """Run a command in the project's folder and wait for its end.

        Args:
            command: The program and its arguments.

        Returns:
            How it ended. That it failed is no exception.
        """
        finished = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        return Finished(finished.returncode, finished.stdout)

    def configure(self, **values: str) -> None:
        """Set keys of the stack's configuration, which is faster than a run of `pulumi config set` for each.

        Args:
            values: Key, without its namespace, and value.
        """
        file = self.folder / f"Pulumi.{STACK}.yaml"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        keys = tuple(f"  packagestate:{key}:" for key in values)
        kept = [line for line in lines if not line.startswith((*keys, "config:"))]
        settings = [line for line in kept if line.startswith("  ")]
        settings += [f"  packagestate:{key}: {json.dumps(value)}" for key, value in values.items()]
        others = [line for line in kept if not line.startswith("  ")]
        file.write_text("\n".join([*others, "config:", *settings, ""]), encoding="utf-8")

    def declare(self, text: str, name: str = "manifest.yaml") -> None:
        """Write a manifest.

        Args:
            text: The manifest.
            name: The name of its file.
        """
        (self.folder / "packages" / name).write_text(text, encoding="utf-8")

    def preview(self, *arguments: str) -> Finished:
        """Run `pulumi preview`.

        Args:
            arguments: More arguments.
        """
        return self.pulumi("preview", "--stack", STACK, *arguments)

    def up(self, *arguments: str) -> Finished:
        """Run `pulumi up` without the preview that it shows first, so there is nothing that it could be bound to.

        Args:
            arguments: More arguments.
        """
        return self.pulumi("up", "--stack", STACK, "--yes", "--skip-preview", "--strict=false", *arguments)

    def previewed_up(self, *arguments: str) -> Finished:
        """Run a plain `pulumi up`: a preview, and then what the preview showed.

        Args:
            arguments: More arguments.
        """
        return self.pulumi("up", "--stack", STACK, "--yes", *arguments)

    def refresh(self, *arguments: str) -> Finished:
        """Run `pulumi refresh`, without the preview that it shows first.

        Args:
            arguments: More arguments.
        """
        return self.pulumi("refresh", "--stack", STACK, "--yes", "--skip-preview", *arguments)

    def destroy(self, *arguments: str) -> Finished:
        """Run `pulumi destroy`, without the preview that it shows first.

        Args:
            arguments: More arguments.
        """
        return self.pulumi("destroy", "--stack", STACK, "--yes", "--skip-preview", *arguments)

    def steps(self) -> dict[str, str]:
        """Run `pulumi preview` for a program to read.

        Returns:
            The resource's name and what would be done to it.
        """
        document = json.loads(self.preview("--json").text)
        return {step["urn"].rsplit("::", 1)[1]: step["op"] for step in document["steps"]}

    def state(self) -> dict[str, dict[str, Any]]:
        """Read the packages in the stack's state.

        Returns:
            The resource's name and what the state holds of it.
        """
        document = json.loads(self.pulumi("stack", "export", "--stack", STACK).text)
        resources = document["deployment"].get("resources", [])
        return {each["urn"].rsplit("::", 1)[1]: each for each in resources if each["type"].endswith(":Package")}
