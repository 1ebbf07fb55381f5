"""How AWS is reached, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """How AWS is reached.

    Attributes:
        region: The AWS region; None for AWS's own chain of settings.
        profile: The profile of AWS's configuration; None for AWS's own chain.
        endpoint: The URL of the API; None for AWS's own chain.
        writes_per_second: The most write calls a second; AWS allows an account 100.
        reads_per_second: The most read calls a second; AWS allows an account 800.
        lists_per_second: The most calls of each List operation a second; AWS allows an account 200.
        worker_count: How many calls may be under way at once.
        attempt_count: How often a call is sent at most, the first time included.

    Source: AWS CodeArtifact User Guide, "Quotas in AWS CodeArtifact".
    """

    region: str | None = None
    profile: str | None = None
    endpoint: str | None = None
    writes_per_second: float = 80
    reads_per_second: float = 600
    lists_per_second: float = 160
    worker_count: int = 32
    attempt_count: int = 10
