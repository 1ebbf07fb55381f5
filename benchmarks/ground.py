"""Where the benchmarks run: an endpoint in a process of its own, with AWS's latency and quotas, and what it holds."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from examples.sandbox import ROOT

LATENCY_SECONDS: Final = 0.05
WRITES_PER_SECOND: Final = 100
LISTS_PER_SECOND: Final = 200

#: After so long a time without a call nobody is asked to slow down for what was done before.
FULL_QUOTA_SECONDS: Final = 1.0
_STARTING_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Estate:
    """Packages of one npm repository that are all alike.

    Attributes:
        package_count: How many packages.
        version_count: How many versions each of them has.
    """

    package_count: int
    version_count: int

    @property
    def names(self) -> list[str]:
        """The packages."""
        return [f"package-{number:05d}" for number in range(self.package_count)]

    @property
    def versions(self) -> list[str]:
        """The versions of each."""
        return [f"1.{number}.0" for number in range(self.version_count)]

    def seed(self) -> dict[str, Any]:
        """What an endpoint holds at first."""
        package = {"versions": dict.fromkeys(self.versions, "Published")}
        packages = {"npm": dict.fromkeys(self.names, package)}
        return {"content": False, "domains": {"acme": {"repositories": {"npm-store": {"packages": packages}}}}}

    def manifest(self, status: str = "Published", changed_count: int = 0) -> str:
        """Declare every version.

        Args:
            status: Of the versions that are not published.
            changed_count: Of how many versions of each package.
        """
        statuses = [status] * changed_count + ["Published"] * (self.version_count - changed_count)
        body = "".join(f'      "{version}": {each}\n' for version, each in zip(self.versions, statuses, strict=True))
        packages = "".join(f"  {name}:\n    versions:\n{body}" for name in self.names)
        return f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n{packages}"


@dataclass(frozen=True, slots=True)
class Ground:
    """An endpoint that runs.

    Attributes:
        url: Where it listens.
    """

    url: str

    def calls(self) -> Counter[str]:
        """How many calls of each operation it received since this was asked last."""
        with urllib.request.urlopen(f"{self.url}/_calls") as answer:  # noqa: S310 - our own endpoint
            found = Counter(call["operation"] for call in json.load(answer))
        request = urllib.request.Request(f"{self.url}/_calls", method="DELETE")  # noqa: S310 - our own endpoint
        urllib.request.urlopen(request).close()  # noqa: S310 - our own endpoint
        return found


@contextmanager
def ground(seed: Mapping[str, Any], folder: Path, *, is_limited: bool = True) -> Iterator[Ground]:
    """Run an endpoint.

    Args:
        seed: What it holds at first.
        folder: Where its seed is written.
        is_limited: Whether it has AWS's latency and quotas.
    """
    file = folder / "seed.json"
    file.write_text(json.dumps(seed), encoding="utf-8")
    limits = ["--quotas", "--latency-seconds", str(LATENCY_SECONDS)] if is_limited else []
    command = [sys.executable, "-m", "emulator", "--seed", str(file), *limits]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = _listening_at(process)
            _wait_until_ready(url)
            yield Ground(url)
        finally:
            process.terminate()


def _listening_at(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        words = [word for word in line.split() if word.startswith("http://127.0.0.1:")]
        if words:
            return words[0].rstrip(";")
    raise RuntimeError("the endpoint did not say where it listens")


def _wait_until_ready(url: str) -> None:
    end = time.monotonic() + _STARTING_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/_health").close()  # noqa: S310 - our own endpoint
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the endpoint does not answer")
