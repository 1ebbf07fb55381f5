"""Build the engine from its pinned Go modules.

The result is the same, byte by byte, wherever the same version of Go builds it: sums are checked, paths are trimmed,
nothing of the machine goes in.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tools.engine.choice import SourceFailedError
from tools.engine.recipe import SCRIPTS, SDK_MODULE, GoModule, Recipe
from tools.processes import Finished, run_alive

BUILD_ENVIRONMENT = {
    "CGO_ENABLED": "0",
    "GO111MODULE": "on",
    "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",
    "GOTOOLCHAIN": "local",
    "GOWORK": "off",
}


def build(recipe: Recipe, folder: Path, environment: Mapping[str, str], report: Callable[[str], None]) -> None:
    """Put the engine's programs into a folder.

    Takes minutes where Go has nothing in its caches: about 300 MB of modules are downloaded, 1,700 packages compiled.

    Args:
        recipe: What to build.
        folder: Empty; gets the programs.
        environment: Its PATH has `go`. What it says about Go's proxy and caches holds.
        report: Gets the lines that show that this is alive.

    Raises:
        SourceFailedError: A module cannot be had, or does not compile.
    """
    go_environment = {"HOME": str(Path.home()), **environment, **BUILD_ENVIRONMENT}

    def go(*arguments: str, module: GoModule, describe: Callable[[Sequence[str]], str]) -> Finished:
        finished = run_alive(
            ("go", *arguments), environment=go_environment, folder=module.folder, report=report, describe=describe
        )
        if finished.exit_code != 0:
            raise SourceFailedError(f"`go {arguments[0]}` failed: {finished.last_words()}.")
        return finished

    for module in recipe.modules:
        listed = go("list", "-deps", *module.flags, module.package, module=module, describe=describe_downloads)
        count = sum(not is_download(line) for line in listed.lines)
        go(
            *("build", "-v", *module.flags, "-o", f"{folder}/", module.package),
            module=module,
            describe=partial(describe_compilation, package_count=count),
        )
    located = go("list", "-m", "-f", "{{.Dir}}", SDK_MODULE, module=recipe.modules[0], describe=describe_downloads)
    for script in SCRIPTS:
        copy = shutil.copyfile(Path(located.lines[-1]) / script, folder / Path(script).name)
        copy.chmod(0o755)


def is_download(line: str) -> bool:
    """Tell whether a line that Go printed is about a module that it downloads."""
    return line.startswith("go: ")


def describe_downloads(lines: Sequence[str]) -> str:
    """Say how many modules Go has begun to download."""
    return f"downloading Go modules: {sum(map(is_download, lines))} so far"


def describe_compilation(lines: Sequence[str], package_count: int) -> str:
    """Say how many packages Go has compiled.

    Args:
        lines: What `go build -v` printed: a line for each package that was not in Go's cache.
        package_count: How many packages there are.
    """
    return f"compiling: {sum(not is_download(line) for line in lines)} of at most {package_count} packages"
