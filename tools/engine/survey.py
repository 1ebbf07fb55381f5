"""Look at what the machine has for an engine; changes nothing."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tools.engine.cache import Cache
from tools.engine.choice import MINIMUM_ENGINE, Engine, Missing, Source, Survey, Version, is_new_enough, parse_version
from tools.engine.recipe import PROGRAMS, Recipe

ANSWER_LIMIT_SECONDS = 30


def survey_machine(recipe: Recipe, cache: Cache, environment: Mapping[str, str]) -> Survey:
    """Find out what there is to choose from.

    Args:
        recipe: The pinned engine.
        cache: Where earlier runs kept theirs.
        environment: Its PATH is searched.
    """
    path = without_cache(environment.get("PATH", ""), cache)
    curl = shutil.which("curl", path=path)
    return Survey(
        on_path=find_engine(path, environment),
        kept=frozenset(source for source in (Source.INSTALLER, Source.BUILD) if cache.entry(recipe, source).is_dir()),
        curl=None if curl else Missing("`curl` is not on the PATH"),
        go=find_go(path, environment),
        go_floor=recipe.go_floor,
    )


def without_cache(path: str, cache: Cache) -> str:
    """Take the cache's own folders off a PATH: an engine that we put there is not one that the user installed.

    Args:
        path: A PATH, which has them after `eval "$(make -s env)"`.
        cache: Where earlier runs kept their engines.
    """
    kept = cache.folder.resolve()
    return os.pathsep.join(folder for folder in path.split(os.pathsep) if kept not in Path(folder).resolve().parents)


def find_engine(path: str, environment: Mapping[str, str]) -> Engine | Missing:
    """Look for an engine that can run this project.

    Args:
        path: The folders to search, as in PATH.
        environment: For running `pulumi version`.

    Returns:
        The engine, or what is wrong with the one that would be used.
    """
    program = shutil.which("pulumi", path=path)
    if program is None:
        return Missing("there is no `pulumi`")
    version = _ask_version([program, "version"], {**environment, "PULUMI_SKIP_UPDATE_CHECK": "true"})
    if version is None:
        return Missing(f"`{program} version` does not answer with a version")
    if not is_new_enough(version):
        return Missing(f"is `pulumi` {version}, where {MINIMUM_ENGINE} or a newer 3 is needed")
    # The engine looks for these on the PATH and beside itself.
    searched = os.pathsep.join((path, str(Path(program).resolve().parent)))
    absent = [f"`{name}`" for name in PROGRAMS if shutil.which(name, path=searched) is None]
    if absent:
        return Missing(f"is `pulumi` {version}, but not what it needs for Python programs: {', '.join(absent)}")
    return Engine(Path(program).parent, version)


def find_go(path: str, environment: Mapping[str, str]) -> Version | Missing:
    """Look for Go.

    Args:
        path: The folders to search, as in PATH.
        environment: For running `go version`.
    """
    program = shutil.which("go", path=path)
    if program is None:
        return Missing("`go` is not on the PATH")
    version = _ask_version([program, "version"], {**environment, "GOTOOLCHAIN": "local"})
    return version or Missing(f"`{program} version` does not answer with a version")


def _ask_version(command: list[str], environment: Mapping[str, str]) -> Version | None:
    """Run a program that prints its version on stdout."""
    try:
        answer = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
            timeout=ANSWER_LIMIT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_version(answer.stdout)
