"""Contain a compromised npm release in every repository of a domain, with the real engine and the real npm.

    python examples/incident/demo.py

Everything happens on this machine: CodeArtifact is the local endpoint, and the stack is thrown away at the end.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from emulator import Endpoint
from examples.incident.releases import (
    DOMAIN,
    FORENSICS,
    LATER,
    MANIFEST,
    SEED,
    SERVING,
    STORE,
    Release,
    fill,
    read_releases,
    stand_in,
)
from examples.incident.story import Story
from examples.sandbox import Finished, Sandbox

# The exit code of `pulumi preview --expect-no-changes` where something would change.
CHANGES_FOUND = 7
# Where the engine begins to count what it did.
RESOURCES = "Resources:"
# What npm says of a version that it has installed, and of one that a repository does not offer.
INSTALLED = "added 1 package"
NO_SUCH_VERSION = "No matching version found"

BAD, GOOD, REPAIRED = "chalk@5.6.1", "chalk@5.6.0", f"{LATER.package}@{LATER.version}"
WEB = "npm-web"
NEW = "npm-mobile"
NPMRC = ".npmrc"


class Incident:
    """The story, chapter by chapter; each returns only if it went as it is told."""

    def __init__(self, endpoint: Endpoint, folder: Path, story: Story) -> None:
        """Set the scene.

        Args:
            endpoint: The local endpoint, with repositories in which there is nothing yet.
            folder: An empty folder.
            story: Tells what happens.
        """
        self._story, self._folder = story, folder
        for name in ("tarballs", "project", "npm"):
            (folder / name).mkdir()
        fill(endpoint.store, folder / "tarballs")
        self._sandbox = Sandbox.create(folder / "project", endpoint.url)
        for manifest in MANIFEST.parent.glob("*.yaml"):
            self._sandbox.declare(manifest.read_text(encoding="utf-8"), manifest.name)

    def before(self) -> None:
        """Three repositories serve the compromised release, and builds install it from each."""
        self._story.chapter("The compromised release installs everywhere, although the public registry has removed it")
        login = ("aws", "codeartifact", "login", "--tool", "npm", "--domain", DOMAIN, "--repository", STORE)
        self._story.ran(" ".join(login), self._client(STORE, *login), exit_code=0, last_line_count=1)
        self._log_in_as_in_the_first()
        self._install(BAD, SERVING, INSTALLED)

    def review(self) -> None:
        """Preview shows what would happen to each copy, and the limits want it said out loud."""
        releases = sum(release.compromised for release in read_releases())
        self._story.chapter(f"{MANIFEST.name} is about all repositories; preview asks whether that is meant")
        in_all = f"{releases} in all"
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=1, last_line_count=12, expected=in_all)
        self._story.chapter(f"It is meant. {releases} releases count {releases}, however many copies there are of each")
        self._raise_limits()
        everywhere = f"chalk (npm) in {', '.join(f'{DOMAIN}/{name}' for name in sorted(SERVING))}"
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=0, expected=everywhere)

    def contain(self) -> None:
        """Up does exactly that; package managers notice, and forensics still has its copies."""
        self._story.chapter("Up does exactly that, in each repository; npm-forensics is left out and keeps its copies")
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=0, since=RESOURCES)
        self._lower_limits()
        self._install(BAD, SERVING, NO_SUCH_VERSION)
        self._install(GOOD, SERVING, INSTALLED)
        self._look(FORENSICS, "Published")

    def go_on(self) -> None:
        """The repaired release comes in from outside, and that changes nothing."""
        self._story.chapter("A build fetches the repaired release for the first time, and nothing differs")
        self._install(REPAIRED, [WEB], INSTALLED)
        clean = self._sandbox.preview("--expect-no-changes")
        self._story.ran("pulumi preview --expect-no-changes", clean, exit_code=0, since=RESOURCES)

    def drift(self) -> None:
        """Somebody publishes the compromised release again, in one repository; it is found and healed."""
        self._story.chapter("In npm-web somebody deletes the tombstone of debug 4.4.2, and publishes it again")
        debug = Release("debug", "4.4.2", 8, compromised=True)
        tarball = self._folder / "tarballs" / debug.file_name
        tarball.write_bytes(stand_in(debug))
        self._change("put-package-origin-configuration", WEB, "debug", "--restrictions", "publish=ALLOW,upstream=BLOCK")
        self._change("delete-package-versions", WEB, "debug", "--versions", "4.4.2")
        published = self._client(WEB, "npm", "publish", "--tag", "previous", str(tarball))
        self._story.ran(f"npm publish --tag previous {tarball.name}", published, exit_code=0, last_line_count=1)
        found = self._sandbox.preview("--expect-no-changes")
        where = f"debug (npm) in {DOMAIN}/{WEB}\n"
        self._story.ran("pulumi preview --expect-no-changes", found, exit_code=CHANGES_FOUND, expected=where)
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=0, since=RESOURCES)
        self._install("debug@4.4.2", [WEB], NO_SUCH_VERSION)

    def grow(self) -> None:
        """A repository is created afterwards, and a compromised release comes into it; the manifest holds there too."""
        self._story.chapter(f"{NEW} is created, and somebody copies {BAD} into it; nobody edits the manifest")
        create = ("aws", "codeartifact", "create-repository", "--domain", DOMAIN, "--repository", NEW)
        upstreams = ("--upstreams", f"repositoryName={STORE}")
        finished = self._client(STORE, *create, *upstreams)
        self._story.ran(" ".join((*create, *upstreams)), finished, exit_code=0, last_line_count=0)
        source = ("--source-repository", FORENSICS, "--destination-repository", NEW)
        self._change("copy-package-versions", None, "chalk", "--versions", "5.6.1", *source)
        where = f"    chalk (npm) in {DOMAIN}/{NEW}"
        up = self._sandbox.previewed_up()
        self._story.ran("pulumi up --yes", up, exit_code=0, since=where, expected=f"{where}\n")
        self._install(BAD, [NEW], NO_SUCH_VERSION)

    def leave(self) -> None:
        """The manifest goes, and everything stays as it is."""
        self._story.chapter("The manifest is taken out again: its packages are forgotten, and AWS is left as it is")
        (self._sandbox.folder / "packages" / MANIFEST.name).unlink()
        self._story.say(f"\n$ rm packages/{MANIFEST.name}")
        up = self._sandbox.previewed_up()
        self._story.ran("pulumi up --yes", up, exit_code=0, expected="57 forgotten", is_rest_left_out=True)
        self._look(WEB, "Disposed")

    def _raise_limits(self) -> None:
        """Say that so large a change is meant, in this run."""
        limits = {"PACKAGESTATE_IRREVERSIBLE_LIMIT": "19", "PACKAGESTATE_CHANGED_FRACTION_LIMIT": "0.34"}
        self._sandbox.variables.update(limits)
        for variable, value in limits.items():
            self._story.say(f"$ export {variable}={value}")

    def _lower_limits(self) -> None:
        """Go on with the usual limits."""
        for variable in [each for each in self._sandbox.variables if each.endswith("_LIMIT")]:
            del self._sandbox.variables[variable]
            self._story.say(f"$ unset {variable}")

    def _change(self, operation: str, repository: str | None, package: str, *more: str) -> None:
        """Change a package as somebody does who knows nothing of the manifests."""
        command = ["aws", "codeartifact", operation, "--domain", DOMAIN]
        command += [] if repository is None else ["--repository", repository]
        command += ["--format", "npm", "--package", package, *more]
        self._story.ran(" ".join(command), self._client(STORE, *command), exit_code=0, last_line_count=0)

    def _look(self, repository: str, status: str) -> None:
        """See that the compromised release has a status in a repository."""
        package, version = BAD.split("@")
        command = ["aws", "codeartifact", "describe-package-version", "--domain", DOMAIN, "--repository", repository]
        command += ["--format", "npm", "--package", package, "--package-version", version]
        command += ["--query", "packageVersion.status"]
        self._story.ran(" ".join(command), self._client(STORE, *command), exit_code=0, expected=f'"{status}"')

    def _install(self, wanted: str, repositories: Sequence[str], outcome: str) -> None:
        """Install a package with npm from each of several repositories at once, and see that each says the same."""
        with ThreadPoolExecutor() as executor:
            ended = executor.map(partial(self._installed, wanted), repositories)
            for repository, finished in zip(repositories, ended, strict=True):
                self._story.ran(
                    f"npm install {wanted}    # from {repository}",
                    finished,
                    exit_code=0 if outcome == INSTALLED else 1,
                    expected=outcome,
                    is_rest_left_out=True,
                )

    def _installed(self, wanted: str, repository: str) -> Finished:
        """Install a package into a folder with nothing in it."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            return self._client(repository, "npm", "install", "--no-audit", "--no-fund", "--prefix", folder, wanted)

    def _log_in_as_in_the_first(self) -> None:
        """Set npm up for the other repositories as the login did for the first; the token is the domain's."""
        home = self._folder / "npm"
        first = (home / STORE / NPMRC).read_text(encoding="utf-8")
        for name in (*SERVING[1:], NEW):
            (home / name).mkdir()
            (home / name / NPMRC).write_text(first.replace(f"/{STORE}/", f"/{name}/"), encoding="utf-8")

    def _client(self, repository: str, *command: str) -> Finished:
        """Run a client as a developer would who knows only where CodeArtifact is, and works with one repository."""
        home = self._folder / "npm" / repository
        home.mkdir(exist_ok=True)
        inherited = {
            name: value for name, value in self._sandbox.environment().items() if not name.lower().startswith("npm_")
        }
        finished = subprocess.run(
            command,
            env=inherited
            | {
                "HOME": str(home),
                "npm_config_cache": str(self._folder / "npm" / "cache"),
                "npm_config_userconfig": str(home / NPMRC),
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
            f"a local CodeArtifact, {endpoint.url}, with 19 packages of npm; 38 healthy versions are the real ones.\n"
            f"npm-web and npm-tools have fetched them through npm-store; npm-forensics holds the 19 compromised ones"
        )
        incident = Incident(endpoint, Path(folder), story)
        incident.before()
        incident.review()
        incident.contain()
        incident.go_on()
        incident.drift()
        incident.grow()
        incident.leave()
    story.end()
    return story.exit_code


if __name__ == "__main__":
    sys.exit(main())
