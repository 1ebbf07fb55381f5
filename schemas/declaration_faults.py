"""What is wrong with a package or a version that a manifest names, as faults. Pure."""

from packagestate.schemas.coordinates import Format, PackageNameError, normalised_version
from packagestate.schemas.errors import Fault, Place, shortened
from packagestate.schemas.nodes import Entry, Scalar, place_of
from packagestate.schemas.patterns import is_version_pattern, version_fault


def not_a_name(package_format: Format, entry: Entry, error: PackageNameError) -> Fault:
    """The name of a package is none of its format.

    Args:
        package_format: The format.
        entry: The package.
        error: What is wrong with its name.
    """
    return Fault(
        "Package name not allowed",
        f"`{shortened(entry.key.value)}` is no {package_format} package: {error}.",
        f"write the name as the tools of {package_format} do",
        place_of(entry.key),
    )


def named_twice(package_format: Format, entry: Entry, first: Place) -> Fault:
    """Two names of one manifest mean the same package.

    Args:
        package_format: The format.
        entry: The second of them.
        first: Where the first stands.
    """
    return Fault(
        "Package named twice",
        f"`{entry.key.value}` is the same {package_format} package as the one at {first}.",
        "put the versions of both under one name",
        place_of(entry.key),
    )


def beside_deletion(entry: Entry, key: str, place: Place) -> Fault:
    """A package that is deleted as a whole declares something else.

    Args:
        entry: The package.
        key: What else it declares.
        place: Where.
    """
    return Fault(
        "Deleted package declares more",
        f"`{shortened(entry.key.value)}` is declared `Deleted` as a whole, and `{key}` says something else about it.",
        f"take `{key}` out, or take `status: Deleted` out",
        place,
    )


def reason_without_deletion(entry: Entry, place: Place) -> Fault:
    """A package that is not deleted has a reason for it.

    Args:
        entry: The package.
        place: Where the reason stands.
    """
    return Fault(
        "Reason without a status",
        f"`reason` of `{shortened(entry.key.value)}` says why a whole package is deleted, and it is not.",
        "write the reason of a version beside its status: `{status: Archived, reason: …}`",
        place,
    )


def not_a_version(package_format: Format, key: Scalar) -> Fault:
    """What stands in place of a version means several, or no state can hold it.

    Args:
        package_format: The format.
        key: What stands there.
    """
    if is_version_pattern(package_format, normalised_version(package_format, key.value)):
        return version_fault(package_format, key.value, place_of(key))
    return not_recordable(key)


def not_recordable(key: Scalar) -> Fault:
    """No state can hold a version of this name.

    Args:
        key: The version.
    """
    return Fault(
        "Version cannot be recorded",
        f"`{shortened(key.value)}` is the key by which Pulumi's engine marks a secret, so no state can hold it as a "
        "version. Nothing was read or changed.",
        "take it out, and change it with `aws codeartifact update-package-versions-status`",
        place_of(key),
    )


def except_of_one(place: Place) -> Fault:
    """A statement for one repository has an `except`.

    Args:
        place: Where its version stands.
    """
    return Fault(
        "Not for one repository",
        "`except` leaves repositories out of a statement for several, and this manifest is for one.",
        "take `except` out, or name `repositories`",
        place,
    )


def version_named_twice(package_format: Format, key: Scalar, version: str, first: Place | None) -> Fault:
    """Two names in one package mean the same version.

    Args:
        package_format: The format.
        key: The second of them.
        version: The version that both mean.
        first: Where the first stands.
    """
    return Fault(
        "Version named twice",
        f"`{key.value}` is the {package_format} version `{version}`, which stands at {first} already.",
        "keep one of the two",
        place_of(key),
    )
