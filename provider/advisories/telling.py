"""What `packagestate lock` says of advisories: for people, and for programs. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from packagestate.provider.advisories.changes import FeedChange, counts_by_status, feed_changes
from packagestate.provider.advisories.evaluation import Evaluated
from packagestate.provider.advisories.reach import reaches
from packagestate.provider.advisories.resolving import ResolvedFeeds
from packagestate.provider.advisories.verdict import ACCEPTABLE, Guard, Verdict
from packagestate.provider.plan.phrases import counted
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLine
from packagestate.schemas.errors import Fault, printable

#: So many of one kind are printed one by one; JSON has all.
SHOWN_COUNT: Final = 20
_WHY: Final = {
    Guard.SET_ASIDE: "names versions, and a range without an end beside them: the range is set aside",
    Guard.UNBOUNDED: "names nothing but a range without an end, so every version that will ever be there",
    Guard.TOO_MANY: "would restrict {found}, and {most} is the most that one advisory may",
    Guard.TOO_LARGE_A_PART: "would restrict {found} of the {held} that the domain holds, more than {part} %",
}
_ACCEPT: Final = {
    Guard.UNBOUNDED: "range: unbounded",
    Guard.TOO_MANY: "atMost: {count}",
    Guard.TOO_LARGE_A_PART: "atMost: {count}",
}


def feed_lines(found: ResolvedFeeds, feeds: Iterable[Feed]) -> Iterator[str]:
    """Say what advisories mean: what changes, what guards stop and how they are lifted, and what is not touched.

    Args:
        found: What has been found.
        feeds: The feeds.

    Yields:
        Lines, fit for a terminal.
    """
    known = {each.name: each for each in feeds}
    changes = feed_changes(found.known, found.locks)
    for name, counts in counts_by_status(changes).items():
        parts = (f"{counted(count, 'line')} {what}" for what, count in sorted(counts.items()))
        yield printable(f"{name}: {', '.join(parts)}")
    yield from cut((f"  {_change(each, known.get(each.lock.feed))}" for each in changes), "more line")
    yield from (printable(each.words) for each in reaches(found.known, found.locks))
    # What it says of a whole package is told with its lines, and not again each time.
    moved = {each.package for each in changes if each.repository is None}
    for name, count in _reviewed_counts(found).items():
        verb = "is" if count == 1 else "are"
        yield printable(f"{name}: {counted(count, 'line')} of the holds {verb} in the file that people review now")
    for each in found.evaluated:
        feed = known[each.lock.feed]
        # Nothing is accepted of a hold; that it waits for the reviewed lock is no news.
        accepted = feed.accepted if each.lock.is_hold else {}
        stopped = [one for one in each.verdicts if one.guard in ACCEPTABLE and one.record.id not in accepted]
        yield from cut((_stopped(feed, one) for one in stopped), "more advisory", "more advisories")
        emptied = [one for one in each.verdicts if one.affected.written in moved and _is_of_all(one)]
        yield from cut((_emptied(one) for one in emptied), "more advisory", "more advisories")
        aside = [one for one in each.verdicts if one.guard is Guard.SET_ASIDE]
        yield from cut((_aside(one) for one in aside), "more advisory", "more advisories")
        for origin, copies in each.spared.items():
            package, version, repository = copies[0]
            yield printable(
                f"not touched: {counted(len(copies), 'copy', 'copies')} with the origin {origin}, such as {package} "
                f"{version} in {repository}. If they are meant too: name {origin} in `origin` of `{feed.name}`"
            )


def warnings_of(found: ResolvedFeeds, feeds: Iterable[Feed], today: date) -> Iterator[Fault]:
    """What is said of single advisories in manifests, and has no effect.

    Args:
        found: What has been found.
        feeds: The feeds.
        today: The day.

    Yields:
        A warning for each feed without a record; and for each `ignore` and `accept` of others that is over, or names no
        advisory of the folder.
    """
    # A file of holds names the advisories of its lines alone.
    ids = {each.lock.feed: each.lock.advisories for each in found.evaluated if not each.lock.is_hold}
    for feed in feeds:
        if feed.name in ids and not ids[feed.name]:
            yield Fault(
                "Advisories without a record",
                f"The folder of `{feed.name}` has no record of its `kinds` and its format, so nothing is restricted "
                "for it.",
                "fill the folder with `packagestate advisories add`, or correct `from`",
                feed.place,
            )
            continue
        said = (("ignore", feed.ignored), ("accept", feed.accepted))
        for key, entry in ((key, entry) for key, entries in said for entry in entries.values()):
            if entry.until is not None and entry.until < today:
                effect = "has its effect again" if key == "ignore" else "restricts nothing more beyond the guards"
                yield Fault(
                    "Entry of advisories is over",
                    f"`{key}` of `{entry.id}` held until {entry.until}. The advisory {effect}.",
                    "write a later day, or take the entry out",
                    entry.place,
                )
            elif feed.name in ids and entry.id not in ids[feed.name]:
                yield Fault(
                    "Entry of advisories matches nothing",
                    f"`{key}` names `{entry.id}`, and no advisory of `{feed.name}` has this id.",
                    "correct the id, or take the entry out",
                    entry.place,
                )


def feeds_document(found: ResolvedFeeds) -> dict[str, Any]:
    """Say it for programs.

    Args:
        found: What has been found.

    Returns:
        Plain JSON.
    """
    changes = feed_changes(found.known, found.locks)
    return {
        "changes": [
            {
                "feed": each.lock.feed,
                "domain": each.lock.domain,
                "format": str(each.lock.package_format),
                "package": each.package,
                "version": each.version,
                "repository": each.repository,
                "before": _object(each.before),
                "after": _object(each.after),
            }
            for each in changes
        ],
        "about": [each.document() for each in reaches(found.known, found.locks)],
        "stopped": [_verdict(each) for one in found.evaluated for each in one.verdicts if each.guard is not None],
        "notTouched": [entry for each in found.evaluated for entry in _spared(each)],
    }


def cut(lines: Iterable[str], noun: str, plural: str = "") -> Iterator[str]:
    """The first of many lines, and how many more there are.

    Args:
        lines: The lines.
        noun: What the others are, in the singular.
        plural: The same in the plural, where that is more than an `s` at its end.
    """
    found = list(lines)
    yield from map(printable, found[:SHOWN_COUNT])
    if len(found) > SHOWN_COUNT:
        yield f"  and {counted(len(found) - SHOWN_COUNT, noun, plural)}: `--json` has all"


def _change(change: FeedChange, feed: Feed | None) -> str:
    line = change.after or change.before
    domain = change.lock.domain
    everywhere = f"all of {domain}" if feed is None or not feed.scope.patterns else f"{feed.scope.words} of {domain}"
    via = f" ({', '.join(line.via)})" if isinstance(line, FeedLine) else ""
    where = f"{domain}/{change.repository}" if change.repository else everywhere
    return f"{change.package} {change.version} in {where}: {change.words}{via}"


def _stopped(feed: Feed, verdict: Verdict) -> str:
    guard = verdict.guard
    words = _WHY[guard or Guard.SET_ASIDE].format(
        found=counted(verdict.found_count, "version"),
        held=verdict.held_count,
        most=feed.most_versions,
        part=feed.most_fraction / 10,
    )
    accept = _ACCEPT[guard or Guard.UNBOUNDED].format(count=verdict.found_count)
    entry = f'{{id: {verdict.record.id}, {accept}, reason: "…"}}'
    # One advisory has one entry.
    advice = f"add `{accept}` to its entry" if verdict.record.id in feed.accepted else f"accept: [{entry}]"
    return f"stopped by a guard: {verdict.record.id} {words} ({verdict.affected.written}). If it is right: {advice}"


def _aside(verdict: Verdict) -> str:
    return f"warning: {verdict.record.id} {_WHY[Guard.SET_ASIDE]} ({verdict.affected.written})"


def _is_of_all(verdict: Verdict) -> bool:
    return bool(verdict.versions) and verdict.found_count == verdict.held_count > 0


def _emptied(verdict: Verdict) -> str:
    count = verdict.held_count
    all_of = f"the only version of {verdict.affected.written}" if count == 1 else f"all {count:,} versions"
    of = "" if count == 1 else f" of {verdict.affected.written}"
    return f"warning: {verdict.record.id} names {all_of}{of} that the domain holds"


def _reviewed_counts(found: ResolvedFeeds) -> dict[str, int]:
    """How many lines move from the file of holds to the one that people review, by feed."""
    standing = {
        (lock.feed, package.namespace, package.package, line.version)
        for lock in found.locks
        if not lock.is_hold
        for package in lock.packages
        for line in package.lines
        if not line.is_released
    }
    counts: Counter[str] = Counter()
    for lock in found.known:
        for package in lock.packages if lock.is_hold else ():
            for line in package.lines:
                counts[lock.feed] += (lock.feed, package.namespace, package.package, line.version) in standing
    return {name: counts[name] for name in sorted(counts) if counts[name]}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "advisory": verdict.record.id,
        "package": verdict.affected.written,
        "guard": str(verdict.guard),
        "versions": verdict.found_count,
        "held": verdict.held_count,
    }


def _spared(evaluated: Evaluated) -> Iterator[dict[str, str]]:
    for origin, copies in evaluated.spared.items():
        for package, version, repository in copies:
            yield {"package": package, "version": version, "repository": repository, "origin": str(origin)}


def _object(line: FeedLine | Disposal | None) -> dict[str, Any] | None:
    if line is None:
        return None
    if isinstance(line, Disposal):
        return {"status": "Disposed", "since": line.since.isoformat(), "revision": line.revision}
    return {
        "status": str(line.status),
        "via": list(line.via),
        "since": line.since.isoformat(),
        "was": {name: str(status) for name, status in line.was},
        "earlier": None if line.earlier is None else str(line.earlier),
        "released": line.is_released,
    }
