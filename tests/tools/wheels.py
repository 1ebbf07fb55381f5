"""Wheels for indexes of a test's own."""

import zipfile
from pathlib import Path


def write_wheel(folder: Path, name: str, version: str, *, requires: str = "", extra: str = "") -> Path:
    """Write the smallest wheel that pip installs."""
    wheel, metadata = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {requires}"] if requires else []
    lines += [f"Provides-Extra: {extra}"] if extra else []
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{metadata}/METADATA", "\n".join(lines) + "\n")
        archive.writestr(f"{metadata}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{metadata}/RECORD", f"{metadata}/METADATA,,\n{metadata}/WHEEL,,\n{metadata}/RECORD,,\n")
    return wheel
