"""From the answers of the API to what only rules ask for, as `answers` does it for the rest.

Source: AWS CodeArtifact API reference, the response elements of the operations.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from packagestate.provider.codeartifact.answers import Answer, observed_version, required_text
from packagestate.provider.population import AskedDomain, Candidate

_REGION_OF_ARN: Final = 3
_ACCOUNT: Final = re.compile("[0-9]{12}").fullmatch
_REGION: Final = re.compile("[a-z0-9-]+").fullmatch


def candidate(entry: Answer) -> Candidate:
    """One entry of `versions` of ListPackageVersions, with its origin.

    Args:
        entry: The entry.

    Raises:
        KeyError, TypeError, ValueError: It is not as the API describes it.
    """
    observed = observed_version(entry)
    return Candidate(observed.version, observed.status, observed.revision, observed.origin)


def published_time(answer: Answer) -> datetime | None:
    """When a version was published, of an answer of DescribePackageVersion.

    Args:
        answer: The answer.

    Returns:
        The time; None where AWS names none.

    Raises:
        KeyError, TypeError: It is not as the API describes it. What is no time is an error of boto3 already.
    """
    found: datetime | None = answer["packageVersion"].get("publishedTime")
    return found


def asked_domain(answer: Answer) -> AskedDomain:
    """What an answer of DescribeDomain says: whose the domain is, and what time it is for AWS.

    Args:
        answer: The answer, with the headers that it came with.

    Raises:
        KeyError, IndexError, TypeError, ValueError: It is not as the API, or HTTP, describes it.
    """
    domain, headers = answer["domain"], answer["ResponseMetadata"]["HTTPHeaders"]
    # Source: AWS Service Authorization Reference, "Resource types defined by AWS CodeArtifact".
    region = required_text(domain["arn"]).split(":")[_REGION_OF_ARN]
    # HTTP's time is that of Greenwich, whatever it is called. Source: RFC 9110, section 5.6.7.
    now = parsedate_to_datetime(required_text(headers["date"])).replace(tzinfo=UTC)
    account = required_text(domain["owner"])
    # They become the name of a folder.
    if not (_ACCOUNT(account) and _REGION(region)):
        raise ValueError("an account or a region is none")
    return AskedDomain(account, region, now)
