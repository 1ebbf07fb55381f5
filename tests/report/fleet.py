"""Plans of 40 repositories with 18 packages of 30 versions each: what renderings must stay readable for.

`python -m tests.report.fleet` writes the golden files of all renderings anew, to be reviewed with `git diff`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, Plan, Removal
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.recorded import RecordedVersion, SettingChange, Unmanaged
from packagestate.provider.report.diff import render_diff
from packagestate.provider.report.documents import plan_document
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import PlanReport, report
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.status import Status

FOLDER = Path(__file__).parent.parent / "golden" / "fleet"
REPOSITORIES = tuple(Repository("acme", f"team-{number:02}") for number in range(1, 41))
NAMES = ("chalk", "debug", "minimist", "left-pad", *(f"package-{number:02}" for number in range(5, 19)))
VERSIONS = tuple(f"{number // 10}.{number % 10}.0" for number in range(30))
RENDERINGS: dict[str, Callable[[PlanReport], str]] = {
    "plan.txt": lambda shown: render_text(shown) + "\n",
    "plan.diff.txt": lambda shown: render_diff(shown) + "\n",
    "plan.md": lambda shown: render_markdown(shown, "prod"),
    "plan.json": lambda shown: plan_document(shown) + "\n",
}

# What is wanted of a version, and why.
Wanted = tuple[Status, str | None]
Wish = tuple[int, str, str, Wanted]


def fleet(wishes: Iterator[Wish], absent_count: int = 0, *, is_absent: bool = False) -> Planned:
    """A plan for all repositories in which every version is published, or absent.

    So many absent versions are declared of each package.
    """
    wanted: dict[tuple[int, str], dict[str, Wanted]] = {}
    for where, name, version, status in wishes:
        wanted.setdefault((where, name), {})[version] = status
    desired, observed = [], []
    for number, repository in enumerate(REPOSITORIES):
        for name in NAMES:
            coordinates = Coordinates(repository, Format.NPM, None, name)
            present = () if is_absent else VERSIONS
            versions = dict.fromkeys(present, (Status.PUBLISHED, None)) | wanted.get((number, name), {})
            versions |= {f"90.{absent}.0": (Status.DISPOSED, None) for absent in range(absent_count)}
            declared = (DesiredVersion(version, *_said(each)) for version, each in sorted(versions.items()))
            desired.append(DesiredPackage(coordinates, tuple(declared)))
            found = (ObservedVersion(each, Status.PUBLISHED, f"{name}-{each}-{repository.name}") for each in present)
            observed.append(ObservedPackage(coordinates, tuple(sorted(found))))
    return Planned({each.coordinates: each for each in desired}, tuple(observed), plan(desired, observed), ())


def _said(wanted: Wanted) -> tuple[Status, None, str | None]:
    return wanted[0], None, wanted[1]


def four_hundred() -> Planned:
    """400 changes: the same in every repository, the same in half of them, and here and there another one."""

    def wishes() -> Iterator[Wish]:
        for number in range(40):
            yield number, "chalk", "0.6.0", (Status.DISPOSED, "compromised release of 2025-09-08")
            yield number, "debug", "1.4.0", (Status.DISPOSED, "compromised release of 2025-09-08")
            for version in VERSIONS[10:13]:
                yield number, "minimist", version, (Status.ARCHIVED, "CVE-2021-44906")
            if number % 2:
                yield number, "left-pad", "1.3.0", (Status.UNLISTED, "wrong padding of empty strings")
                yield number, NAMES[4 + number % 14], VERSIONS[number % 30], (Status.DELETED, "leaked a signing key")
            yield number, "chalk", "90.0.0", (Status.DISPOSED, None)
            for odd in range(4):
                yield (
                    number,
                    NAMES[4 + (number + 3 * odd + 1) % 14],
                    VERSIONS[(7 * number + odd) % 30],
                    ((Status.ARCHIVED, None) if odd % 2 else (Status.UNLISTED, None)),
                )

    planned = fleet(wishes())
    gone = tuple(Coordinates(each, Format.NPM, "acme", "session") for each in REPOSITORIES[:30])
    return Planned(
        planned.desired,
        planned.observed,
        Plan(
            planned.plan.packages,
            tuple(Removal(each, OnRemoval.RETAIN) for each in gone),
            tuple(Unmanaged(each, (RecordedVersion("1.9.0", Status.ARCHIVED, "r"),)) for each in gone),
        ),
        (),
        (SettingChange("irreversibleLimit", "10", "200"),),
    )


def two_thousand() -> Planned:
    """2,000 changes, 400 of which cannot be undone, in other versions from repository to repository."""

    def wishes() -> Iterator[Wish]:
        for number in range(40):
            for odd in range(50):
                status = Status.DISPOSED if odd % 5 == 0 else Status.ARCHIVED
                reason = f"advisory {odd % 7} of {NAMES[(odd * 5) % 18]}"
                yield number, NAMES[(odd * 5) % 18], VERSIONS[(odd * 7 + number) % 30], (status, reason)

    return fleet(wishes())


def quiet() -> Planned:
    """Nothing to change, though 1,440 declared versions are absent."""
    return fleet(iter(()), absent_count=2)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, render in RENDERINGS.items():
        (FOLDER / file).write_text(render(report(four_hundred())), encoding="utf-8")
