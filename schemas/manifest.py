"""The manifest, version 1: what people write, as models that check it and from which its JSON Schema is exported.

The models check one file. What its package names mean is for `schemas.declarations`, what several files say together
for `schemas.merge`.
"""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic.alias_generators import to_camel

from packagestate.schemas.advisories.entry import AdvisoriesEntry
from packagestate.schemas.coordinates import Format
from packagestate.schemas.desired import OnRemoval, Restriction
from packagestate.schemas.names import (
    Account,
    Count,
    Domain,
    Duration,
    File,
    Flag,
    PackagePattern,
    Range,
    Reason,
    RepositoryGlob,
    RepositoryName,
    RepositoryPattern,
    Revision,
    RuleName,
    Version,
)
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status

#: What a manifest may ask for: `schemas.status.DECLARABLE`, as a type.
DeclarableStatus = Literal[Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.DELETED]

#: The only version of the manifest that there is.
MANIFEST_VERSION: Final = "1"

#: The fields of which a manifest has one: what it is about.
WHICH: Final = ("repository", "repositories")


class _Model(BaseModel):
    """Spelt in camelCase as AWS does, frozen, and closed: a misspelt field is never ignored."""

    # Without `populate_by_name`: there is one spelling of a field.
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class Origin(_Model):
    """By which ways new versions may enter the package; versions that are there already stay."""

    publish: Restriction = Field(description="Whether versions may be published directly.")
    upstream: Restriction = Field(
        description="Whether versions may be retained from upstream repositories and external connections."
    )


class VersionDetails(_Model):
    """What one version must be, with what else there is to say about it."""

    status: DeclarableStatus = Field(description="The status that the version must have.")
    revision: Revision | None = Field(
        None, description="The revision that the version must have for anything to be done to it."
    )
    reason: Reason | None = Field(None, description="Why, in your own words; it is shown in the plan.")
    excepted: list[RepositoryGlob] = Field(
        default_factory=list,
        alias="except",
        min_length=1,
        description="Names and globs of those `repositories` for which this says nothing of the version.",
    )
    over: File | None = Field(
        None,
        description="The manifest for several repositories that this entry overrides, although it is less restrictive: "
        "the path of its file, or the end of it.",
    )


def _kind(value: object) -> str:
    return "status" if isinstance(value, str) else "details"


VersionEntry = Annotated[
    Annotated[DeclarableStatus, Tag("status")] | Annotated[VersionDetails, Tag("details")], Discriminator(_kind)
]


def _quantity(value: object) -> str:
    return "some" if isinstance(value, list) else "all"


VersionSet = Annotated[
    Annotated[Range, Tag("all")] | Annotated[list[Version], Field(min_length=1), Tag("some")], Discriminator(_quantity)
]
#: What a rule can restrict: what is not as restrictive as possible already.
MatchedStatus = Literal[Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED]


Repositories = Annotated[
    Annotated[Literal["all"], Tag("all")] | Annotated[list[RepositoryPattern], Field(min_length=1), Tag("some")],
    Discriminator(_quantity),
]


class PackageEntry(_Model):
    """What the named versions of a package must be. Versions that are not named are left alone.

    Or, with `status: Deleted`, that the whole package must be gone from the repository.
    """

    status: Literal[Status.DELETED] | None = Field(
        None,
        description="`Deleted`: the whole package must be gone, with every version that it has. It cannot "
        "be undone. The package may then name no versions.",
    )
    reason: Reason | None = Field(None, description="Why the package must be gone; it is shown in the plan.")

    origin: Origin | None = Field(
        None, description="The origin configuration that the package must have; left alone where it is absent."
    )
    on_removal: OnRemoval | None = Field(
        None, description="What becomes of the versions in AWS when the package goes away from the manifests."
    )
    versions: dict[Version, VersionEntry] = Field(
        default_factory=dict, description="The versions, each with its status. Put them in quotes."
    )


class KeepEntry(_Model):
    """What no rule may restrict."""

    latest: Count | None = Field(
        None, description="So many of the highest versions that are Published or Unlisted, by the ecosystem's order."
    )
    versions: VersionSet | None = Field(None, description="The versions of a range, or of a list of versions.")


class MatchEntry(_Model):
    """What a rule restricts: the versions for which all of this holds."""

    versions: VersionSet | None = Field(
        None, description="The versions of a range in the ecosystem's own syntax, or of a list of versions."
    )
    older_than: Duration | None = Field(
        None, description="Versions that were published so long ago: a number and `h`, `d` or `w`, such as `180d`."
    )
    archived_for: Duration | None = Field(
        None, description="Versions that the lock has had as Archived for so long, such as `365d`."
    )
    prerelease: Flag | None = Field(None, description="Whether they are prereleases, by the ecosystem's rule.")
    status: list[MatchedStatus] | None = Field(None, min_length=1, description="The statuses that they have now.")
    origin: list[OriginType] | None = Field(None, min_length=1, description="How they entered the domain.")


class RuleEntry(_Model):
    """Which versions to keep, or which to restrict. `packagestate lock` resolves it into the lock."""

    packages: list[PackagePattern] = Field(
        min_length=1,
        description="Names and globs of packages, with `!` in front of those that are left out; `*` stays within `/` "
        "and `:`.",
    )
    keep: KeepEntry | None = Field(None, description="What no rule may restrict. Either this, or `match` and `status`.")
    match: MatchEntry | None = Field(None, description="What is restricted: the versions for which all of it holds.")
    status: Literal[Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED] | None = Field(
        None, description="What these versions must at least be."
    )
    at_most: Count | None = Field(None, description="At most so many versions are restricted at a time.")
    allow_empty: Flag | None = Field(
        None, description="Whether the last Published version of a package may be restricted too."
    )
    reason: Reason | None = Field(None, description="Why, in your own words; it is shown in the plan.")


class Manifest(_Model):
    """The desired state of packages of one format, in one CodeArtifact repository or in several."""

    manifest_version: Literal["1"] = Field(MANIFEST_VERSION, description="The version of the manifest.")
    domain: Domain = Field(description="The name of the CodeArtifact domain.")
    domain_owner: Account | None = Field(
        None, description="The twelve digits of the account that owns the domain; your own where it is absent."
    )
    repository: RepositoryName | None = Field(
        None,
        description="The name of the one repository in the domain that has exactly what is declared. Either this or "
        "`repositories`.",
    )
    repositories: Repositories | None = Field(
        None,
        description="`all`, or a list of names and globs of repositories, with `!` in front of those that are left "
        "out. In each of them that holds a version, it is at least as restrictive as declared. Either this or "
        "`repository`.",
    )
    format: Format = Field(description="The format of all packages of this manifest.")
    on_removal: OnRemoval | None = Field(
        None, description="The `onRemoval` of those packages of this manifest that have none of their own."
    )
    packages: dict[str, PackageEntry] = Field(
        default_factory=dict,
        description="The packages: `name` or `@scope/name` for npm, `group:artifact` for maven, `namespace/name` for "
        "swift and generic, the plain name for the others.",
    )
    rules: dict[RuleName, RuleEntry] = Field(
        default_factory=dict,
        description="Rules by their names, beside `packages` or instead. They take effect through the lock.",
    )
    advisories: dict[RuleName, AdvisoriesEntry] = Field(
        default_factory=dict,
        description="Folders of advisories by their names, beside `packages` and `rules` or instead. They take effect "
        "through the lock.",
    )
