"""The public log: everything that moderators do, by office and never by name, with filters. One page is two statements."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.models.threads import Board, Post, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.people import SYSTEM_NAME
from boards.rules.deeds.record import Group, Logged
from boards.rules.deeds.table import RECORDS, deeds_in
from boards.rules.floors import floor_label
from forum.clock import midnight
from forum.messages import M
from forum.numbers import ID_DIGITS, whole_number
from forum.problems import Malformed
from forum.roles import LABELS as ROLE_LABELS, Role
from forum.store.cursors import NUMBER, Cursor
from forum.store.log import Entry, entry_data
from forum.text.reasons import LABELS as REASON_LABELS
from moderation.log.pages import LogPage, LogRow

PAGE = 50
UNKNOWN = M("公示里没有这样的筛选条件。")
CURSOR = Cursor[int](NUMBER, refusal=UNKNOWN)

# Every deed of the log with its label.
LABELS_OF = {deed: record.label for deed, record in RECORDS.items() if record.logged is not Logged.NEVER}
ONLY_BY_MODERATORS = [deed.value for deed, record in RECORDS.items() if record.logged is Logged.BY_MODERATORS]
SANCTIONS = [deed.value for deed in deeds_in(Group.SANCTION)]
ROLES = (Role.MODERATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class LogFilter:
    """The filters of the log as the address gives them; raises Malformed for invalid ones."""

    deed: str = ""
    reason: str = ""
    role: str = ""
    board: str = ""
    first: str = ""
    last: str = ""
    thread: str = ""
    post: str = ""
    before: str = ""

    def __post_init__(self):
        known = (not self.deed or self.deed in list(LABELS_OF)) and (not self.role or self.role in list(Role))
        numbers = all(whole_number(each, ID_DIGITS) is not None for each in (self.thread, self.post) if each)
        if not known or not numbers or not all(_day(each) for each in (self.first, self.last) if each):
            raise Malformed(UNKNOWN)
        if self.before:
            CURSOR.decode(self.before)

    def url(self, path: str = "/moderation/log", **changed: str) -> str:
        """The address of the same choice at `path`."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "before"} | changed
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{path}?{query}" if query else path


def log_page(asked: LogFilter, city: City, limit: int = PAGE) -> LogPage:
    """The LogPage of a LogFilter."""
    found = list(_rows(asked, city).limit(limit + 1).dicts())
    rows = tuple(_row(row, city) for row in found[:limit])
    return LogPage(
        rows=rows,
        deeds=tuple((deed.value, label) for deed, label in LABELS_OF.items()),
        reasons=tuple((str(code), label) for code, label in REASON_LABELS.items()),
        roles=tuple((role.value, ROLE_LABELS[role]) for role in ROLES),
        boards=_boards(),
        asked={field.name: getattr(asked, field.name) for field in fields(asked)},
        feed=asked.url("/feeds/moderation.atom"),
        older=asked.url(before=CURSOR.encode(rows[-1].number)) if len(found) > limit else None,
        newest=asked.url() if asked.before else None,
    )


def _rows(asked, city):
    thread = peewee.fn.COALESCE(Entry.thread_id, Post.place_thread)
    rows = (
        Entry.select(
            Entry.id,
            Entry.deed,
            Entry.at,
            Entry.role,
            Entry.reason,
            Entry.data,
            Entry.actor_id,
            Post.id.alias("post"),
            Post.place_floor.alias("floor"),
            Thread.id.alias("thread"),
            shown.title_column(),
            Thread.hidden,
            Thread.public,
        )
        .join(Post, peewee.JOIN.LEFT_OUTER, on=Post.id == Entry.post_id)
        .join_from(Entry, Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == thread)
        .where(Entry.deed.in_([deed.value for deed in LABELS_OF]))
        .where(Entry.deed.not_in(ONLY_BY_MODERATORS) | (Entry.role == Role.MODERATOR.value))
        .order_by(Entry.id.desc())
    )
    for condition in _conditions(asked, city):
        rows = rows.where(condition)
    return rows


def _conditions(asked, city):
    if asked.deed:
        yield Entry.deed == asked.deed
    if asked.reason:
        yield Entry.reason == asked.reason
    if asked.role:
        yield Entry.role == asked.role
    if asked.board:
        yield Thread.board == Board.select(Board.id).where(Board.slug == asked.board)
    if asked.thread:
        yield Thread.id == whole_number(asked.thread, ID_DIGITS)
    if asked.post:
        yield Post.id == whole_number(asked.post, ID_DIGITS)
    if asked.board or asked.thread or asked.post:
        # Filtering by a board, a thread or a post does not find the sanctions that it occasioned.
        yield Entry.deed.not_in(SANCTIONS)
    if asked.before:
        yield Entry.id < CURSOR.decode(asked.before)[0]
    yield from _days(asked, city.timezone)


def _days(asked, zone):
    if asked.first:
        yield Entry.at >= midnight(_day(asked.first), zone)
    if asked.last:
        yield Entry.at < midnight(_day(asked.last) + timedelta(days=1), zone)


def _row(row, city):
    record, details = RECORDS[row["deed"]], entry_data(row["data"])
    return LogRow(
        number=row["id"],
        at=row["at"],
        deed=row["deed"],
        label=record.label,
        role=ROLE_LABELS[Role(row["role"])] if row["actor_id"] else SYSTEM_NAME,
        what=record.what(details, row["reason"], city.timezone),
        why=record.why(row["reason"], details.get("text")),
        subject=_subject(record, row),
    )


def _subject(record, row):
    """The Link to the thread or post of a deed; None for a sanction, since a link would publicly identify the person."""
    if record.group is Group.SANCTION or row["thread"] is None or not row["public"]:
        return None
    title = shown.visible_title(row["title"], row["hidden"])
    if row["post"] is None or record.group is Group.CASE:
        return Link(title, f"/threads/{row['thread']}")
    return Link(M("%(title)s，%(floor)s", title=title, floor=floor_label(row["floor"])), f"/posts/{row['post']}")


def _boards():
    return tuple(Board.select(Board.slug, Board.name).order_by(Board.position, Board.id).tuples())


def _day(raw):
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None
