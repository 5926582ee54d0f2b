"""The viewer's own drafts: one to continue, and the list, in a fixed number of statements."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.drafts.actions import purpose
from boards.drafts.pages import DraftRow, DraftsPage
from boards.drafts.rules import KEPT_FOR, MOST, Mark, Place, PlaceKind, read_place
from boards.models.cases import Draft
from boards.models.drafts import SavedDraft
from boards.models.threads import Board, Thread
from boards.queries.parts import shown
from boards.rules import access
from forum.messages import M, Message
from forum.private import DecryptionError, Encryptor
from forum.roles import Actor
from forum.text.checks import excerpt

EXCERPT = 160  # characters
LABELS = {PlaceKind.ASK: M("提问"), PlaceKind.BOARD: M("新主题"), PlaceKind.THREAD: M("回复")}
NOWHERE = M("（现在看不到）")


@dataclass(frozen=True)
class Begun:
    """A draft to continue: its fields as they were typed, and the Mark by which its form saves it."""

    mark: Mark
    fields: Mapping[str, str | list[str]]
    saved_at: datetime


def begun(
    place: Place, *, viewer: Actor, now: datetime, encryptor: Encryptor, draft: int | None = None
) -> Begun | None:
    """The viewer's draft of that id for a place, by default the newest there; None without one, and for one that cannot be opened."""
    if not viewer.signed_in:
        return None
    rows = _own(viewer, now).where(SavedDraft.place == str(place))
    row = (rows if draft is None else rows.where(SavedDraft.id == draft)).first()
    fields = row and _opened(row, viewer, encryptor)
    return Begun(Mark(row.id, row.version), fields, row.saved_at) if fields else None


def drafts_page(viewer: Actor, now: datetime, encryptor: Encryptor) -> DraftsPage:
    """The DraftsPage of `viewer`, in four statements at most; limited by MOST, and one draft of an office in each thread."""
    saved = [(read_place(row.place), row) for row in _own(viewer, now)]
    office = list(Draft.select().where(Draft.account == viewer.account).order_by(Draft.saved_at.desc()).limit(MOST))
    threads = {int(place.key) for place, _ in saved if place.kind is PlaceKind.THREAD}
    titles = _titles(threads | {row.thread_id for row in office}, viewer)
    boards = _boards({place.key for place, _ in saved if place.kind is PlaceKind.BOARD})
    rows = [_row(place, row, titles, boards, _opened(row, viewer, encryptor) or {}) for place, row in saved]
    rows += [_office_row(row, titles) for row in office]
    return DraftsPage(tuple(sorted(rows, key=lambda row: row.saved_at, reverse=True)), MOST, KEPT_FOR.days)


def own_drafts(viewer: Actor, now: datetime, encryptor: Encryptor) -> Iterator[dict[str, Any]]:
    """{"place", "saved_at", "fields"} of each draft of the viewer, the newest first."""
    for row in _own(viewer, now):
        yield {"place": row.place, "saved_at": row.saved_at, "fields": _opened(row, viewer, encryptor)}


def _own(viewer: Actor, now: datetime) -> Any:
    mine = SavedDraft.select().where(SavedDraft.account == viewer.account, SavedDraft.saved_at > now - KEPT_FOR)
    return mine.order_by(SavedDraft.saved_at.desc(), SavedDraft.id.desc())


def _opened(row: SavedDraft, viewer: Actor, encryptor: Encryptor) -> dict[str, Any] | None:
    try:
        text = encryptor.decrypt(row.sealed, purpose(viewer.account, read_place(row.place)))
    except DecryptionError:
        return None
    fields: dict[str, Any] = json.loads(text)
    return fields


def _titles(threads: set[int], viewer: Actor) -> dict[int, Message | str]:
    rows = Thread.select(
        Thread.id, shown.title_column(), Thread.hidden, Thread.public, Thread.author, Thread.channel
    ).where(Thread.id.in_(list(threads)))
    return dict(_visible(rows.dicts(), viewer))


def _visible(rows: Any, viewer: Actor) -> Iterator[tuple[int, Message | str]]:
    for row in rows:
        if access.may_see_thread(viewer, row["public"], row["author"], row["channel"]):
            hidden = row["hidden"] and not access.may_see_hidden(viewer, row["author"])
            yield row["id"], shown.visible_title(row["title"], hidden)


def _boards(slugs: set[str]) -> dict[str, str]:
    return dict(Board.select(Board.slug, Board.name).where(Board.slug.in_(list(slugs))).tuples())


def _row(place: Place, row: SavedDraft, titles: Any, boards: Any, fields: Mapping[str, Any]) -> DraftRow:
    where: Message | str = ""
    if place.kind is PlaceKind.THREAD:
        where = titles.get(int(place.key), NOWHERE)
    elif place.kind is PlaceKind.BOARD:
        where = boards.get(place.key, NOWHERE)
    return DraftRow(
        label=LABELS[place.kind],
        where=where,
        title=fields.get("title", ""),
        excerpt=excerpt(fields.get("text", ""), EXCERPT),
        saved_at=row.saved_at,
        url=place.address(row.id),
        deletion=f"/drafts/{row.id}/deletion",
    )


def _office_row(row: Draft, titles: Any) -> DraftRow:
    return DraftRow(
        label=M("答复"),
        where=titles.get(row.thread_id, NOWHERE),
        title="",
        excerpt=excerpt(row.text, EXCERPT),
        saved_at=row.saved_at,
        url=f"/threads/{row.thread_id}/reply",
        deletion=f"/threads/{row.thread_id}/draft",
        office=True,
    )
