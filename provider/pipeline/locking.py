"""The lock of a pipeline: made from the rules, committed by itself, pushed, and proposed.

It is made in the job that previews it: a commit that a workflow's own token pushes starts no workflow.

Source: GitHub documentation, "Triggering a workflow from a workflow".
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final

from packagestate.provider.advisories.freshness import feeds_out_of_date
from packagestate.provider.choices.making import Wish, make
from packagestate.provider.choices.telling import text_of
from packagestate.provider.choices.writing import write
from packagestate.provider.configuration.reader import NAMESPACE
from packagestate.provider.configuration.stack import stack_configuration
from packagestate.provider.lock.freshness import out_of_date
from packagestate.provider.pipeline.git import Git, GitError, is_seen
from packagestate.provider.pipeline.github import GitHub, PullRequest
from packagestate.provider.pipeline.remote import Remote, Target
from packagestate.provider.pipeline.workspace import settings_in
from packagestate.provider.plan.phrases import counted
from packagestate.provider.report.comment import mark, render_lock
from packagestate.schemas.errors import ConfigurationError, Fault, printable
from packagestate.schemas.files import FOLDER_VARIABLE, shown
from packagestate.schemas.load import Manifests, load
from packagestate.schemas.locked import LOCK_FOLDER
from packagestate.schemas.stack_file import read_stack_file, stack_file

_FOLDER: Final = PurePosixPath(LOCK_FOLDER)
_NO_NEWS: Final = "The rules were not asked again: the lock has them as they are."

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Locked:
    """What has been done.

    Attributes:
        warnings: What is right in the manifests, and easily misunderstood.
        lines: What the lock says now, for people.
        commit: The commit that holds the lock and what it was made from.
        is_new: Whether that commit was made by this run.
        pull_request: The pull request that proposes it, where one was asked for and there is something to propose.
    """

    warnings: tuple[Fault, ...]
    lines: tuple[str, ...]
    commit: str
    is_new: bool = False
    pull_request: PullRequest | None = None


def lock(
    stack: str,
    data: Path,
    progress: Progress,
    *,
    target: Target | None = None,
    github: GitHub | None = None,
    if_out_of_date: bool = False,
    is_hold: bool = False,
) -> Locked:
    """Make the lock, and commit its files, and nothing but these, where they differ from the last commit.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        progress: Told how many packages have been read, and of how many; None where that is not known.
        target: Where the commit goes; without it nothing leaves the machine.
        github: Where a pull request for the branch is opened, or changed; None where none is wanted.
        if_out_of_date: Leave the lock as it is where it has the rules as they are: AWS is not asked then.
        is_hold: Make the files of holds alone, and commit them with the records that they follow from.

    Returns:
        What has been done.

    Raises:
        WorkspaceError: The folder is missing.
        ConfigurationError: A stack's settings are wrong, or the lock would be written elsewhere.
        ManifestError: A manifest is wrong.
        ObservationError: Something could not be read, or a rule does not fit what AWS has.
        GatewayError: AWS could not be asked at all.
        SavingError: A file cannot be written; then none was.
        GitError: Git did not do it; what was not pushed is in the work tree.
        GitHubError: The commit is pushed, and GitHub did not take the pull request.
    """
    settings_in(data)
    with _beginning_at(data):
        keys = read_stack_file(stack_file(data, stack), NAMESPACE)
        settings = stack_configuration(keys.get)
        _require_plain(settings.manifests)
        stated = load(settings.manifests)
        git = Git.of(settings.manifests.resolve())
        remote = None if target is None else Remote.of(git, target)
        if remote is not None and remote.base is None and github is not None:
            raise _no_base(remote)
        if if_out_of_date and not any(_stale(stated)):
            lines: tuple[str, ...] = (_NO_NEWS,)
            of_report: tuple[Fault, ...] = ()
        else:
            report = make(settings.connection, stated, progress, Wish(is_hold=is_hold))
            done = write(settings.manifests, report.before, report.after)
            lines, of_report = (*text_of(report), *done.lines), report.warnings
        folders = {_FOLDER, *_folders(stated, settings.manifests.resolve())}
        found = Locked((*stated.warnings, *stated.record_faults, *of_report), lines, git.head)
        return _proposed(git, (remote, github), stack, found, sorted(folders))


def _stale(stated: Manifests) -> Iterator[Fault]:
    yield from out_of_date(stated.locks, stated.rules)
    yield from feeds_out_of_date(stated.advisories, stated.feed_locks)


def _folders(stated: Manifests, manifests: Path) -> Iterator[PurePosixPath]:
    """The folders of advisories, from the folder of the manifests on: a lock is committed with what it was made of."""
    for feed in stated.feeds:
        folder = Path(os.path.realpath(feed.folder))
        if folder.is_dir() and folder.is_relative_to(manifests):
            yield PurePosixPath(folder.relative_to(manifests).as_posix())


def _proposed(
    git: Git,
    where: tuple[Remote | None, GitHub | None],
    stack: str,
    found: Locked,
    folders: Iterable[PurePosixPath],
) -> Locked:
    """Commit what differs; only then push it, and only then propose it."""
    remote, github = where
    changes = tuple(change for each in folders for change in git.changes(each, *_files(git.folder, each)))
    if not changes:
        return found
    # Without words of others: GitHub acts on some of them.
    title = f"packagestate: lock of {printable(stack.rpartition('/')[2])}, {counted(len(changes), 'file')}"
    commit = git.commit(changes, title)
    if remote is not None:
        remote.push(commit)
    if remote is None or not remote.target.is_recreated:
        git.check_out(commit, changes)
    proposed = None
    if remote is not None and remote.base is not None and github is not None:
        body = render_lock(stack, found.lines)
        proposed = github.put_pull_request(remote.target.branch, remote.base, title, mark(stack), body)
    return replace(found, commit=commit, is_new=True, pull_request=proposed)


def _files(folder: Path, inside: PurePosixPath) -> tuple[list[PurePosixPath], str]:
    """The files of the lock, or of advisories, from the folder of the manifests on, and what their names end in."""
    suffix = ".yaml" if inside == _FOLDER else ".json"
    found = (PurePosixPath(each.relative_to(folder).as_posix()) for each in (folder / inside).rglob(f"*{suffix}"))
    return [each for each in found if is_seen(each, suffix)], suffix


def _require_plain(manifests: Path) -> None:
    """Raise where the lock would be written elsewhere than in a folder below the manifests: a proposal may bring links.

    Args:
        manifests: The folder of the manifests.

    Raises:
        ConfigurationError: It is a file, or there is a link in the folder of the lock.
    """
    top = manifests / _FOLDER
    if manifests.is_file():
        raise ConfigurationError.of(
            "Lock needs a folder",
            f"`{shown(manifests)}` is a file, and the lock lies in the folder of the manifests. Nothing was read from "
            "AWS, and no file was written.",
            f"name a folder in `{NAMESPACE}:manifests`",
        )
    inside = (Path(folder, name) for folder, *names in os.walk(top) for name in chain.from_iterable(names))
    link = next((each for each in (top, *inside) if each.is_symlink()), None)
    if link is not None:
        raise ConfigurationError.of(
            "Lock is a link",
            f"`{shown(link)}` is a link, so the lock would be written somewhere else. Nothing was read from AWS, and "
            "no file was written.",
            "take the link out",
        )


def _no_base(remote: Remote) -> GitError:
    return GitError.of(
        "Pull request has no base",
        f"`{printable(remote.target.branch)}` is checked out or the branch that others begin at, and no other branch "
        "is known that it could be merged into. Nothing was read from AWS, and no file was written.",
        "name another branch, or leave `--pull-request` out",
    )


@contextmanager
def _beginning_at(data: Path) -> Iterator[None]:
    """Let settings stay inside the folder, and messages name files from there, as in a run of the engine."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(data.absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before
