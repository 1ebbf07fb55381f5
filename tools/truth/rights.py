"""The rights that a run needs: its policy, and whether the caller has them, found out before anything is made.

Each right is tried with a call about a domain that is not there: who has the right is told that it is absent, who has
not is told that. CreateDomain cannot be tried so; it is the first thing that the run makes.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from tools.truth.ground import PREFIX

if TYPE_CHECKING:
    from mypy_boto3_codeartifact import CodeArtifactClient

_PACKAGE: Final = {"repository": "store", "format": "generic", "namespace": "truth", "package": "q0"}
_VERSIONS: Final = {**_PACKAGE, "versions": ["1.0"]}
_VERSION: Final = {**_PACKAGE, "packageVersion": "1.0"}
_GROUP: Final = {"packageGroup": "/generic/truth/q0$"}

#: Each operation that a run calls on its domain, with what it takes to call it on one that is not there.
CALLS: Final[dict[str, dict[str, Any]]] = {
    "AssociateExternalConnection": {"repository": "cache", "externalConnection": "public:npmjs"},
    "CopyPackageVersions": {
        **{key: value for key, value in _VERSIONS.items() if key != "repository"},
        "sourceRepository": "store",
        "destinationRepository": "live",
    },
    "CreatePackageGroup": _GROUP,
    "CreateRepository": {"repository": "store"},
    "DeleteDomain": {},
    "DeletePackage": _PACKAGE,
    "DeletePackageGroup": _GROUP,
    "DeletePackageVersions": _VERSIONS,
    "DeleteRepository": {"repository": "store"},
    "DescribeDomain": {},
    "DescribePackage": _PACKAGE,
    "DescribePackageGroup": _GROUP,
    "DescribePackageVersion": _VERSION,
    "DescribeRepository": {"repository": "store"},
    "DisposePackageVersions": _VERSIONS,
    "GetAssociatedPackageGroup": {key: value for key, value in _PACKAGE.items() if key != "repository"},
    "GetAuthorizationToken": {},
    "GetPackageVersionAsset": {**_VERSION, "asset": "asset"},
    "GetPackageVersionReadme": _VERSION,
    "GetRepositoryEndpoint": {"repository": "store", "format": "npm"},
    "ListPackageVersions": _PACKAGE,
    "ListRepositoriesInDomain": {},
    "PublishPackageVersion": {
        **_VERSION,
        "assetName": "asset",
        "assetContent": b"harmless",
        "assetSHA256": "9d65fc3d1d54f1ef8ab2ffa6a0e6de6d2ca5d4c9b2a1d9a29f8d5d7ef6c0bd3a",
    },
    "PutPackageOriginConfiguration": {**_PACKAGE, "restrictions": {"publish": "BLOCK", "upstream": "BLOCK"}},
    "UpdatePackageGroupOriginConfiguration": {**_GROUP, "restrictions": {"PUBLISH": "BLOCK"}},
    "UpdateRepository": {"repository": "downstream"},
    "UpdatePackageVersionsStatus": {**_VERSIONS, "targetStatus": "Archived"},
}

_ON_ANY_DOMAIN: Final = ("codeartifact:CreateDomain", "codeartifact:ListTagsForResource", "codeartifact:TagResource")
_ANYWHERE: Final = ("codeartifact:ListDomains", "sts:GetCallerIdentity", "sts:GetServiceBearerToken")
# What package managers need at the registries, which no operation of the API stands for.
_AT_REGISTRIES: Final = ("codeartifact:ReadFromRepository",)


def policy(region: str, account: str) -> dict[str, Any]:
    """The least IAM policy that a run needs: its own domains alone.

    Args:
        region: The region, or `*`.
        account: The account, or `*`.

    Returns:
        The policy's document.
    """
    here = f"arn:aws:codeartifact:{region}:{account}"
    own = [f"{here}:{kind}/{PREFIX}*" for kind in ("domain", "repository", "package", "package-group")]
    actions = sorted({*(f"codeartifact:{name}" for name in CALLS), *_ON_ANY_DOMAIN, *_AT_REGISTRIES})
    statements = [("OwnDomains", actions, own), ("Anywhere", list(_ANYWHERE), "*")]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": sid, "Effect": "Allow", "Action": allowed, "Resource": resource}
            for sid, allowed, resource in statements
        ],
    }


def missing_rights(client: "CodeArtifactClient", domain: str) -> Iterator[str]:
    """The rights that the caller lacks.

    Args:
        client: What calls CodeArtifact.
        domain: A domain that is not there.

    Yields:
        Each action that was denied.
    """
    methods = {operation: method for method, operation in client.meta.method_to_api_mapping.items()}
    for operation, parameters in CALLS.items():
        try:
            getattr(client, methods[operation])(domain=domain, **parameters)
        except ClientError as error:
            if error.response["Error"]["Code"] == "AccessDeniedException":
                yield f"codeartifact:{operation}"
