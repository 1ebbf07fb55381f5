"""From sources of advisories to files beside the manifests, and to what the lock would say then."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from packagestate.provider.advisories.adding import Adding, Fate
from packagestate.provider.advisories.resolving import held_names
from packagestate.provider.advisories.sources import records_in
from packagestate.provider.choices.making import make
from packagestate.provider.choices.telling import Report
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.manifests.saving import Drafts
from packagestate.schemas.advisories.feed import Advisories
from packagestate.schemas.errors import Fault, ManifestError
from packagestate.schemas.files import shown
from packagestate.schemas.load import Manifests, load


def advise(
    connection: ConnectionSettings,
    manifests: Path,
    sources: Iterable[Path],
    progress: Callable[[int, int | None], None],
    *,
    is_dry_run: bool,
) -> tuple[Adding, tuple[Path, ...], Report]:
    """Keep the records that name what the domains hold.

    Args:
        connection: How AWS is reached.
        manifests: The folder of manifests.
        sources: Files, folders and zips of records.
        progress: Told how many records, and then packages, have been read.
        is_dry_run: Whether no file is written.

    Returns:
        What became of the records; the files, written or to be written; and what the lock would say with them.

    Raises:
        ManifestError: A manifest is wrong, none has `advisories`, a source is none, or no record could be read.
        ObservationError: Something could not be read.
        GatewayError: AWS could not be asked at all.
        SavingError: A file cannot be written; then none was.
    """
    stated = load(manifests)
    if not stated.feeds:
        raise ManifestError.of(
            "No advisories in the manifests",
            f"No manifest in `{shown(manifests)}` has `advisories`, so nothing says where records go and what they are "
            "for. No file was written.",
            "write `advisories: {malware: {from: advisories, kinds: [malware], status: Archived}}` into a manifest "
            "with `domain`, `repositories: all` and `format`",
        )
    gateway = connect(connection)
    adding = Adding.into(
        stated.feeds, lambda feed: held_names(gateway, feed, connection.worker_count), datetime.now(UTC)
    )
    for source in sources:
        for name, content in records_in(source):
            adding.take(name, content)
            progress(adding.counts.total(), None)
    _require_some(adding)
    files = tuple(sorted(adding.texts))
    if is_dry_run:
        return adding, files, make(connection, _with_records(stated, adding), progress)
    with Drafts() as drafts:
        for file in files:
            drafts.write(file, [adding.texts[file]])
        drafts.publish()
    return adding, files, make(connection, load(manifests), progress)


def _with_records(stated: Manifests, adding: Adding) -> Manifests:
    """The manifests, as if the records had been written."""
    found = (
        Advisories(each.feed, {**each.records, **adding.records.get(Path(each.feed.folder), {})})
        for each in stated.advisories
    )
    return replace(stated, advisories=tuple(found))


def _require_some(adding: Adding) -> None:
    counts = adding.counts
    if counts[Fate.DAMAGED] and counts[Fate.DAMAGED] == counts.total():
        raise ManifestError(adding.faults)
    if not counts.total():
        raise ManifestError(
            [
                Fault(
                    "No advisories in the sources",
                    "No source holds a file that ends in `.json`. No file was written.",
                    "name an OSV record, a folder or a zip of records",
                )
            ]
        )
