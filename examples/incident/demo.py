"""Contain a compromised npm release, from preview to repair, with the real engine and the real npm.

    python examples/incident/demo.py

Everything happens on this machine: CodeArtifact is the local endpoint, and the stack is thrown away at the end.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from emulator import Endpoint
from examples.incident.releases import MANIFEST, SEED, Release, fill, stand_in
from examples.incident.story import Story
from examples.sandbox import Finished, Sandbox

# The exit code of `pulumi preview --expect-no-changes` where something would change.
CHANGES_FOUND = 7
# Where the engine begins to count what it did.
RESOURCES = "Resources:"


class Incident:
    """The story, chapter by chapter; each returns only if it went as it is told."""

    def __init__(self, endpoint: Endpoint, folder: Path, story: Story) -> None:
        """Set the scene.

        Args:
            endpoint: The local endpoint, still empty.
            folder: An empty folder.
            story: Tells what happens.
        """
        self._story, self._folder = story, folder
        for name in ("tarballs", "project", "npm"):
            (folder / name).mkdir()
        fill(endpoint.store, folder / "tarballs")
        self._sandbox = Sandbox.create(folder / "project", endpoint.url)
        self._sandbox.declare(MANIFEST.read_text(encoding="utf-8"), MANIFEST.name)

    def before(self) -> None:
        """The compromised release is in the company's repository, and builds install it."""
        self._story.chapter("The compromised release installs, although the public registry has removed it")
        login = ("aws", "codeartifact", "login", "--tool", "npm", "--domain", "acme", "--repository", "npm-store")
        self._story.ran(" ".join(login), self._client(*login), exit_code=0, last_line_count=1)
        self._install("chalk@5.6.1", exit_code=0)

    def review(self) -> None:
        """Preview shows what would happen, and the limits want it said out loud."""
        self._story.chapter(f"{MANIFEST.name} declares 19 releases Disposed; preview asks whether that is meant")
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=1, last_line_count=12)
        self._story.chapter("It is meant: the limits are raised for this stack, and preview shows every transition")
        self._sandbox.configure(irreversibleLimit="19", changedFractionLimit="0.34")
        self._story.say("$ pulumi config set packagestate:irreversibleLimit 19")
        self._story.say("$ pulumi config set packagestate:changedFractionLimit 0.34")
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=0)

    def contain(self) -> None:
        """Up does exactly that, and the package manager notices."""
        self._story.chapter("Up does exactly that")
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=0, since=RESOURCES)
        self._install("chalk@5.6.1", exit_code=1)
        self._install("chalk@5.6.0", exit_code=0)

    def drift(self) -> None:
        """Somebody deletes a tombstone and publishes the compromised release again; it is found and healed."""
        self._story.chapter("Behind our back somebody deletes the tombstone of debug 4.4.2 and publishes it again")
        self._change("delete-package-versions", "debug", "4.4.2")
        debug = Release("debug", "4.4.2", compromised=True)
        tarball = self._folder / "tarballs" / debug.file_name
        tarball.write_bytes(stand_in(debug))
        published = self._client("npm", "publish", "--tag", "previous", str(tarball))
        self._story.ran(f"npm publish --tag previous {tarball.name}", published, exit_code=0, last_line_count=1)
        found = self._sandbox.preview("--expect-no-changes")
        self._story.ran("pulumi preview --expect-no-changes", found, exit_code=CHANGES_FOUND)
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=0, since=RESOURCES)
        clean = self._sandbox.preview("--expect-no-changes")
        self._story.ran("pulumi preview --expect-no-changes", clean, exit_code=0, since=RESOURCES)

    def irreparable(self) -> None:
        """Somebody disposes a version that is declared Published; no tool can bring it back, and up says so."""
        self._story.chapter("Behind our back somebody disposes chalk 5.6.2, which is declared Published")
        self._change("dispose-package-versions", "chalk", "5.6.2")
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=1)

    def _change(self, operation: str, package: str, version: str) -> None:
        """Change a version as somebody does who knows nothing of the manifests."""
        place = ("--domain", "acme", "--repository", "npm-store", "--format", "npm")
        command = ("aws", "codeartifact", operation, *place, "--package", package, "--versions", version)
        self._story.ran(" ".join(command), self._client(*command), exit_code=0, last_line_count=0)

    def _install(self, wanted: str, *, exit_code: int) -> None:
        """Install a package with npm, into a folder with nothing in it."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            finished = self._client("npm", "install", "--no-audit", "--no-fund", "--prefix", folder, wanted)
        self._story.ran(f"npm install {wanted}", finished, exit_code=exit_code, last_line_count=3)

    def _client(self, *command: str) -> Finished:
        """Run a client as a developer would who has nothing set up, and knows only where CodeArtifact is."""
        home = self._folder / "npm"
        inherited = {
            name: value for name, value in self._sandbox.environment().items() if not name.lower().startswith("npm_")
        }
        finished = subprocess.run(
            command,
            env=inherited
            | {
                "HOME": str(home),
                "npm_config_cache": str(home / "cache"),
                "npm_config_userconfig": str(home / ".npmrc"),
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


def main() -> int:
    """Tell the story; 0 where everything went as told."""
    story = Story(colours=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder, Endpoint.start(seed=SEED) as endpoint:
        story.say(
            f"a local CodeArtifact, {endpoint.url}, with 19 packages of npm; 38 healthy versions are the real ones"
        )
        incident = Incident(endpoint, Path(folder), story)
        incident.before()
        incident.review()
        incident.contain()
        incident.drift()
        incident.irreparable()
    story.end()
    return story.exit_code


if __name__ == "__main__":
    sys.exit(main())
