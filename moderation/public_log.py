"""The public log: everything that moderators do, by office and never by name, with filters. One page is two statements."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import peewee

from boards.floors import floor_label
from boards.labels import DECLINE_LABELS
from boards.models import Board, Post, Thread
from boards.pages import Link
from boards.queries import shown
from boards.queries.people import SYSTEM_NAME
from boards.seal_pages import SEAL_LABELS
from boards.queries.timeline import BY_MODERATORS, DEED_LABELS, WHAT
from boards.words import HELD, TIER_LABELS, Tier
from forum.log import Deed, Entry, details
from forum.messages import M
from forum.problems import Malformed
from forum.reasons import LABELS as REASON_LABELS, told, worded
from forum.roles import LABELS as ROLE_LABELS, Role
from forum.shown import moment
from moderation.covering.pages import LABELS as COVER_LABELS
from moderation.pages import LogPage, LogRow

PAGE = 50
MOST_DIGITS = 18

CASE_DEEDS = (Deed.PUBLISH, Deed.ROUTE, Deed.DECLINE, Deed.PLATFORM_ANSWER, Deed.DUPLICATE, Deed.DISCUSS)
SANCTIONS = (Deed.WARN, Deed.SUSPEND, Deed.UNSUSPEND)

# Every deed of the log with its label; another file's deed is public as soon as it stands here.
LABELS_OF = {
    Deed.POST_HIDE: M("屏蔽"),
    Deed.POST_RESTORE: M("恢复"),
    Deed.POST_COVER: M("遮盖个人信息"),
    Deed.POST_UNCOVER: M("恢复遮盖的文字"),
    Deed.SEAL: M("依签批封存"),
    **{deed: DEED_LABELS[deed] for deed in (*Deed,) if deed in BY_MODERATORS and deed != Deed.THREAD_OPEN},
    **{deed: DEED_LABELS[deed] for deed in CASE_DEEDS},
    Deed.REPORT_UPHOLD: M("举报成立"),
    Deed.REPORT_DISMISS: M("举报不成立"),
    Deed.WARN: M("警告"),
    Deed.SUSPEND: M("暂停发言"),
    Deed.UNSUSPEND: M("解除暂停"),
    Deed.WORD_ADD: M("词表加词"),
    Deed.WORD_RETIRE: M("词表停用一个词"),
}
ROLES = (Role.MODERATOR, Role.ADMINISTRATOR)
WITH_OWN_REASONS = {Deed.POST_COVER: COVER_LABELS, Deed.SEAL: SEAL_LABELS}


@dataclass(frozen=True)
class Asked:
    """What a reader of the log asked for, as it came in the address; raises Malformed for what it can't mean."""

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
        numbers = all(_number(each) is not None for each in (self.thread, self.post, self.before) if each)
        if not known or not numbers or not all(_day(each) for each in (self.first, self.last) if each):
            raise Malformed(M("公示里没有这样的筛选条件。"))

    def url(self, path="/moderation/log", **changed):
        """The address of the same choice at `path`."""
        kept = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "before"} | changed
        said = urlencode({name: value for name, value in kept.items() if value})
        return f"{path}?{said}" if said else path


def log_page(asked, city, limit=PAGE):
    """The LogPage of an Asked."""
    found = list(_rows(asked, city).limit(limit + 1).dicts())
    rows = tuple(_row(row, city) for row in found[:limit])
    return LogPage(
        rows=rows, deeds=tuple((deed.value, label) for deed, label in LABELS_OF.items()),
        reasons=tuple((code.value, label) for code, label in REASON_LABELS.items()),
        roles=tuple((role.value, ROLE_LABELS[role]) for role in ROLES), boards=_boards(),
        asked={field.name: getattr(asked, field.name) for field in fields(asked)}, feed=asked.url("/feeds/moderation.atom"),
        older=asked.url(before=str(rows[-1].number)) if len(found) > limit else None,
        newest=asked.url() if asked.before else None, updated=rows[0].at if rows else None,
    )  # fmt: skip


