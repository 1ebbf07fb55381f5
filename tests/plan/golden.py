"""Golden folders of the plan: a manifest, what AWS answers, and the text that a run prints. The name is what it shows.

`python -m tests.plan.golden` writes every `plan.txt` anew, to be reviewed with `git diff`.

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
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, Plan
from packagestate.provider.plan.planner import plan
from packagestate.provider.report.text import render_package, summarise
from packagestate.schemas.desired import DesiredPackage, OriginConfiguration, Restriction
from packagestate.schemas.load import load
from packagestate.schemas.status import Status

CASES = sorted(path.parent for path in (Path(__file__).parent.parent / "golden" / "plan").glob("*/manifest.yaml"))
EXPECTED = "plan.txt"


def planned_text(case: Path) -> str:
    """Everything that there is to say of a case: each package that changes or waits, the summary, the faults."""
    with chdir(case):
        desired = load(Path("manifest.yaml")).packages
    planned = plan(desired, observe(case / "observed.yaml", desired))
    return "\n\n".join((*_printed_packages(planned, desired), summarise(planned), *_faults(planned))) + "\n"


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


def _printed_packages(planned: Plan, desired: Iterable[DesiredPackage]) -> list[str]:
    declared = {package.coordinates: package for package in desired}
    return [
        render_package(package, declared[package.coordinates])
        for package in planned.packages
        if package.changes or package.waiting
    ]


def _faults(planned: Plan) -> list[str]:
    return [str(fault) for fault in (*planned.refusals, *exceeded(planned, Limits()))]


if __name__ == "__main__":
    for each in CASES:
        (each / EXPECTED).write_text(planned_text(each), encoding="utf-8")
