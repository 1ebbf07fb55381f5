"""What a run is going to do, said before anything is made. Pure."""

from collections.abc import Iterator
from typing import Final

from tools.truth.document import Findings, differences
from tools.truth.ground import PREFIX, REPOSITORIES, TAG
from tools.truth.questions import QUESTIONS

# Source: AWS CodeArtifact pricing: 0.05 USD for 10,000 requests beyond the free ones; a few kilobytes cost nothing.
_USD_PER_REQUEST: Final = 0.05 / 10_000
# Making the place, taking it away, and trying the rights.
_OTHER_CALLS: Final = 60
# A list that does not show a write at once is read up to 50 times for each of a few writes.
_MOST_READINGS: Final = 400


def announcement(account: str, caller: str, region: str, rehearsed: Findings) -> Iterator[str]:
    """Say what will be made, called and paid.

    Args:
        account: The account.
        caller: Who calls, as STS names it.
        region: The region.
        rehearsed: The same questions, as the local endpoint answered them; their calls are counted.

    Yields:
        The lines.
    """
    count = sum(len(each.calls) for each in rehearsed.values()) + _OTHER_CALLS
    most = count + _MOST_READINGS
    yield f"account {account}, region {region}, as {caller}"
    yield f"makes the domain {PREFIX}…, tagged `{TAG}`, with the repositories {', '.join(REPOSITORIES)}"
    yield "publishes small packages into it, changes and deletes them, and deletes the domain at the end in any case"
    yield f"makes about {count} calls, at most {most}, which cost at most {most * _USD_PER_REQUEST:.3f} USD"
    yield "questions 6 and 12 wait for what is fetched from the public npm registry, up to ten minutes each"
    yield "needs the rights that --policy prints, and tries them before it makes anything"
    yield "touches no other domain; writes no account, ARN, URL or token into the file"
    yield f"asks {len(rehearsed)} questions:"
    yield from (f"  {number:2} {QUESTIONS[number]}" for number in sorted(rehearsed))


def summary(found: Findings, endpoint: Findings) -> Iterator[str]:
    """Say what came out: where the local endpoint answers something else, and which questions ended early.

    Args:
        found: What was found out.
        endpoint: What the endpoint answers.

    Yields:
        The lines.
    """
    differing = {number: list(differences(each, endpoint[number])) for number, each in found.items()}
    count = sum(map(len, differing.values()))
    cases = sum(len(each.facts) for each in found.values())
    yield f"{cases} cases, {count} of them answered otherwise than by the local endpoint"
    for number, each in sorted(differing.items()):
        yield from (f"  {number:2} {one['case']}: {one['answer']}; the endpoint: {one['endpoint']}" for one in each)
    for number, finding in sorted(found.items()):
        if finding.ended is not None:
            yield f"  {number:2} ended early: {finding.ended}"
