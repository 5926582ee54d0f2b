"""Which rows here came of which records there, so that nothing is imported twice and old addresses lead on."""

from collections.abc import Iterable

from boards.models.imports import ImportedRecord

MEMBER, FORUM, THREAD, POST = "member", "forum", "thread", "post"


def came_of(source: str, kind: str, old_id: int) -> int | None:
    """The id of what the record became; None when it was not imported."""
    row = ImportedRecord.select(ImportedRecord.now_id).where(
        ImportedRecord.source == source, ImportedRecord.kind == kind, ImportedRecord.old_id == old_id
    )
    return row.scalar()


def note(source: str, kind: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Keep what records became, as (old id, id); call it in the transaction that wrote them."""
    rows = [{"source": source, "kind": kind, "old_id": old, "now_id": now} for old, now in pairs]
    if rows:
        ImportedRecord.insert_many(rows).execute()
