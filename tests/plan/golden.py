"""Golden folders of the plan: a manifest, what AWS answers, and the text that a run prints. The name is what it shows.

`python -m tests.plan.golden` writes every `plan.txt` and `plan.diff.txt` anew, to be reviewed with `git diff`.

`observed.yaml` names the declared packages that are there, as the manifest does:

    chalk:
      origin: {publish: ALLOW, upstream: BLOCK}
      versions:
        "5.6.1": Published revision-1
        "5.6.2": Published

A version without a revision is one whose revision AWS does not name.
"""

from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path
from typing import Any

import yaml

from packagestate.provider.plan.limits import Limits, exceeded
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.report.diff import render_diff
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import report
from packagestate.schemas.desired import DesiredPackage, OriginConfiguration, Restriction
from packagestate.schemas.load import load
from packagestate.schemas.status import Status

CASES = sorted(path.parent for path in (Path(__file__).parent.parent / "golden" / "plan").glob("*/manifest.yaml"))
EXPECTED = "plan.txt"
EXPECTED_DIFF = "plan.diff.txt"


def planned_text(case: Path) -> str:
    """What a run prints: the plan, then the faults that stop it."""
    planned = planned_of(case)
    return "\n\n".join((render_text(report(planned)), *_faults(planned))) + "\n"


def planned_diff(case: Path) -> str:
    """What `packagestate plan --diff` prints."""
    return render_diff(report(planned_of(case))) + "\n"


def planned_of(case: Path) -> Planned:
    """The plan of a case, within the limits of a stack that sets none."""
    with chdir(case):
        packages = load(Path("manifest.yaml")).packages
    observed = observe(case / "observed.yaml", packages)
    made = plan(packages, observed)
    return Planned({each.coordinates: each for each in packages}, observed, made, exceeded(made, Limits()))


def observe(file: Path, desired: Iterable[DesiredPackage]) -> tuple[ObservedPackage, ...]:
    """What AWS answers for each declared package; those that the file does not name are absent."""
    written: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    observed = tuple(_observed(package, written.pop(package.coordinates.written, {})) for package in desired)
    assert not written, f"{file} names packages that are not declared: {', '.join(written)}"
    return observed


def _observed(package: DesiredPackage, written: dict[str, Any]) -> ObservedPackage:
    versions = ((version, *text.partition(" ")) for version, text in written.get("versions", {}).items())
    origin = written.get("origin")
    return ObservedPackage(
        package.coordinates,
        tuple(sorted(ObservedVersion(version, Status(status), revision) for version, status, _, revision in versions)),
        OriginConfiguration(Restriction(origin["publish"]), Restriction(origin["upstream"])) if origin else None,
    )


def _faults(planned: Planned) -> list[str]:
    return [str(fault) for fault in (*planned.plan.refusals, *planned.excesses)]


if __name__ == "__main__":
    for each in CASES:
        (each / EXPECTED).write_text(planned_text(each), encoding="utf-8")
        (each / EXPECTED_DIFF).write_text(planned_diff(each), encoding="utf-8")
