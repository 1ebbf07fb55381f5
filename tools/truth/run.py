"""One run: the place is made, every question is asked, and the place is taken away."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config

from emulator import Endpoint
from tools.truth.document import Finding, Findings
from tools.truth.ground import ground, new_name
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


def make_client(session: boto3.Session, url: str | None = None) -> "CodeArtifactClient":
    """A client that sends what it is told, once.

    Args:
        session: Whose credentials and region it has.
        url: The endpoint; None for AWS.
    """
    settings = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    client: CodeArtifactClient = session.client("codeartifact", endpoint_url=url, config=settings)
    return client


def ask(
    client: "CodeArtifactClient", account: str, numbers: Collection[int], pause: Callable[[float], None], tell: Tell
) -> Findings:
    """Ask questions, in a domain that is there for as long as that takes.

    Args:
        client: What calls CodeArtifact.
        account: The account, which is taken out of what is recorded.
        numbers: The questions.
        pause: Waits so many seconds.
        tell: Told what is asked.

    Returns:
        What was found out.
    """
    domain = new_name()
    number = 0

    def wait(seconds: float) -> None:
        if seconds >= _LONG_WAIT_SECONDS:
            tell(f"question {number}: nothing yet; the next look is in {seconds:.0f} s")
        pause(seconds)

    redact = redactor({domain: "DOMAIN", account: "ACCOUNT"})
    found: dict[int, Finding] = {}
    with ground(client, domain) as token:
        for number in sorted(numbers):
            began = time.monotonic()
            place = Place(Recorder(client, redact), domain, number, token, wait)
            found[number] = _asked(place)
            tell(f"question {number}: {len(found[number].calls)} calls, {time.monotonic() - began:.0f} s")
    return found


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
        return ask(make_client(session, url), "123456789012", numbers, lambda _seconds: None, tell)


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