def _rows(asked, city):
    thread = peewee.fn.COALESCE(Entry.thread_id, Post.place_thread)
    rows = (
        Entry.select(
            Entry.id, Entry.deed, Entry.at, Entry.role, Entry.reason, Entry.data, Entry.actor_id, Post.id.alias("post"),
            Post.place_floor.alias("floor"), Thread.id.alias("thread"), shown.title(), Thread.hidden, Thread.public,
        )
        .join(Post, peewee.JOIN.LEFT_OUTER, on=Post.id == Entry.post_id)
        .join_from(Entry, Thread, peewee.JOIN.LEFT_OUTER, on=Thread.id == thread)
        .where(Entry.deed.in_([deed.value for deed in LABELS_OF]))
        .where((Entry.deed != Deed.DECLINE.value) | (Entry.role == Role.MODERATOR.value))
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
    if asked.first:
        yield Entry.at >= _midnight(_day(asked.first), city)
    if asked.last:
        yield Entry.at < _midnight(_day(asked.last) + timedelta(days=1), city)
    if asked.before:
        yield Entry.id < _number(asked.before)
    # What was done to a person is not found by way of the post that occasioned it.
    if asked.thread:
        yield (Thread.id == _number(asked.thread)) & Entry.deed.not_in([deed.value for deed in SANCTIONS])
    if asked.post:
        yield (Post.id == _number(asked.post)) & Entry.deed.not_in([deed.value for deed in SANCTIONS])
    if asked.board:
        yield Entry.deed.not_in([deed.value for deed in SANCTIONS])


def _row(row, city):
    deed, said = Deed(row["deed"]), details(row["data"])
    return LogRow(
        number=row["id"], at=row["at"], deed=deed.value, label=LABELS_OF[deed],
        role=ROLE_LABELS[Role(row["role"])] if row["actor_id"] else SYSTEM_NAME,
        what=_tier(deed, row["reason"]) or _what(deed, said, city), why=_why(deed, row["reason"], said.get("text")), subject=_subject(deed, row),
    )


def _tier(deed, code):
    """Of which tier a word is. The word itself is not shown: a public list would teach how to get round it."""
    return TIER_LABELS[Tier(code)] if deed in (Deed.WORD_ADD, Deed.WORD_RETIRE) else None


def _what(deed, said, city):
    if deed is Deed.SUSPEND:
        until = moment(datetime.fromisoformat(said["until"]), city.timezone)
        return M("处理编号 %(n)s，到 %(until)s 为止", n=said["number"], until=until)
    if deed in SANCTIONS:
        return M("处理编号 %(n)s", n=said["number"])
    if deed in (Deed.REPORT_UPHOLD, Deed.REPORT_DISMISS):
        return M("答复了 %(n)s 份举报", n=said["reports"])
    if deed is Deed.ROUTE:
        return M("分派给%(to)s", to=said["to_name"])
    if deed is Deed.DUPLICATE:
        return M("与主题 %(of)s 重复", of=said["of"])
    if deed is Deed.SEAL:
        return M("签批 %(number)s，%(authority)s", number=said["order"], authority=said["authority"])
    return WHAT[deed](said) if deed in WHAT else None


def _why(deed, code, text):
    if code == HELD:
        return M("有需要人工看一眼的词，等待管理员审核") if deed is Deed.POST_HIDE else text
    if deed in WITH_OWN_REASONS:
        return worded(WITH_OWN_REASONS[deed].get(code), text)
    return DECLINE_LABELS.get(code) if deed is Deed.DECLINE else told(code, text)


def _subject(deed, row):
    """Which thread or post; of a sanction none, since a link to the post would put its author in the pillory."""
    if deed in SANCTIONS or row["thread"] is None or not row["public"]:
        return None
    title = shown.title_words(row["title"], row["hidden"])
    if row["post"] is None or deed in CASE_DEEDS:
        return Link(title, f"/threads/{row['thread']}")
    return Link(M("%(title)s，%(floor)s", title=title, floor=floor_label(row["floor"])), f"/posts/{row['post']}")


def _boards():
    return tuple(Board.select(Board.slug, Board.name).order_by(Board.position, Board.id).tuples())


def _number(raw):
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) <= MOST_DIGITS else None


def _day(raw):
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


def _midnight(day, city):
    return datetime.combine(day, time(), city.timezone)
