"""The pins of the engine: which version, from which Go modules, built how.

The versions stand in `cli/go.mod` and `language/go.mod` and nowhere else. There are two modules because the last
version of `sdk/v3` that contains the Python language host is not the one that the engine needs.
"""

import hashlib
import platform
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.engine.choice import Source, Version, parse_version

ENGINE_FOLDER = Path(__file__).parent
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
LANGUAGE_PACKAGE = f"{SDK_MODULE}/python/cmd/pulumi-language-python"
# Scripts that Pulumi ships beside its programs; in the module's folder they have these paths.
SCRIPTS = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")
# What a folder must hold to be an engine that runs Python programs with dynamic providers.
PROGRAMS = ("pulumi", "pulumi-language-python", *(Path(script).name for script in SCRIPTS))


@dataclass(frozen=True, slots=True)
class GoModule:
    """A Go module of this repository, there for its pins alone.

    Attributes:
        folder: Holds `go.mod` and `go.sum`.
        package: The program to build.
        flags: For `go build`.
    """

    folder: Path
    package: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what the engine in the cache is.

    Attributes:
        version: The engine's version.
        go_floor: The lowest version of Go that builds it.
        modules: The programs to build: the engine first, then the Python language host.
        machine: Operating system and processor, such as `linux-x86_64`.
        digest: Changes when anything about the build does.
    """

    version: Version
    go_floor: Version
    modules: tuple[GoModule, GoModule]
    machine: str
    digest: str

    def folder_name(self, source: Source) -> str:
        """Give the name under which the cache keeps an engine of this recipe."""
        return f"{self.version}-{self.machine}-{source}" + (f"-{self.digest}" if source is Source.BUILD else "")


def read_recipe(folder: Path = ENGINE_FOLDER) -> Recipe:
    """Read the pins.

    Args:
        folder: Holds the folders `cli` and `language`, each a Go module.
    """
    go_mod = (folder / "cli" / "go.mod").read_text(encoding="utf-8")
    version = _pinned(rf"{re.escape(SDK_MODULE)} (\S+)", go_mod)
    modules = (
        GoModule(
            folder / "cli",
            CLI_PACKAGE,
            (
                "-tags=osusergo,grpcnotrace",
                f"-ldflags=-s -w -X {SDK_MODULE}/go/common/version.Version=v{version}",
            ),
        ),
        GoModule(folder / "language", LANGUAGE_PACKAGE, ("-ldflags=-s -w",)),
    )
    digest = hashlib.sha256()
    for module in modules:
        digest.update("\0".join((module.package, *module.flags, *SCRIPTS)).encode())
        for name in ("go.mod", "go.sum"):
            digest.update((module.folder / name).read_bytes())
    return Recipe(
        version=version,
        go_floor=_pinned(r"^go (\S+)", go_mod),
        modules=modules,
        machine=f"{sys.platform}-{platform.machine()}",
        digest=digest.hexdigest()[:12],
    )


def _pinned(pattern: str, go_mod: str) -> Version:
    """Find a version in the text of a go.mod."""
    found = re.search(pattern, go_mod, re.MULTILINE)
    version = parse_version(found[1]) if found else None
    if version is None:
        raise ValueError(f"no version in go.mod where `{pattern}` should be")
    return version
