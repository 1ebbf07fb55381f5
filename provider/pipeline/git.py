"""A commit of named files and of nothing else, by Git's own building blocks.

`git add` and `git commit` run hooks and filters, and take what is staged. So the commit is put together from parts:
objects, an index of its own, a tree. Nothing that a repository or its configuration names is run for that.

Source: Git documentation, git-hash-object, git-update-index, git-commit-tree, git-update-ref; git-config,
`core.hooksPath` and `safe.bareRepository`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Self

from packagestate.schemas.errors import PackageStateError, printable
from packagestate.schemas.files import shown

#: Git without what a repository may want to be run; what looks like a bare one may come with what is proposed.
GUARDS: Final = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "i18n.commitEncoding=UTF-8"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)
# Its messages are looked at, and nobody is there who could be asked.
_VARIABLES: Final = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
# Nobody's address. Source: RFC 2606, `.invalid`.
_NAME, _ADDRESS = "packagestate", "packagestate@noreply.invalid"
_REGULAR, _BLOB, _NOTHING = "100644", "blob", "0"


class GitError(PackageStateError):
    """Git did not do it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit does to one file.

    Attributes:
        path: The file, from the top of the repository.
        content: The name of its new content among Git's objects; None where the file goes.
    """

    path: str
    content: str | None


@dataclass(frozen=True, slots=True)
class Git:
    """The repository that a folder is in.

    Attributes:
        program: Git.
        folder: The folder.
        prefix: The folder from the top of the repository on; empty, or with a slash at its end.
        head: The commit that is checked out.
        branch: The branch that is checked out; None where there is none.
        identity: Variables that say whose commits these are, where Git does not know.
    """

    program: str
    folder: Path
    prefix: str = ""
    head: str = ""
    branch: str | None = None
    identity: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Look at the repository that a folder is in.

        Args:
            folder: The folder.

        Raises:
            GitError: There is no Git, no repository, or nothing is committed in it.
        """
        program = shutil.which("git")
        if program is None:
            raise GitError.of(
                "Git is missing", "There is no `git` on the PATH. Nothing was read from AWS or written.", "install Git"
            )
        git = cls(program, folder)
        prefix = git.asked("rev-parse", "--show-prefix").removesuffix("\n")
        head = git.asked("rev-parse", "--verify", "HEAD^{commit}").strip()
        branch = git.run("symbolic-ref", "--short", "--quiet", "HEAD").stdout.strip()
        known = git.run("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
        return cls(program, folder, prefix, head, branch or None, _identity() if known.returncode else {})

    def changes(self, folder: PurePosixPath, files: Iterable[PurePosixPath], suffix: str) -> tuple[Change, ...]:
        """What differs from the commit that is checked out.

        Args:
            folder: A folder below this one. What its files hold is kept among Git's objects.
            files: The files in it that are to be in the commit, from this folder on.
            suffix: What their names end in. Other files in the folder are not the pipeline's.

        Returns:
            A change for each file that is new, that holds something else, or that goes; sorted.

        Raises:
            GitError: Git cannot be asked.
        """
        wanted = sorted(files)
        # Whole paths: Git does not say whether others begin here or at the top.
        names = "".join(f"{self.folder / each}\n" for each in wanted)
        # Without filters: attributes, which a proposal may change, name some.
        objects = self.asked("hash-object", "-w", "--no-filters", "--stdin-paths", content=names).split()
        there = dict(zip(wanted, objects, strict=True))
        known = {path: held for path, held in self._known(folder) if is_seen(path, suffix)}
        changed = [path for path in there.keys() | known.keys() if there.get(path) != known.get(path)]
        return tuple(Change(f"{self.prefix}{path}", there.get(path)) for path in sorted(changed))

    def commit(self, changes: Iterable[Change], message: str) -> str:
        """Make a commit on the one that is checked out. No branch has it yet.

        Args:
            changes: What it does; all other files are as they are in the commit that is checked out.
            message: Its message, without words of others: GitHub acts on some of them.

        Returns:
            Its name.

        Raises:
            GitError: Git did not do it.
        """
        with tempfile.TemporaryDirectory(prefix="packagestate-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.asked("read-tree", self.head, variables=index)
            self._put(changes, index)
            tree = self.asked("write-tree", variables=index).strip()
        arguments = ("commit-tree", tree, "-p", self.head, "-F", "-")
        return self.asked(*arguments, content=f"{message}\n", variables=self.identity).strip()

    def check_out(self, commit: str, changes: Iterable[Change]) -> None:
        """Move on to a commit on the one that is checked out; what else is staged stays staged.

        Args:
            commit: The commit.
            changes: What it does.

        Raises:
            GitError: Somebody else has moved on meanwhile, or is using the index.
        """
        # Only from the commit that this one follows. Git compares and moves in one step.
        self.asked("update-ref", "-m", "packagestate: lock", "HEAD", commit, self.head, variables=self.identity)
        self._put(changes, {})

    def asked(self, *arguments: str, content: str = "", variables: Mapping[str, str] | None = None) -> str:
        """Run a command of Git that must succeed.

        Args:
            arguments: The command and its arguments.
            content: What it reads.
            variables: More environment variables.

        Returns:
            What it prints.

        Raises:
            GitError: It failed.
        """
        finished = self.run(*arguments, content=content, variables=variables)
        if finished.returncode != 0:
            raise GitError.of(
                "Git did not do it",
                f"`git {' '.join(arguments)}` says: {reason_of(finished)}. It was run in `{shown(self.folder)}`.",
                "fix what Git says, and run it again",
            )
        return finished.stdout

    def run(
        self, *arguments: str, content: str = "", variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of Git.

        Args:
            arguments: The command and its arguments.
            content: What it reads.
            variables: More environment variables.
        """
        return subprocess.run(  # noqa: S603 - Git, no shell
            [self.program, *GUARDS, *arguments],
            cwd=self.folder,
            env={**os.environ, **_VARIABLES, **(variables or {})},
            input=content,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )

    def _known(self, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
        """The files below a folder in the commit that is checked out, and what they hold."""
        for entry in self.asked("ls-tree", "-r", "-z", self.head, "--", f"{folder}/").split("\0")[:-1]:
            description, _, path = entry.partition("\t")
            _mode, kind, content = description.split(" ")
            if kind == _BLOB:
                yield PurePosixPath(path), content

    def _put(self, changes: Iterable[Change], index: Mapping[str, str]) -> None:
        """Put changes into an index."""
        gone = f"{_NOTHING} {_NOTHING * len(self.head)}"
        entries = (
            f"{gone if each.content is None else f'{_REGULAR} {each.content}'}\t{each.path}\0" for each in changes
        )
        # Git looks again at files that changed a moment ago, through their filters: so it sees an empty work tree.
        place = self.asked("rev-parse", "--absolute-git-dir").removesuffix("\n")
        with tempfile.TemporaryDirectory(prefix="packagestate-") as empty:
            seen = {"GIT_DIR": place, "GIT_WORK_TREE": empty, **index}
            self.asked("-C", empty, "update-index", "-z", "--index-info", content="".join(entries), variables=seen)


def is_seen(path: PurePosixPath, suffix: str) -> bool:
    """Whether a file is one of those that a change is made of: hidden ones, and other kinds, are others'.

    Args:
        path: The file, from a folder on that is not hidden.
        suffix: What its name has to end in.
    """
    return path.suffix == suffix and not any(part.startswith(".") for part in path.parts)


def reason_of(finished: subprocess.CompletedProcess[str]) -> str:
    """The last line that Git has printed about why it failed, fit to be shown.

    Args:
        finished: How it ended.
    """
    lines = [line.strip() for line in finished.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("fatal:", "error:"))]
    said = (errors or lines or [f"exit code {finished.returncode}"])[0]
    return printable(said.removeprefix("fatal: ").removeprefix("error: ").rstrip("."))


def _identity() -> dict[str, str]:
    roles = ("AUTHOR", "COMMITTER")
    names = {f"GIT_{role}_NAME": _NAME for role in roles}
    return names | {f"GIT_{role}_EMAIL": _ADDRESS for role in roles}
