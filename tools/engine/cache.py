"""Keep engines outside the checkout, each under a name of its own, whole or not at all."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.engine.choice import Source
from tools.engine.recipe import Recipe
from tools.processes import locked


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder that all clones of this repository share.

    Attributes:
        folder: Holds a folder for each engine.
    """

    folder: Path

    def entry(self, recipe: Recipe, source: Source) -> Path:
        """Give the folder of an engine's programs; it is there only if the engine is whole."""
        return self.folder / recipe.folder_name(source)

    def keep(self, entry: Path, make: Callable[[Path], None], *, report: Callable[[str], None]) -> None:
        """Make an entry, unless it is there.

        One run at a time makes an entry, the others wait and find it. It is made in a folder beside its place and
        renamed when it is whole, so that a run that died leaves nothing that looks like an engine.

        Args:
            entry: From `entry`.
            make: Fills the empty folder that it gets; an exception from it leaves no entry.
            report: Gets the lines that say what is waited for.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(entry.with_name(f"{entry.name}.lock"), report=report):
            if entry.is_dir():
                return
            partial = entry.with_name(f"{entry.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            try:
                make(partial)
                partial.rename(entry)
            finally:
                shutil.rmtree(partial, ignore_errors=True)


def find_cache(environment: Mapping[str, str]) -> Cache:
    """Find the cache's folder.

    Args:
        environment: `PACKAGESTATE_CACHE` is the cache's place; else it is a folder in `XDG_CACHE_HOME` or `~/.cache`.
    """
    own = environment.get("PACKAGESTATE_CACHE")
    shared = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Cache((Path(own) if own else Path(shared) / "packagestate").expanduser().absolute() / "engine")
