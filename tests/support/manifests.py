"""Manifests in a folder, as the command finds them."""

from pathlib import Path


def declared(folder: Path, text: str, name: str = "manifest.yaml") -> Path:
    """Write a manifest into the folder `packages`."""
    file = folder / "packages" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
