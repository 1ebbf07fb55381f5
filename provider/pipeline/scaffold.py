"""Writes a repository of data to begin with: a manifest, a stack's configuration, a workflow, a hook."""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

from packagestate.provider.pipeline.workspace import WorkspaceError
from packagestate.schemas.scope import ALL

_EXAMPLE: Final = Path(str(files("packagestate"))) / "data" / "repository"
_REPOSITORY: Final = "npm-store"
_ONE: Final = f"repository: {_REPOSITORY}"
_FORMAT: Final = "format: npm"
_FOLDER: Final = Path("packages")
_MANIFEST: Final = _FOLDER / f"{_REPOSITORY}.yaml"
_PACKAGES: Final = "packages:\n"
# No repository can be called so: its name holds no slash.
_SEVERAL: Final = _FOLDER / "several-repositories"


def write_repository(
    folder: Path, words: Mapping[str, str], repositories: Iterable[str], several: Collection[str] = ()
) -> tuple[Path, ...]:
    """Write a repository like the example, in the team's own words, and with nothing declared yet.

    Args:
        folder: Where to; made where it is not there.
        words: A word of the example, such as `acme`, and the team's own.
        repositories: The repositories of CodeArtifact, each of which gets a manifest.
        several: `all`, or names and globs of repositories, which get one manifest together; none where none is wanted.

    Returns:
        The files, relative to the folder.

    Raises:
        WorkspaceError: One of the files is there already; nothing was written.
    """
    texts: dict[Path, str] = {}
    for file in sorted(each for each in _EXAMPLE.rglob("*") if each.is_file()):
        name = file.relative_to(_EXAMPLE)
        # What the example says of a whole domain is its own.
        if _FOLDER in name.parents and name != _MANIFEST:
            continue
        named = [{**words, _REPOSITORY: each} for each in repositories] if name == _MANIFEST else [words]
        texts |= {Path(_in_words(str(name), own)): _in_words(_text(file), own) for own in named}
    if several:
        package_format = words.get(_FORMAT, _FORMAT).partition(": ")[2]
        own = {**words, _ONE: f"repositories: {_listed(several)}"}
        texts[_SEVERAL / f"{package_format}.yaml"] = _in_words(_text(_EXAMPLE / _MANIFEST), own)
    present = [str(name) for name in texts if (folder / name).exists()]
    if present:
        raise WorkspaceError.of(
            "File is there already",
            f"`{folder}` holds {', '.join(f'`{name}`' for name in present)}. Nothing was written.",
            "name a folder that holds none of them",
        )
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(texts)


def _listed(several: Collection[str]) -> str:
    return ALL if [*several] == [ALL] else json.dumps([*several])


def _text(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    if file.relative_to(_EXAMPLE) != _MANIFEST:
        return text
    return text.partition(_PACKAGES)[0] + _PACKAGES.replace(":\n", ": {}\n")


def _in_words(text: str, words: Mapping[str, str]) -> str:
    """The text with each word in the team's own, in one go: what was put in is not looked at again."""
    pattern = re.compile("|".join(map(re.escape, words)))
    return pattern.sub(lambda match: words[match[0]], text)
