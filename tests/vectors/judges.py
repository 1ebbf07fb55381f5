"""The real tools of the ecosystems, and how they are asked.

A question is a line: `order A B` or `range RANGE VERSION…`, each text as the hexadecimal digits of its UTF-8. The
answer to `order` says of each version whether the tool takes it, and how they compare: `11<`, `01`. The answer to
`range` is `refused`, or a character for each version: 1 for contained, 0 for not, x for a version that is refused.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent / "tools"
# What each tool is; `pypi` needs the agreement of two, and `resolver` is heard beside `maven`.
JUDGES: Final = {
    "npm": "semver 7.8.6 of npm",
    "cargo": "crate semver 1.0.28",
    "pip": "packaging 25.0, as in pip 25.3",
    "uv": "crate pep440_rs 0.7.3",
    "maven": "maven-artifact 3.9.11",
    "resolver": "maven-resolver-util 1.9.24",
    "nuget": "NuGet.Versioning 5.11.6, on mono",
}
_NEEDED: Final = ("node", "npm", "cargo", "javac", "mvn")
_JARS: Final = (
    "org.apache.maven:maven-artifact:3.9.11",
    "org.apache.maven.resolver:maven-resolver-util:1.9.24",
    "org.apache.maven.resolver:maven-resolver-api:1.9.24",
)
# The release 5.11.6 of the repository NuGet/NuGet.Client: the last one that mono's compiler understands. Up to 6.13
# the rules for parsing, comparing and ranges are the same, but for what blanks may stand around a number.
_NUGET_COMMIT: Final = "67c1e69e2bd54a977300e41e1181e085d210266c"
_NUGET_FOLDER: Final = "src/NuGet.Core/NuGet.Versioning"
_NUGET_FILES: Final = tuple(
    f"build/Shared/{name}.cs" for name in ("HashCodeCombiner", "EqualityUtility", "SharedExtensions")
)


class Judges:
    """The tools, made ready in a folder.

    They need node, npm, cargo, a JDK and mvn; NuGet's also needs mcs and mono (Debian's mono-mcs and mono-runtime) and
    a clone of NuGet/NuGet.Client.
    """

    def __init__(self, folder: Path, nuget_clone: Path | None) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        _require(*_NEEDED)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        self._run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "semver@7.8.6")
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade")
        self._run(sys.executable, *pip, "--target", folder / "pip", "pip==25.3")
        self._run("cargo", "build", "--release", "--quiet", "--manifest-path", _HERE / "rust" / "Cargo.toml")
        jars = folder / "jars"
        for artifact in _JARS:
            self._run("mvn", "--quiet", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={jars}")
        self._classpath = os.pathsep.join([str(folder / "classes"), *map(str, sorted(jars.glob("*.jar")))])
        self._run("javac", "-cp", self._classpath, "-d", folder / "classes", _HERE / "Judge.java")
        if nuget_clone is not None:
            _require("mcs", "mono", "git")
            self._build_nuget(nuget_clone)

    def ask(self, judge: str, questions: Sequence[Sequence[str]]) -> list[str]:
        """Ask one of `JUDGES`; a question is its kind and its texts."""
        lines = (" ".join([kind, *(each.encode().hex() for each in asked)]) for kind, *asked in questions)
        command = {
            "npm": ["node", str(_HERE / "npm.js")],
            "cargo": [str(self._folder / "target" / "release" / "judge"), "cargo"],
            "pip": [sys.executable, str(_HERE / "pip_judge.py")],
            "uv": [str(self._folder / "target" / "release" / "judge"), "pep440"],
            "maven": ["java", "-cp", self._classpath, "Judge", "artifact"],
            "resolver": ["java", "-cp", self._classpath, "Judge", "resolver"],
            "nuget": ["mono", "judge.exe"],
        }[judge]
        answers = self._run(*command, given="".join(f"{line}\n" for line in lines)).splitlines()
        # Mono may print warnings of its own first.
        answers = answers[max(len(answers) - len(questions), 0) :]
        if len(answers) != len(questions):
            message = f"{judge} gave {len(answers)} answers to {len(questions)} questions"
            raise SystemExit(message)
        return answers

    def _build_nuget(self, clone: Path) -> None:
        archive = ["git", "-C", str(clone), "archive", _NUGET_COMMIT, _NUGET_FOLDER, *_NUGET_FILES]
        packed = subprocess.run(archive, stdout=subprocess.PIPE, check=True).stdout
        source = self._folder / "nuget"
        shutil.rmtree(source, ignore_errors=True)
        with tarfile.open(fileobj=BytesIO(packed)) as files:
            files.extractall(source, filter="data")
        (source / _NUGET_FOLDER / "SemanticVersionConverter.cs").unlink()
        sources = sorted(source.rglob("*.cs"))
        self._run("mcs", "-warn:0", "-langversion:latest", "-out:judge.exe", _HERE / "Judge.cs", *sources)

    def _run(self, *command: str | Path, given: str = "") -> str:
        target, pip = str(self._folder / "target"), str(self._folder / "pip")
        environment = {**os.environ, "CARGO_TARGET_DIR": target, "PYTHONPATH": pip}
        done = subprocess.run(
            command, cwd=self._folder, input=given, stdout=subprocess.PIPE, text=True, check=True, env=environment
        )
        return done.stdout


def _require(*programs: str) -> None:
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        message = f"not found: {', '.join(missing)}"
        raise SystemExit(message)
