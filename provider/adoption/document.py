"""What `packagestate adopt --json` prints."""

from packagestate.provider.adoption.adoption import Report
from packagestate.provider.report.documents import written
from packagestate.schemas.files import shown


def adoption_document(report: Report) -> str:
    """What an adoption read and wrote, for a program.

    Args:
        report: What it says of itself.

    Returns:
        The document: counts, every remark, and the files.
    """
    return written(
        {
            "repositoryCount": report.repository_count,
            "packageCount": report.package_count,
            "versionCount": report.version_count,
            "namedPackageCount": report.named_package_count,
            "namedVersionCount": report.named_version_count,
            "differentCount": report.different_count,
            "remarks": report.remarks,
            "files": [shown(file) for file in report.files],
        }
    )
