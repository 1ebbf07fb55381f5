"""Why a package that is no longer declared is not removed: it is not what the state remembers. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from packagestate.provider.plan.commands import of_engine
from packagestate.provider.plan.model import ObservedVersion, Removal
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion, SettingChange
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status

# The settings that say where AWS is. A profile is not among them: people have their own.
_PLACES: Final = frozenset({"endpoint", "region"})


def unknown(
    recorded: RecordedPackage, known: Mapping[str, RecordedVersion], found: Iterable[ObservedVersion]
) -> Iterator[Fault]:
    """The refusal of a deletion because of versions that no manifest of the repository was about.

    Args:
        recorded: The package.
        known: What the state remembers of it, by version.
        found: What AWS lists.
    """
    others = [version for version in found if version.version not in known]
    listed = ", ".join(map(_described, others))
    if listed:
        is_recorded = any(version.version in recorded.several for version in others)
        why = "no run recorded for this repository alone" if is_recorded else "no run recorded"
        yield Fault(
            "Package holds what the state does not know",
            f"`{recorded.coordinates.written}` ({recorded.coordinates.format}) in `{recorded.coordinates.repository}` "
            f"is no longer declared, and its `onRemoval` is `{recorded.on_removal}`. It holds {listed}, which "
            f"{why}; deleting the package would delete this unseen. Nothing was changed.",
            "declare the package with `status: Deleted`, which deletes everything that the plan then shows",
        )


def moved(
    recorded: RecordedPackage, known: Mapping[str, RecordedVersion], found: Iterable[ObservedVersion]
) -> Iterator[Fault]:
    """The refusals because of versions that are not what the state remembers.

    Args:
        recorded: The package.
        known: What the state remembers of it, by version.
        found: What AWS lists; versions that the state does not know are passed over.
    """
    for version in found:
        before = known.get(version.version)
        if before is None or (version.revision and _is_as_recorded(before, version)):
            continue
        yield Fault(
            "Version is not what the state remembers",
            f"`{recorded.coordinates.written}` {version.version} ({recorded.coordinates.format}) in "
            f"`{recorded.coordinates.repository}` is no longer declared, and its `onRemoval` is "
            f"`{recorded.on_removal}`. It is {_described(version)}, and the last run left {_described(before)}. "
            "Nothing was changed.",
            f"look at what changed; then run {of_engine('refresh')}, which records the version as it is now, or "
            "declare the package again",
        )


def elsewhere(removal: Removal, settings: Iterable[SettingChange]) -> Removal:
    """A removal, refused where AWS is reached at another place than in the run that recorded the package.

    What the state remembers says nothing about a package of the same name at another endpoint or in another region.

    Args:
        removal: The removal.
        settings: The settings that are not those of the last run.
    """
    moved_settings = [each for each in settings if each.key in _PLACES]
    if removal.action is OnRemoval.RETAIN or not moved_settings:
        return removal
    words = " and ".join(
        f"`packagestate:{each.key}` was `{each.before or 'not set'}`, and is `{each.after or 'not set'}` now"
        for each in moved_settings
    )
    coordinates = removal.coordinates
    refusal = Fault(
        "Package was recorded elsewhere",
        f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` is no longer declared, and its "
        f"`onRemoval` is `{removal.action}`. But {words}, so the package that would be removed is another one. Nothing "
        "was changed.",
        f"put the setting back; or declare the package again, run {of_engine('up')}, and then take it out",
    )
    return replace(removal, refusals=(*removal.refusals, refusal))


def _is_as_recorded(before: RecordedVersion, now: ObservedVersion) -> bool:
    # Undocumented (Q5): a version that an interrupted deletion has disposed has the revision that it had before.
    return before.revision == now.revision and now.status in {before.status, Status.DISPOSED}


def _described(version: ObservedVersion | RecordedVersion) -> str:
    revision = f"at revision `{version.revision}`" if version.revision else "without a revision"
    return f"{version.version} (`{version.status}`, {revision})"
