"""The names that AWS gives things, as types that hold their rules: for manifests, and for the inputs of a resource.

A rule is one of pydantic's core: models take it, and the plugin, which needs no models, does not have to import them.

Source: botocore's model of CodeArtifact, the shapes `DomainName`, `AccountId`, `RepositoryName`, `PackageName`,
`PackageNamespace`, `PackageVersion` and `PackageVersionRevision`. A pattern here is AWS's own, between `^` and `$`;
where AWS allows everything but some characters, those that `schemas.text` forbids are left out too.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic_core.core_schema import StringSchema, str_schema

from packagestate.schemas.coordinates import LONGEST_NAME, SEGMENT
from packagestate.schemas.text import FORBIDDEN

_SEGMENT: Final = f"^{SEGMENT}$"
_OPAQUE: Final = rf"^[^\s{FORBIDDEN}]+$"

#: The most characters of a reason; ours, so that a plan stays readable.
LONGEST_REASON: Final = 500


# A schema is a dictionary, so that what is compared and hashed is the rule itself.
@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What a text may be.

    Attributes:
        schema: The rule as pydantic's core takes it.
    """

    schema: StringSchema

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> StringSchema:
        """The rule as pydantic's models ask for it."""
        return self.schema


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A rule for a text that YAML holds without quotes, so that editors read something else than text.

    Attributes:
        schema: The rule as pydantic's core takes it.
        json_schema: What editors read.
    """

    schema: StringSchema
    json_schema: dict[str, Any]

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> StringSchema:
        """The rule as pydantic's models ask for it."""
        return self.schema

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        """What editors read."""
        return {**self.json_schema}


def _rule(min_length: int | None, max_length: int, pattern: str | None = None) -> Rule:
    return Rule(str_schema(min_length=min_length, max_length=max_length, pattern=pattern, strict=True))


DOMAIN: Final = _rule(2, 50, r"^[a-z][a-z0-9\-]{0,48}[a-z0-9]$")
ACCOUNT: Final = _rule(12, 12, r"^[0-9]{12}$")
REPOSITORY: Final = _rule(2, 100, r"^[A-Za-z0-9][A-Za-z0-9._\-]{1,99}$")
NAMESPACE: Final = _rule(1, LONGEST_NAME, _SEGMENT)
PACKAGE: Final = _rule(1, LONGEST_NAME, _SEGMENT)
VERSION: Final = _rule(1, LONGEST_NAME, _SEGMENT)
REVISION: Final = _rule(1, 50, _OPAQUE)
REASON: Final = _rule(None, LONGEST_REASON)
FILE: Final = _rule(1, LONGEST_REASON)
RULE_NAME: Final = _rule(1, 50, r"^[a-z][a-z0-9\-]{0,49}$")
RANGE: Final = _rule(1, LONGEST_NAME)
#: A package's name, or a glob of them; with `!` in front, those that are left out.
PACKAGE_PATTERN: Final = _rule(1, 2 * LONGEST_NAME, rf"^[^#\s{FORBIDDEN}]+$")
#: A number and a unit: hours, days or weeks.
DURATION: Final = _rule(2, 6, r"^[1-9][0-9]{0,4}[hdw]$")

#: The id of an advisory, which also is the name of its file.
#: Source: OSV schema, "id field": a prefix, a hyphen, and what the database chooses.
ADVISORY_ID: Final = _rule(1, 100, r"^[A-Za-z][A-Za-z0-9._]*-[A-Za-z0-9._\-]{1,90}$")
#: A day.
DAY: Final = _rule(10, 10, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

#: A repository, or a glob of them.
REPOSITORY_GLOB: Final = _rule(1, 100, r"^[A-Za-z0-9*?][A-Za-z0-9._\-*?]{0,99}$")
#: The same; with `!` in front, those that are left out.
REPOSITORY_PATTERN: Final = _rule(1, 101, r"^!?[A-Za-z0-9*?][A-Za-z0-9._\-*?]{0,99}$")

Domain = Annotated[str, DOMAIN]
Account = Annotated[str, ACCOUNT]
RepositoryName = Annotated[str, REPOSITORY]
RepositoryGlob = Annotated[str, REPOSITORY_GLOB]
RepositoryPattern = Annotated[str, REPOSITORY_PATTERN]
Version = Annotated[str, VERSION]
Revision = Annotated[str, REVISION]
Reason = Annotated[str, REASON]
File = Annotated[str, FILE]
RuleName = Annotated[str, RULE_NAME]
Range = Annotated[str, RANGE]
Duration = Annotated[str, DURATION]
PackagePattern = Annotated[str, PACKAGE_PATTERN]
AdvisoryId = Annotated[str, ADVISORY_ID]
Day = Annotated[str, DAY]
_COUNT: Final = r"^[1-9][0-9]{0,5}$"
Count = Annotated[
    str,
    Figure(str_schema(pattern=_COUNT, strict=True), {"type": ["integer", "string"], "minimum": 1, "pattern": _COUNT}),
]
Flag = Annotated[
    str, Figure(str_schema(pattern="^(?:true|false)$", strict=True), {"enum": [True, False, "true", "false"]})
]
_FRACTION: Final = r"^(?:0?\.[0-9]{1,3}|1(?:\.0{1,3})?)$"
Fraction = Annotated[
    str,
    Figure(
        str_schema(pattern=_FRACTION, strict=True),
        {"type": ["number", "string"], "minimum": 0, "maximum": 1, "pattern": _FRACTION},
    ),
]
