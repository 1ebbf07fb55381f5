"""What `packagestate adopt --json` prints."""

from typing import Any

from packagestate.provider.adoption.adoption import Report
from packagestate.provider.adoption.drift import Difference
from packagestate.provider.report.documents import identity, place_object, written
from packagestate.schemas.files import shown


def adoption_document(report: Report) -> str:
    """What an adoption read and wrote, for a program.

    Args:
        report: What it says of itself.

    Returns:
        The document: counts, every difference and remark, and the files.
    """
    return written(
        {
            "repositoryCount": report.repository_count,
            "packageCount": report.package_count,
            "versionCount": report.version_count,
            "namedPackageCount": report.named_package_count,
            "namedVersionCount": report.named_version_count,
            "differences": list(map(_difference, report.differences)),
            "remarks": report.remarks,
            "files": [shown(file) for file in report.files],
        }
    )


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        **identity(difference.coordinates),
        "subject": difference.subject,
        "declared": difference.declared,
        "found": difference.found,
        "reason": difference.reason,
        **place_object(difference.place),
    }
