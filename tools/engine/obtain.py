"""Get an engine: look, decide, try one way after the other, say which and why."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tools.engine.build import build
from tools.engine.cache import find_cache
from tools.engine.choice import MINIMUM_ENGINE, Missing, Source, SourceFailedError, decide
from tools.engine.installer import install
from tools.engine.recipe import Recipe, read_recipe
from tools.engine.survey import find_engine, survey_machine, without_cache
from tools.messages import SetUpError, say

OVERRIDE = "PACKAGESTATE_ENGINE"

Report = Callable[[str], None]
Maker = Callable[[Recipe, Path, Mapping[str, str], Report], None]
MAKERS: Mapping[Source, Maker] = {Source.INSTALLER: install, Source.BUILD: build}
ORIGINS = {Source.INSTALLER: "from Pulumi's installer", Source.BUILD: "built from Go modules"}


def obtain_engine(environment: Mapping[str, str], makers: Mapping[Source, Maker] = MAKERS) -> Path:
    """Get an engine that runs this project; from the cache, where an earlier run left one there.

    Args:
        environment: Its PATH is searched; `PACKAGESTATE_ENGINE` asks for one source; `PACKAGESTATE_CACHE` and
            `XDG_CACHE_HOME` move the cache.
        makers: Fill an empty folder with an engine, or raise SourceFailedError.

    Returns:
        The folder of its programs.

    Raises:
        SetUpError: No way works here, or the one that was asked for does not.
        OSError: The cache cannot be written.
    """
    report = partial(say, "engine")
    recipe, cache, wanted = read_recipe(), find_cache(environment), read_override(environment)
    decision = decide(survey_machine(recipe, cache, environment), wanted)
    if decision.engine:
        report(f"pulumi {decision.engine.version} on the PATH, in {decision.engine.folder}")
        return decision.engine.folder

    # An engine in the cache is not the user's own, and must not pass for one while another is made.
    outside = {**environment, "PATH": without_cache(environment.get("PATH", ""), cache)}
    reasons = [*([f"`{OVERRIDE}` asks for `{wanted}`."] if wanted else []), *decision.reasons]
    for attempt in decision.attempts:
        engine, folder = f"pulumi {recipe.version} {ORIGINS[attempt.source]}", cache.entry(recipe, attempt.source)
        if attempt.is_kept:
            report(f"{engine}, kept in {folder} ({' '.join(reasons)})")
            return folder
        report(f"{engine}, into {folder} ({' '.join(reasons)})")
        started = time.monotonic()
        try:
            cache.keep(folder, partial(_make, makers[attempt.source], recipe, outside, report), report=report)
        except SourceFailedError as failure:
            reasons.append(str(failure))
        else:
            report(f"ready after {time.monotonic() - started:.0f} s")
            return folder
    raise SetUpError(
        "no Pulumi engine",
        (*reasons, "Nothing was installed."),
        f"install Pulumi {MINIMUM_ENGINE} or a newer 3, or Go {recipe.go_floor} or newer, and run the command again",
    )


def read_override(environment: Mapping[str, str]) -> Source | None:
    """Read which source somebody asks for.

    Args:
        environment: May have `PACKAGESTATE_ENGINE`.

    Returns:
        The source; None where nobody asks.

    Raises:
        SetUpError: There is no such source.
    """
    wanted = environment.get(OVERRIDE)
    if wanted and wanted not in set(Source):
        choices = ", ".join(f"`{source}`" for source in Source)
        raise SetUpError(
            "unknown source of the engine",
            (f"`{OVERRIDE}` is `{wanted}`. Nothing was changed.",),
            f"set `{OVERRIDE}` to one of {choices}, or unset it",
        )
    return Source(wanted) if wanted else None


def _make(maker: Maker, recipe: Recipe, environment: Mapping[str, str], report: Report, folder: Path) -> None:
    """Fill a folder with an engine, and see that it is one."""
    maker(recipe, folder, environment, report)
    made = find_engine(str(folder), environment)
    if isinstance(made, Missing):
        raise SourceFailedError(f"What came has a fault: {made.reason}.")
