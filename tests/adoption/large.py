"""A large domain, its adoption by the command in a process of its own, and what that cost."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from emulator import Endpoint
from examples.sandbox import ROOT, STACK, Sandbox

MOST_MEMORY_MEGABYTES = 300
PAGE = 1000

# A process of its own between this one and the command: for Linux, the most memory that a process had begins with that
# of the process which started it, and this one holds the endpoint.
LAUNCHER = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; packages are spread evenly over repositories, versions over packages."""

    repository_count: int
    package_count: int
    version_count: int

    def seed(self) -> dict[str, Any]:
        """What the endpoint holds: two formats in every repository, and each status now and then."""
        repositories: dict[str, Any] = {}
        for number in range(self.package_count):
            repository = repositories.setdefault(
                f"store-{number % self.repository_count:03}", {"packages": {"npm": {}, "pypi": {}}}
            )
            statuses = {f"{v // 10}.{v % 10}.0": _status(number + v) for v in range(self._versions_of(number))}
            package_format = "npm" if number // self.repository_count % 2 else "pypi"
            repository["packages"][package_format][f"package-{number}"] = {"versions": statuses}
        return {"content": False, "domains": {"acme": {"repositories": repositories}}}

    def least_calls(self) -> dict[str, int]:
        """The fewest calls in which AWS tells everything, 1,000 of whatever a page."""
        packages = [
            len(range(each, self.package_count, self.repository_count)) for each in range(self.repository_count)
        ]
        return {
            "ListRepositoriesInDomain": ceil(self.repository_count / PAGE),
            "ListPackages": sum(ceil(count / PAGE) for count in packages),
            "ListPackageVersions": sum(ceil(self._versions_of(each) / PAGE) for each in range(self.package_count)),
        }

    def _versions_of(self, number: int) -> int:
        return len(range(number, self.version_count, self.package_count))


def _status(number: int) -> str:
    """Nine of ten versions are Published."""
    return {3: "Unlisted", 33: "Archived", 63: "Disposed"}.get(number % 100, "Published")


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the command printed and cost."""

    text: str
    exit_code: int
    seconds: float
    megabytes: float


@dataclass(slots=True)
class Measured:
    """What an adoption cost, and which promises it broke."""

    size: Size
    adopted: Adopted
    calls: Counter[str]
    write_count: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The figures, for people."""
        counts = (self.size.repository_count, self.size.package_count, self.size.version_count)
        yield "{:,} repositories, {:,} packages, {:,} versions".format(*counts)
        yield from (f"  {line}" for line in self.adopted.text.splitlines() if not line.startswith("wrote "))
        for operation, count in sorted(self.calls.items()):
            yield f"{operation}: {count:,} calls, the least is {self.size.least_calls().get(operation, 0):,}"
        yield f"adopt: {self.adopted.seconds:.1f} s, {self.adopted.megabytes:.0f} MB at most"
        yield from (f"{step}: {seconds:.1f} s" for step, seconds in self.seconds.items())
        yield f"{self.write_count} writes to AWS"
        yield from (f"BROKEN: {finding}" for finding in self.findings)


def run_adopt(folder: Path, endpoint: str, *arguments: str) -> Adopted:
    """Run the command, and see how much memory its process had at most.

    Args:
        folder: Where `packages` and `import.json` are written.
        endpoint: The URL of the API.
        arguments: More arguments.
    """
    environment = Sandbox(folder, endpoint).environment()
    command = [sys.executable, "-m", "packagestate.provider.cli", "adopt", "--domain", "acme"]
    command += ["--output", "packages", "--import-file", "import.json", *arguments]
    began = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    text, _, kilobytes = finished.stdout.rstrip().rpartition("\n")
    return Adopted(text, finished.returncode, time.monotonic() - began, int(kilobytes) / 1024)


def measure(size: Size, folder: Path, *, every: bool) -> Measured:
    """Adopt, import and preview.

    Args:
        size: How large the domain is.
        folder: An empty folder.
        every: Whether every version is named.
    """
    with Endpoint.start(seed=size.seed()) as endpoint:
        sandbox = Sandbox.create(folder, endpoint.url)
        sandbox.variables["PULUMI_SKIP_CHECKPOINTS"] = "true"
        adopted = run_adopt(folder, endpoint.url, *(["--all"] if every else []))
        measured = Measured(size, adopted, Counter(call.operation for call in endpoint.calls))
        if adopted.exit_code != 0:
            measured.findings.append(f"adopt ended with {adopted.exit_code}")
            return measured
        if measured.calls != size.least_calls():
            measured.findings.append(f"these were not the fewest calls: {size.least_calls()}")
        if adopted.megabytes > MOST_MEMORY_MEGABYTES:
            measured.findings.append(f"more than {MOST_MEMORY_MEGABYTES} MB")
        file = ("--file", str(folder / "import.json"), "--generate-code=false", "--protect=false", "--yes")
        for step, command in {
            "import": ("import", "--stack", STACK, *file),
            "preview": ("preview", "--stack", STACK, "--expect-no-changes"),
        }.items():
            began, count = time.monotonic(), len(endpoint.calls)
            finished = sandbox.pulumi(*command)
            measured.seconds[step] = time.monotonic() - began
            if finished.exit_code != 0:
                measured.findings.append(f"{step} ended with {finished.exit_code}: {finished.text[-2000:]}")
            if step == "import" and len(endpoint.calls) != count:
                measured.findings.append("the import asked AWS")
        measured.write_count = len(endpoint.calls.writes)
        if measured.write_count:
            measured.findings.append("something was written")
    return measured
