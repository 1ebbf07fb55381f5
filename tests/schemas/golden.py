"""Golden manifests: each folder in `tests/golden/manifests` is a case, and its name is the sentence that it shows.

What `schemas.load` makes of the case stands in its `expected.txt`. `python -m tests.schemas.golden` writes these files
anew; read the difference before you commit it.
"""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Final

from packagestate.schemas.advisories.feed import Advisories
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.load import load
from packagestate.schemas.rule import Rule
from packagestate.schemas.wide_version import WideVersion

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "manifests"
CASES: Final = tuple(sorted(case for case in GOLDEN.iterdir() if case.is_dir()))


def outcome(case: Path) -> str:
    with chdir(case):
        try:
            manifests = load(Path())
        except ManifestError as error:
            return f"{error}\n"
    blocks = ["\n".join(_lines(package)) for package in manifests.packages]
    blocks += ["\n".join(map(_wide_line, manifests.wide))] if manifests.wide else []
    blocks += ["\n".join(map(_rule_line, manifests.rules))] if manifests.rules else []
    blocks += ["\n".join(map(_feed_line, manifests.advisories))] if manifests.advisories else []
    blocks += [f"warning: {warning}" for warning in (*manifests.warnings, *manifests.record_faults)]
    return "\n\n".join([*blocks, f"{manifests.file_count} files"]) + "\n"


def _lines(package: DesiredPackage) -> Iterator[str]:
    repository = package.coordinates.repository
    yield f"{package.coordinates.resource_name}, at {package.place}"
    if repository.domain_owner:
        yield f"  owner of the domain: {repository.domain_owner}"
    if package.origin:
        yield f"  origin: {package.origin}"
    if package.deletion:
        yield f"  deleted, because: {package.deletion.reason}, at {package.deletion.place}"
    yield f"  on removal: {package.on_removal}"
    for version in package.versions:
        pin = f" at revision {version.revision}" if version.revision else ""
        reason = f", because: {version.reason}" if version.reason else ""
        over = f", over {version.over}" if version.over else ""
        yield f"  {version.version}: {version.status}{pin}{over}{reason}, at {version.place}"


def _feed_line(stated: Advisories) -> str:
    feed = stated.feed
    caps = f"at most {feed.most_versions} versions and {feed.most_fraction} of 1,000"
    wait = f", disposed of after {feed.dispose_after}" if feed.dispose_after else ""
    said = [f"\n  ignored until {each.until}: {each.id}" for each in feed.ignored.values()]
    said += [
        f"\n  accepted: {each.id}{' unbounded' if each.is_unbounded else ''} {each.at_most or ''}"
        for each in feed.accepted.values()
    ]
    return (
        f"{feed.name}: {', '.join(sorted(feed.kinds))} of {', '.join(sorted(feed.origins))} at least {feed.status}, "
        f"{caps}{wait}, at {feed.place}{''.join(said)}\n  records: {', '.join(sorted(stated.records))}"
    )


def _wide_line(stated: WideVersion) -> str:
    scope = (
        f"{stated.scope.domain} of {stated.scope.domain_owner or 'its own account'}: {stated.scope.patterns or 'all'}"
    )
    name = f"{stated.package_format}/{stated.namespace or ''}/{stated.package} {stated.version}"
    excepted = f", except {', '.join(stated.excepted)}" if stated.excepted else ""
    reason = f", because: {stated.reason}" if stated.reason else ""
    return f"{scope}\n  {name}: at least {stated.status}{excepted}{reason}, at {stated.place}"


def _rule_line(rule: Rule) -> str:
    where = f"{rule.scope.domain}: {rule.scope.patterns or 'all'}, {rule.package_format}/{', '.join(rule.packages)}"
    if rule.keep is not None:
        parts = (f"latest {rule.keep.latest}" * (rule.keep.latest is not None), "a range" * bool(rule.keep.versions))
        what = f"keep {' and '.join(filter(None, parts))}"
    else:
        what = f"{rule.status}, at most {rule.at_most}, may empty: {rule.may_empty}, because: {rule.reason}"
    return f"rule {rule.name}, at {rule.place}\n  {where}\n  {what}"


if __name__ == "__main__":
    for each in CASES:
        (each / "expected.txt").write_text(outcome(each), encoding="utf-8")
