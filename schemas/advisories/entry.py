"""`advisories` of a manifest: what people write, as models that check it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from packagestate.schemas.advisories.record import Kind
from packagestate.schemas.names import AdvisoryId, Count, Day, Duration, File, Fraction, Reason
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class DisposeEntry(_Model):
    """When versions that an advisory has archived are disposed of."""

    after: Duration = Field(
        description="So long after the version was locked as Archived: a number and `h`, `d` or `w`, 30 days at least."
    )


class CapsEntry(_Model):
    """How much of a package one advisory may restrict; over it, `accept` is needed."""

    versions: Count | None = Field(None, description="At most so many versions; 10 where it is absent.")
    fraction: Fraction | None = Field(
        None,
        description="At most this part of the versions that the domain holds, where it holds 10 or more; 0.5 where it "
        "is absent.",
    )


class IgnoreEntry(_Model):
    """An advisory that has no effect."""

    id: AdvisoryId = Field(description="The id of the advisory.")
    reason: Reason = Field(description="Why it is wrong, or does not matter here.")
    until: Day = Field(description="The last day on which it is ignored, such as `2027-02-01`.")


class AcceptEntry(_Model):
    """An advisory that may do more than the guards allow."""

    id: AdvisoryId = Field(description="The id of the advisory.")
    reason: Reason = Field(description="Why it is right all the same.")
    range: Literal["unbounded"] | None = Field(
        None, description="`unbounded`: the range without an end that is all that it names is taken for meant."
    )
    at_most: Count | None = Field(None, description="It may restrict so many versions of a package.")
    until: Day | None = Field(None, description="The last day on which this holds; it has no end where it is absent.")


class AdvisoriesEntry(_Model):
    """Advisories of one folder, and what becomes of the versions that they name. They take effect through the lock."""

    source: File = Field(alias="from", description="The folder of OSV records, as JSON, relative to this file.")
    kinds: list[Kind] = Field(min_length=1, description="Which advisories count: `malware`, `vulnerability`.")
    status: Literal[Status.UNLISTED, Status.ARCHIVED] = Field(
        description="What the versions must at least be. Of vulnerabilities, `Unlisted` is the most."
    )
    dispose: DisposeEntry | None = Field(
        None, description="When versions that are Archived for an advisory are disposed of; never where it is absent."
    )
    origin: list[OriginType] | None = Field(
        None, min_length=1, description="How the versions entered the domain; `[EXTERNAL]` where it is absent."
    )
    at_most: CapsEntry | None = Field(None, description="How much of a package one advisory may restrict.")
    ignore: list[IgnoreEntry] = Field(default_factory=list, description="Advisories that have no effect.")
    accept: list[AcceptEntry] = Field(
        default_factory=list, description="Advisories that may do more than the guards allow."
    )
