"""Builds of Maven snapshots: versions that AWS unlists by itself, which is no drift.

Publishing a snapshot unlists the build before it. A person who declares a build `Published` has therefore not been
contradicted by anybody once a newer one is there, and listing it again would only last until the next one.

Nothing else is accepted: a build that is declared `Unlisted` and is `Published` is unlisted, and one that is archived
or disposed was archived or disposed by somebody.
"""

import re

from packagestate.schemas.coordinates import Format
from packagestate.schemas.status import Status

# `1.0-20250101.120000-3`: the base, the time as `yyyyMMdd.HHmmss`, the number of the build.
# Source: Apache Maven, `org.apache.maven.artifact.Artifact`, `VERSION_FILE_PATTERN`.
_BUILD = re.compile(r".+-[0-9]{8}\.[0-9]{6}-[0-9]+")


def is_build(package_format: Format, version: str) -> bool:
    """Whether a version is one build of a Maven snapshot.

    The snapshot itself, `1.0-SNAPSHOT`, is none: AWS keeps it `Published`.

    Args:
        package_format: The format of its package.
        version: The version.

    Returns:
        Whether it is; never for another format, where such a version is a version like any other.
    """
    return package_format is Format.MAVEN and _BUILD.fullmatch(version) is not None


def is_superseded(package_format: Format, version: str, found: Status | None, wanted: Status) -> bool:
    """Whether a version is a build that is not as declared only because AWS unlists builds.

    Source: AWS CodeArtifact User Guide, "Use Maven snapshots": when a snapshot is published, the status of the build
    with the previous version is set to `Unlisted`.

    Args:
        package_format: The format of its package.
        version: The version.
        found: The status that it has; None where nothing is known.
        wanted: The status that is declared.

    Returns:
        Whether it may stay as it is.
    """
    return found is Status.UNLISTED and wanted is Status.PUBLISHED and is_build(package_format, version)
