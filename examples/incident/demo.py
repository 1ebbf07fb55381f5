"""Contain a compromised npm release in every repository of a domain, with the real engine and the real npm.

    python examples/incident/demo.py

Everything happens on this machine: CodeArtifact is the local endpoint, and the stack is thrown away at the end.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from emulator import Endpoint
from examples.incident.clients import INSTALLED, INSTALLED_TWO, NO_SUCH_VERSION, Clients
from examples.incident.records import OF_EVERY_VERSION, OF_ONE_VERSION, export, withdraw
from examples.incident.releases import (
    DOMAIN,
    FORENSICS,
    LATER,
    MANIFEST,
    NEW,
    PACKAGES,
    SEED,
    SERVING,
    STORE,
    fill,
    read_releases,
)
from examples.incident.story import Story
from examples.sandbox import ROOT, Sandbox

# The exit code of `pulumi preview --expect-no-changes` where something would change.
CHANGES_FOUND = 7
# Where the engine begins to count what it did.
RESOURCES = "Resources:"

BAD, GOOD, REPAIRED = "chalk@5.6.1", "chalk@5.6.0", f"{LATER.package}@{LATER.version}"
WITH_A_HEALTHY_DEPENDENCY, NAMED_WRONGLY = "debug@4.4.1", "ms@2.1.2"
WEB = "npm-web"
EXPORT = "all.zip"


class Incident:
    """The story, chapter by chapter; each returns only if it went as it is told."""

    def __init__(self, endpoint: Endpoint, folder: Path, story: Story) -> None:
        """Set the scene.

        Args:
            endpoint: The local endpoint, with repositories in which there is nothing yet.
            folder: An empty folder.
            story: Tells what happens.
        """
        self._story = story
        for name in ("tarballs", "project", "npm"):
            (folder / name).mkdir()
        fill(endpoint.store, folder / "tarballs")
        self._sandbox = Sandbox.create(folder / "project", endpoint.url)
        self._clients = Clients(story, self._sandbox, folder / "npm")
        for name in ("malware.yaml", "npm-store.yaml"):
            self._sandbox.declare((PACKAGES / name).read_text(encoding="utf-8"), name)

    def before(self) -> None:
        """Three repositories serve the compromised release, and builds install it from each."""
        self._story.chapter("The compromised release installs everywhere, although the public registry has removed it")
        self._clients.log_in((*SERVING[1:], NEW))
        self._clients.install(BAD, SERVING, INSTALLED)

    def advise(self) -> None:
        """The records that name what the domain holds become files, and the lock says what they mean."""
        count = export(self._sandbox.folder / EXPORT)
        self._story.chapter("Of a database's export, the records that name what the domain holds become files")
        self._story.say(
            f"{EXPORT} has the {count - 2} records of the incident, and two invented ones that are wrong on purpose:\n"
            f"{OF_ONE_VERSION} names one version of the healthy package ms, and {OF_EVERY_VERSION} names all of them"
        )
        self._packagestate("advisories", "add", EXPORT, first_line_count=2, expected=f"{count} records: ")
        self._story.chapter(f"The lock makes lines of them that people review; a guard stops {OF_EVERY_VERSION}")
        self._packagestate("lock", expected=f"stopped by a guard: {OF_EVERY_VERSION}")
        (lock,) = self._sandbox.folder.glob(f"packages/packagestate.lock/*/{DOMAIN}/_domain.malware.yaml")
        file = str(lock.relative_to(self._sandbox.folder))
        lines = self._sandbox.ran("grep", "-A", "2", "  chalk:", file)
        self._story.ran(f"grep -A 2 '  chalk:' {file}", lines, exit_code=0, expected="via: [MAL-2025-46969]")

    def review(self) -> None:
        """Preview shows what would happen to each copy; that it is much was said out loud."""
        self._story.chapter("A third of each package changes: that is said out loud. Preview shows each copy, and why")
        self._raise_limits(CHANGED_FRACTION="0.34")
        everywhere = f"chalk (npm) in {', '.join(f'{DOMAIN}/{name}' for name in sorted(SERVING))}"
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=0, expected=everywhere)

    def contain(self) -> None:
        """Up does exactly that; package managers notice, and healthy packages and forensics are not touched."""
        self._story.chapter("Up does exactly that, in each repository; npm-forensics is left out and keeps its copies")
        self._up()
        self._lower_limits()
        self._clients.install(BAD, SERVING, NO_SUCH_VERSION)
        self._clients.install(GOOD, SERVING, INSTALLED)
        self._clients.look(BAD, FORENSICS, "Published")
        self._story.say(f"\nms is still there: {OF_EVERY_VERSION} has no effect, and debug brings ms with it")
        self._clients.install(WITH_A_HEALTHY_DEPENDENCY, [WEB], INSTALLED_TWO)

    def roll_back(self) -> None:
        """A record that was wrong is withdrawn, and what it did is undone."""
        self._story.chapter(f"{OF_ONE_VERSION} was wrong too, and nothing in it showed that: its database withdraws it")
        self._clients.install(NAMED_WRONGLY, [WEB], NO_SUCH_VERSION)
        record = withdraw(self._sandbox.folder).name
        self._packagestate("advisories", "add", record, first_line_count=2, expected="1 updated")
        self._packagestate("lock", first_line_count=2, expected="Archived -> released")
        self._packagestate("revert", "--advisory", OF_ONE_VERSION, expected="Archived -> Published")
        self._up()
        self._clients.install(NAMED_WRONGLY, SERVING, INSTALLED)

    def drift(self) -> None:
        """Somebody opens one copy by hand, and another one comes into a new repository: both are found and archived."""
        self._story.chapter(f"Somebody makes {BAD} Published in {WEB} again, and copies it into a new repository")
        package, version = BAD.split("@")
        named = ("--format", "npm", "--package", package, "--versions", version)
        opened = ("--repository", WEB, *named, "--target-status", "Published")
        self._clients.change("update-package-versions-status", *opened)
        self._clients.change("create-repository", "--repository", NEW, "--upstreams", f"repositoryName={STORE}")
        source = ("--source-repository", FORENSICS, "--destination-repository", NEW)
        self._clients.change("copy-package-versions", *named, *source)
        self._story.chapter("Nobody edits a manifest: the next run finds both copies, and archives them")
        where = f"chalk (npm) in {DOMAIN}/{NEW}, {DOMAIN}/{WEB}\n"
        found = self._sandbox.preview("--expect-no-changes")
        self._story.ran("pulumi preview --expect-no-changes", found, exit_code=CHANGES_FOUND, expected=where)
        self._up()
        self._clients.install(BAD, [WEB, NEW], NO_SUCH_VERSION)

    def dispose(self) -> None:
        """People decide what cannot be undone, with one statement; the limits want it said out loud."""
        count = sum(release.compromised for release in read_releases())
        self._story.chapter(
            f"People decide to dispose of the {count}, with one manifest; preview asks if that is meant"
        )
        self._sandbox.declare(MANIFEST.read_text(encoding="utf-8"), MANIFEST.name)
        self._story.say(f"\n$ cp {MANIFEST.relative_to(ROOT)} packages/")
        asked = f"{count} in all"
        self._story.ran("pulumi preview", self._sandbox.preview(), exit_code=1, last_line_count=12, expected=asked)
        self._story.chapter(f"It is meant. {count} releases count {count}, however many copies there are of each")
        self._raise_limits(IRREVERSIBLE=str(count), CHANGED_FRACTION="0.34")
        self._up()
        self._lower_limits()
        self._clients.install(BAD, (*SERVING, NEW), NO_SUCH_VERSION)
        self._clients.look(BAD, WEB, "Disposed")
        self._clients.look(BAD, FORENSICS, "Published")

    def go_on(self) -> None:
        """The repaired release comes in from outside, and the next run has nothing to do."""
        self._story.chapter(
            "A build fetches the repaired release for the first time; the same run again changes nothing"
        )
        self._clients.install(REPAIRED, [WEB], INSTALLED)
        clean = self._sandbox.preview("--expect-no-changes")
        self._story.ran("pulumi preview --expect-no-changes", clean, exit_code=0, since=RESOURCES)

    def _packagestate(self, *arguments: str, expected: str, first_line_count: int | None = None) -> None:
        """Run the command of this project."""
        command = ("packagestate", *arguments)
        ended = self._sandbox.ran(*command)
        told = " ".join(command)
        self._story.ran(told, ended, exit_code=0, expected=expected, first_line_count=first_line_count)

    def _up(self) -> None:
        """Do what preview showed."""
        self._story.ran("pulumi up --yes", self._sandbox.previewed_up(), exit_code=0, since=RESOURCES)

    def _raise_limits(self, **limits: str) -> None:
        """Say that so large a change is meant, in this run."""
        for limit, value in limits.items():
            variable = f"PACKAGESTATE_{limit}_LIMIT"
            self._sandbox.variables[variable] = value
            self._story.say(f"$ export {variable}={value}")

    def _lower_limits(self) -> None:
        """Go on with the usual limits."""
        for variable in [each for each in self._sandbox.variables if each.endswith("_LIMIT")]:
            del self._sandbox.variables[variable]
            self._story.say(f"$ unset {variable}")


def main() -> int:
    """Tell the story; 0 where everything went as told."""
    story = Story(colours=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder, Endpoint.start(seed=SEED) as endpoint:
        story.say(
            f"a local CodeArtifact, {endpoint.url}, with 20 packages of npm; 41 healthy versions are the real ones.\n"
            f"npm-web and npm-tools have fetched them through npm-store; npm-forensics holds the 19 compromised ones"
        )
        incident = Incident(endpoint, Path(folder), story)
        incident.before()
        incident.advise()
        incident.review()
        incident.contain()
        incident.roll_back()
        incident.drift()
        incident.dispose()
        incident.go_on()
    story.end()
    return story.exit_code


if __name__ == "__main__":
    sys.exit(main())
