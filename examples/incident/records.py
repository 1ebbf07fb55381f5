"""The advisories of the incident, as a database of OSV records exports them; two of them are invented, and wrong.

Each file in `advisories` holds facts of a real record: its id, its times, and the versions of the package that it
names. Source: github.com/ossf/malicious-packages, `osv/malicious/npm`, in September 2025. The files in `invented` say
themselves what they are: nobody has ever published these two.
"""

import json
from pathlib import Path
from typing import Final
from zipfile import ZipFile

_HERE: Final = Path(__file__).parent
RECORDS: Final = _HERE / "advisories"
INVENTED: Final = _HERE / "invented"

#: The invented record of every version of a healthy package: what it says is so much that a guard holds it back.
OF_EVERY_VERSION: Final = "MAL-2026-999999"
#: The invented record of one version: nothing in it shows that it is wrong.
OF_ONE_VERSION: Final = "MAL-2026-999998"

_WITHDRAWN: Final = "2026-01-05T12:00:00Z"


def record_files() -> tuple[Path, ...]:
    """Give the files of all records, sorted by id."""
    return tuple(sorted([*RECORDS.glob("*.json"), *INVENTED.glob("*.json")], key=lambda file: file.name))


def export(archive: Path) -> int:
    """Write all records into a zip archive, as databases offer them.

    Args:
        archive: The archive's file.

    Returns:
        How many records there are.
    """
    files = record_files()
    with ZipFile(archive, "w") as opened:
        for file in files:
            opened.write(file, file.name)
    return len(files)


def withdraw(folder: Path) -> Path:
    """Write the record of one version again as its database has it once it is withdrawn.

    Args:
        folder: Where the file goes.

    Returns:
        The file.
    """
    file = folder / f"{OF_ONE_VERSION}.json"
    record = json.loads((INVENTED / file.name).read_text(encoding="utf-8"))
    file.write_text(json.dumps(record | {"modified": _WITHDRAWN, "withdrawn": _WITHDRAWN}), encoding="utf-8")
    return file
