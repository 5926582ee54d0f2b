"""The head of a thread: what it is, where its case stands, its clocks and its timeline."""

import peewee

from boards import access, on_behalf
from boards.deadlines import shade
from boards.explanations import explain, from_json
from boards.models import Board, Category, Clock, Department, Support, Thread
from boards.pages import ClockView, Link, TimelineStep
from boards.policy import ClockKind
from boards.queries.index import HIDDEN_TITLE
from boards.queries.people import ANONYMOUS
from forum.accounts.models import Account
from forum.log import Deed, Entry, details
from forum.messages import M
from forum.problems import NotFound
from forum.roles import LABELS, Role

CLOCK_LABELS = {
    ClockKind.ACCEPT: M("受理时限"),
    ClockKind.FIRST_REPLY: M("首次回复时限"),
    ClockKind.ANSWER: M("答复时限"),
}

DEED_LABELS = {
    Deed.ASK: M("提问"),
    Deed.PUBLISH: M("审核通过"),
    Deed.ACCEPT: M("受理"),
    Deed.FIRST_REPLY: M("首次回复"),
    Deed.RESULT: M("处理意见"),
    Deed.FOLLOW_UP: M("追问"),
    Deed.CLOSE: M("办结"),
    Deed.TRANSFER: M("转办"),
    Deed.RETURN: M("退回"),
    Deed.ROUTE: M("分派"),
    Deed.DECLINE: M("不予受理"),
    Deed.EXTENSION_ASK: M("申请延期"),
    Deed.EXTENSION_GRANT: M("同意延期"),
    Deed.EXTENSION_REFUSE: M("不同意延期"),
    Deed.COHANDLE: M("请求会办"),
    Deed.INPUT: M("会办意见"),
    Deed.RATE: M("满意度评价"),
    Deed.ALARM: M("踢皮球警示"),
    Deed.PLATFORM_ANSWER: M("平台答复"),
    Deed.DUPLICATE: M("重复问题"),
    Deed.DISCUSS: M("转为讨论"),
    Deed.CLOCK_RECOMPUTE: M("时限重新计算"),
    Deed.CALLBACK_CLOSE: M("回访"),
}

# The deeds whose posts are listed at the top of the thread as the offices' word.
OFFICIAL_DEEDS = frozenset(
    {Deed.FIRST_REPLY, Deed.RESULT, Deed.TRANSFER, Deed.RETURN, Deed.DECLINE, Deed.INPUT, Deed.PLATFORM_ANSWER}
)

Lead = Department.alias("lead")


def get_thread(thread_id, viewer):
    """The Thread with board, departments and whether `viewer` supports it; NotFound when he may not see it."""
    supported = peewee.fn.EXISTS(
        Support.select(Support.id).where(Support.thread == Thread.id, Support.account == viewer.account)
    )
    found = (
        Thread.select(
            Thread, Board, Category, Lead, Department, (supported if viewer.signed_in else peewee.Value(False)).alias("supported")
        )
        .join(Board)
        .join(Category)
        .join_from(Thread, Lead, peewee.JOIN.LEFT_OUTER, on=Thread.department)
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Thread.author_department)
        .where(Thread.id == thread_id)
        .first()
    )
    if found is None or not access.may_see_thread(viewer, found.public, found.author_id, found.channel):
        raise NotFound(M("没有这个主题。"))
    return found


def title_of(thread, viewer):
    """The title, unless it is hidden from `viewer`."""
    if thread.hidden and not access.may_see_hidden(viewer, thread.author_id):
        return HIDDEN_TITLE
    return thread.title


def clocks_of(thread, now, city):
    """The clocks of a case, oldest first, each with its shade now and its explanation."""
    rows = (
        Clock.select(Clock, Department.short, Department.slug)
        .join(Department)
        .where(Clock.thread == thread.id)
        .order_by(Clock.opened_at, Clock.id)
    )
    return tuple(_clock(row, now, city) for row in rows)


def timeline_of(thread, viewer):
    """Every public deed of the case, oldest first."""
    rows = (
        Entry.select(
            Entry.deed, Entry.at, Entry.role, Entry.data, Account.display_name, Department.short, Entry.actor_id,
            Department.slug,
        )
        .join(Account, peewee.JOIN.LEFT_OUTER, on=Account.id == Entry.actor_id)
        .join_from(Entry, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Entry.department_id)
        .where(Entry.thread_id == thread.id)
        .order_by(Entry.id)
    )
    return tuple(_step(row, thread) for row in rows.tuples())


def neighbours(thread):
    """(previous, next): Links to the threads asked before and after on the same board."""
    same = Thread.select(Thread.id).where(Thread.board == thread.board_id, Thread.public)
    at = peewee.Tuple(Thread.created_at, Thread.id)
    here = peewee.Tuple(Thread.created_at.db_value(thread.created_at), thread.id)
    before = same.where(at < here).order_by(Thread.created_at.desc(), Thread.id.desc()).limit(1)
    after = same.where(at > here).order_by(Thread.created_at, Thread.id).limit(1)
    Other = Thread.alias("other")
    rows = Other.select(Other.id, Other.title, Other.hidden, Other.created_at).where((Other.id == before) | (Other.id == after))
    found = {(row[3], row[0]) > (thread.created_at, thread.id): row for row in rows.tuples()}
    return _link(found.get(False)), _link(found.get(True))


def _clock(row, now, city):
    return ClockView(
        kind_label=CLOCK_LABELS[ClockKind(row.kind)], department=row.department.short, opened_at=row.opened_at,
        due_at=row.due_at, met_at=row.met_at, shade=shade(row.due_at, row.met_at, now, city.policy),
        provisional=row.provisional, steps=tuple(explain(from_json(row.explanation))), kind=row.kind,
        department_slug=row.department.slug,
    )  # fmt: skip


def _step(row, thread):
    deed, at, role, data, name, department, actor, slug = row
    said = details(data)
    floor = said.get("floor")
    if thread.anonymous and actor == thread.author_id:
        name = ANONYMOUS
    else:
        name = on_behalf.shown_as(name, role, own=actor == thread.author_id)
    return TimelineStep(
        deed=Deed(deed).value, label=DEED_LABELS.get(deed, M("办理")), at=at, actor=name or LABELS[Role(role)],
        department=department, text=said.get("text", ""), floor=floor,
        url=f"/threads/{thread.id}/floors/{floor}" if floor else None, role=role, department_slug=slug,
    )  # fmt: skip


def _link(row):
    return row and Link(HIDDEN_TITLE if row[2] else row[1], f"/threads/{row[0]}")
