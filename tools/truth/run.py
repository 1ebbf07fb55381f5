"""One run: the place is made, every question is asked, and the place is taken away."""

import base64
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config

from emulator import Endpoint
from tools.truth.document import Finding, Findings
from tools.truth.ground import ground, is_there, new_name
from tools.truth.place import Place
from tools.truth.probes import PROBES
from tools.truth.recording import Recorder
from tools.truth.redaction import redactor

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

#: What the endpoint has instead of the public npm registry: the package that the probes fetch from outside.
OUTSIDE: Final = {
    "domains": {},
    "public": {
        "npm": {"left-pad": {"versions": {"1.2.0": {"published": "2017-10-23"}, "1.3.0": {"published": "2018-04-09"}}}}
    },
}

_LONG_WAIT_SECONDS: Final = 5.0

Tell = Callable[[str], None]


def make_client(session: boto3.Session, url: str | None = None, attempt_count: int = 1) -> "CodeArtifactClient":
    """A client that sends what it is told.

    Args:
        session: Whose credentials and region it has.
        url: The endpoint; None for AWS.
        attempt_count: How often; once for what is asked, more often for making and taking away the place.
    """
    settings = Config(parameter_validation=False, retries={"mode": "standard", "total_max_attempts": attempt_count})
    client: CodeArtifactClient = session.client("codeartifact", endpoint_url=url, config=settings)
    return client


@dataclass(slots=True)
class Run:
    """One run.

    Attributes:
        client: What asks, each call once.
        keeper: What makes the place and takes it away, and does not give up at once.
        secrets: What must not be written down, with the words that stand for it.
        pause: Waits so many seconds.
        tell: Told what is asked.
        found: What was found out so far; whatever ends the run, this is kept.
    """

    client: "CodeArtifactClient"
    keeper: "CodeArtifactClient"
    secrets: dict[str, str]
    pause: Callable[[float], None]
    tell: Tell
    found: dict[int, Finding] = field(default_factory=dict)

    def ask(self, numbers: Collection[int]) -> Findings:
        """Ask questions, in a domain that is there for as long as that takes.

        Args:
            numbers: The questions.

        Returns:
            What was found out.
        """
        domain = new_name()
        names = {domain: "DOMAIN", **self.secrets}
        redact = redactor(names)
        with ground(self.keeper, domain) as token:
            names[token] = "TOKEN"
            names[base64.b64encode(f"aws:{token}".encode()).decode()] = "TOKEN"
            for number in sorted(set(numbers)):
                began = time.monotonic()
                place = Place(Recorder(self.client, redact), domain, number, token, partial(self._wait, number))
                finding = _asked(place)
                if not is_there(self.keeper, domain):
                    self.found[number] = Finding({}, finding.calls, "the domain of this run was deleted meanwhile")
                    self.tell("somebody deleted the domain of this run, so it ends here")
                    break
                self.found[number] = finding
                self.tell(f"question {number}: {len(finding.calls)} calls, {time.monotonic() - began:.0f} s")
        return self.found

    def _wait(self, number: int, seconds: float) -> None:
        if seconds >= _LONG_WAIT_SECONDS:
            self.tell(f"question {number}: nothing yet; the next look is in {seconds:.0f} s")
        self.pause(seconds)


def _asked(place: Place) -> Finding:
    facts: dict[str, str] = {}
    ended = None
    try:
        for case, answer in PROBES[place.question](place):
            facts[case] = str(place.recorder.redact(answer))
    except Exception as error:  # noqa: BLE001 - an answer that nobody thought of ends its question and no other
        ended = str(place.recorder.redact(f"{type(error).__name__}: {error}"))
    return Finding(facts, tuple(place.recorder.entries), ended)


@contextmanager
def local_session() -> Iterator[tuple[boto3.Session, str]]:
    """An endpoint of one's own, with credentials for it."""
    with Endpoint.start(seed=OUTSIDE) as endpoint:
        yield boto3.Session("local", "local", region_name="eu-west-1"), endpoint.url


def ask_endpoint(numbers: Collection[int], tell: Tell = lambda _line: None) -> Findings:
    """Ask the local endpoint.

    Args:
        numbers: The questions.
        tell: Told what is asked.
    """
    with local_session() as (session, url):
        # It shows every write at once, so there is nothing to wait for.
        client = make_client(session, url)
        return Run(client, client, {"123456789012": "ACCOUNT"}, lambda _seconds: None, tell).ask(numbers)


def origin(service: str, region: str) -> dict[str, Any]:
    """Where and when something is found out.

    Args:
        service: Whose answers they are.
        region: The region.
    """
    return {
        "service": service,
        "date": datetime.now(UTC).date().isoformat(),
        "region": region,
        "botocore": boto3.__version__,
    }
