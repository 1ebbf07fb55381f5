"""The repository that Git calls `origin`: what its branches are, and a commit that becomes one of them.

On GitHub the workflow's token pushes, so that no checkout has to keep it in a file. Elsewhere Git's own credentials do.

Source: Git documentation, git-push, "OUTPUT"; git-config, `http.extraHeader`: an empty value takes out those before it.
GitHub documentation, "Authenticating to the REST API": a token is the password of any user for Git.
"""

import os
from base64 import b64encode
from dataclasses import dataclass
from subprocess import CompletedProcess
from typing import Final, Self

from packagestate.provider.pipeline.git import Git, GitError, reason_of
from packagestate.schemas.errors import shortened

_REMOTE: Final = "origin"
_BRANCHES: Final = "refs/heads/"
_COUNT_VARIABLE: Final = "GIT_CONFIG_COUNT"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a commit goes.

    Attributes:
        branch: The branch.
        is_recreated: Whether it is the pipeline's own, and loses what it has: it is then the present commit and one
            more.
    """

    branch: str
    is_recreated: bool = False


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository to push to.

    Attributes:
        git: The repository that is pushed from.
        target: The branch to push to.
        default: The branch that others begin at; None where it does not say.
    """

    git: Git
    target: Target
    default: str | None

    @classmethod
    def of(cls, git: Git, target: Target) -> Self:
        """Ask the repository about its branches, before anything is read from AWS or written.

        Args:
            git: The repository that is pushed from.
            target: The branch to push to.

        Raises:
            GitError: It does not answer, or the branch must not be pushed to in this way.
        """
        name = target.branch
        if git.run("check-ref-format", f"{_BRANCHES}{name}").returncode != 0:
            raise _refused(f"`{shortened(name)}` is no name of a branch", "name a branch")
        remote = cls(git, target, None)
        asked = remote._run("ls-remote", "--symref", _REMOTE, "HEAD")
        if asked.returncode != 0:
            raise GitError.of(
                "Remote repository cannot be asked",
                f"`{_REMOTE}` says: {reason_of(asked)}. Nothing was read from AWS, and no file was written.",
                f"see that `{_REMOTE}` is there, and that this run may read and write it",
            )
        leads = (
            line.removeprefix(f"ref: {_BRANCHES}") for line in asked.stdout.splitlines() if line.startswith("ref:")
        )
        default = next((lead.partition("\t")[0] for lead in leads), None)
        if target.is_recreated and name in {default, git.branch}:
            raise _refused(
                f"`{shortened(name)}` would lose what others have committed: it is checked out, or the one that others "
                "begin at",
                "name a branch that is the pipeline's alone, such as `packagestate-lock`",
            )
        if not target.is_recreated and name == default and git.branch not in {None, name}:
            raise _refused(
                f"`{shortened(name)}` is the one that others begin at, and would get all that is checked out, reviewed "
                "or not",
                f"name `{shortened(git.branch or '')}`, which is checked out",
            )
        return cls(git, target, default)

    @property
    def base(self) -> str | None:
        """The branch that a pull request is to be merged into; None where there is none."""
        return next((each for each in (self.git.branch, self.default) if each not in {None, self.target.branch}), None)

    def push(self, commit: str) -> None:
        """Let the branch have a commit.

        Args:
            commit: The commit.

        Raises:
            GitError: Somebody has pushed meanwhile, or it is refused. The branch is as it was.
        """
        force = "+" if self.target.is_recreated else ""
        options = ("--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no")
        pushed = self._run("push", *options, _REMOTE, f"{force}{commit}:{_BRANCHES}{self.target.branch}")
        if pushed.returncode == 0:
            return
        refused = [line.split("\t")[-1] for line in pushed.stdout.splitlines() if line.startswith("!")]
        branch = shortened(self.target.branch)
        if refused and refused[0].startswith("[rejected]"):
            raise GitError.of(
                "Branch has moved",
                f"Somebody has pushed to `{branch}` since it was checked out. Nothing was pushed, and what they pushed "
                "is as it was. The new lock is in the work tree, in no commit.",
                "run it again on what the branch holds now",
            )
        raise GitError.of(
            "Push was refused",
            f"`{branch}` of `{_REMOTE}` is as it was: {refused[0] if refused else reason_of(pushed)}. The new lock is "
            "in the work tree, in no commit.",
            "give this run the right to push to the branch (on GitHub `permissions: {contents: write}`), and run it "
            "again",
        )

    def _run(self, *arguments: str) -> CompletedProcess[str]:
        url = self.git.run("remote", "get-url", "--push", _REMOTE).stdout.strip()
        return self.git.run(*arguments, variables=_credentials(url))


def _credentials(url: str) -> dict[str, str]:
    """Variables by which Git uses the token of GitHub's runner, for GitHub alone. No argument holds it."""
    server, token = os.environ.get("GITHUB_SERVER_URL", "https://github.com"), os.environ.get("GITHUB_TOKEN")
    if not token or not url.startswith(f"{server}/"):
        return {}
    header = f"AUTHORIZATION: basic {b64encode(f'x-access-token:{token}'.encode()).decode()}"
    given = os.environ.get(_COUNT_VARIABLE, "")
    first = int(given) if given.isascii() and given.isdecimal() else 0
    variables = {_COUNT_VARIABLE: str(first + 2)}
    # The first takes out what a checkout has left: GitHub refuses two of them.
    for number, value in enumerate(("", header), first):
        variables |= {f"GIT_CONFIG_KEY_{number}": f"http.{server}/.extraheader", f"GIT_CONFIG_VALUE_{number}": value}
    return variables


def _refused(reason: str, hint: str) -> GitError:
    return GitError.of(
        "Branch cannot be pushed to", f"{reason}. Nothing was read from AWS, and no file was written.", hint
    )
