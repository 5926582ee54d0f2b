"""Pages of operators and supervisors: boards to choose from, open callbacks, and who was shown which number."""

from datetime import datetime

import peewee

from boards.channels.hotline.models import Call
from boards.channels.hotline.pages import (
    Attempt,
    CallbackPage,
    CallbackRow,
    CallbacksPage,
    EntryPage,
    Look,
    LooksPage,
    SuggestedBoard,
)
from boards.clocks.city import City
from boards.clocks.deadlines import clock_state
from boards.clocks.explanations import explain, from_json
from boards.models.cases import Callback, Rating
from boards.models.threads import Post, Revision, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from boards.queries.parts.department_options import board_options
from boards.queries.parts.hotline_account import hotline_name
from boards.rules.callbacks import Cause
from boards.rules.labels import CAUSE_LABELS, GRADE_LABELS, OUTCOME_LABELS, POST_LABELS
from boards.rules.status import OFFICIAL, PostKind
from boards.rules.text.suggest import Office, suggest
from forum.accounts.models import Account
from forum.clock import local
from forum.messages import M
from forum.problems import NotFound
from forum.store.log import Deed, Entry, entry_data
from forum.text.checks import excerpt

MOST = 100
PAGE = 50
EXCERPT = 120
LOOKED_AT = {None: M("来电人的号码"), "phone": M("提问人给部门的号码"), "texts": M("部门和提问人的私信")}


def entry_page(now: datetime, city: City, wanted: tuple[str, str] | None = None) -> EntryPage:
    """The EntryPage; `wanted` is (title, text) when suggestions are requested."""
    boards = board_options()
    return EntryPage(
        boards=boards,
        called_at=f"{local(now, city.timezone):%Y-%m-%dT%H:%M}",
        waiting=_open().count(),
        publishes_as=hotline_name(city),
        suggested=None if wanted is None else _suggested(boards, *wanted),
    )


def callbacks_page(now: datetime, city: City) -> CallbacksPage:
    """The CallbacksPage at `now`."""
    rows = list(_owed(now).where(Callback.done_at.is_null()).limit(MOST).dicts())
    answers = _last_answers([row["thread_id"] for row in rows])
    more = _open().count() - MOST if len(rows) == MOST else 0
    return CallbacksPage(tuple(_row(row, answers.get(row["thread_id"], ""), now, city) for row in rows), more)


def callback_page(callback: Callback, now: datetime, city: City) -> CallbackPage:
    """The CallbackPage of a Callback."""
    row = _owed(now).where(Callback.id == callback.id).dicts().get()
    texts = list(_words(callback.thread_id))
    question = next((text for kind, _, text in texts if kind == PostKind.QUESTION), "")
    answers = tuple((POST_LABELS[PostKind(kind)], at, text) for kind, at, text in texts if kind != PostKind.QUESTION)
    last = excerpt(answers[-1][2], EXCERPT) if answers else ""
    return CallbackPage(
        row=_row(row, last, now, city),
        question=question,
        answers=answers,
        attempts=tuple(_attempts(callback)),
        steps=tuple(explain(from_json(row["explanation"]))) if row["explanation"] else (),
        called_at=row["called_at"],
        rating=_rating(callback) if callback.cause == Cause.RATING else None,
        done=callback.done_at is not None,
    )


def looks_page(before: int | None = None) -> LooksPage:
    """The LooksPage of entries before number `before`."""
    rows = (
        Entry.select(Entry.id, Entry.at, Entry.data, Account.display_name)
        .join(Account, on=Account.id == Entry.actor_id)
        .where(Entry.deed == Deed.PRIVATE_LOOK.value)
        .order_by(Entry.id.desc())
        .limit(PAGE + 1)
    )
    found = list((rows.where(Entry.id < before) if before else rows).tuples())
    older = f"/hotline/looks?before={found[PAGE - 1][0]}" if len(found) > PAGE else None
    entries = [(at, name, entry_data(data)) for _, at, data, name in found[:PAGE]]
    titles = _titles({data["thread_id"] for _, _, data in entries})
    return LooksPage(tuple(_look(at, name, data, titles) for at, name, data in entries), older)


def get_callback(callback_id: int) -> Callback:
    """The Callback; raises NotFound."""
    found = Callback.get_or_none(Callback.id == callback_id)
    if found is None:
        raise NotFound()
    return found


def call_of(thread_id: int) -> Call | None:
    """The Call of a thread, or None when it came through another channel."""
    return Call.get_or_none(Call.thread == thread_id)


def _suggested(boards, title, text):
    offered = {board.slug: board for board in boards if board.offered}
    offices = tuple(Office(slug, board.name, board.short, board.duty) for slug, board in offered.items())
    return tuple(
        SuggestedBoard(guess.slug, offered[guess.slug].short, guess.reasons) for guess in suggest(title, text, offices)
    )


def _open():
    return Callback.select().where(Callback.done_at.is_null())


def _owed(now):
    later = peewee.Case(None, [(Callback.not_before > now, Callback.not_before)], None)
    return (
        Callback.select(
            Callback.id,
            Callback.thread.alias("thread_id"),
            Callback.cause,
            Callback.opened_at,
            Callback.due_at,
            Callback.explanation,
            Callback.not_before,
            Callback.done_at,
            shown.title_column(),
            Thread.hidden,
            Thread.status,
            Thread.next_due_at,
            Call.phone_masked,
            Call.called_at,
        )
        .join(Thread)
        .join_from(Thread, Call, peewee.JOIN.LEFT_OUTER, on=Call.thread == Thread.id)
        .order_by(later.asc(nulls="first"), Callback.opened_at, Callback.id)
    )


def _row(row, answer, now, city):
    due = row["due_at"]
    waits = row["not_before"] if row["not_before"] and row["not_before"] > now else None
    return CallbackRow(
        id=row["id"],
        thread=Link(shown.visible_title(row["title"], row["hidden"]), f"/threads/{row['thread_id']}"),
        cause_label=CAUSE_LABELS[row["cause"]],
        badge=badge(row["status"], row["next_due_at"], now),
        phone=row["phone_masked"],
        answer=answer,
        opened_at=row["opened_at"],
        due_at=due,
        state=clock_state(due, row["done_at"], now, city.policy) if due else "calm",
        not_before=waits,
        url=f"/hotline/callbacks/{row['id']}",
    )


def _said(threads, kinds):
    return (
        Post.select(Post.thread, Post.kind, Post.created_at, shown.text_column())
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(Post.thread.in_(threads), Post.kind.in_([kind.value for kind in kinds]), Post.hidden_at.is_null())
        .order_by(Post.thread, Post.floor)
        .tuples()
    )


def _last_answers(threads):
    return {thread: excerpt(text, EXCERPT) for thread, _, _, text in _said(threads, OFFICIAL)}


def _words(thread):
    return (words for _, *words in _said([thread], OFFICIAL | {PostKind.QUESTION}))


def _attempts(callback):
    rows = (
        Entry.select(Entry.at, Account.display_name, Entry.reason, Entry.data)
        .join(Account, on=Account.id == Entry.actor_id)
        .where(Entry.object == f"callback/{callback.id}", Entry.deed == Deed.CALLBACK_CLOSE.value)
        .order_by(Entry.id)
    )
    for at, name, outcome, data in rows.tuples():
        yield Attempt(at, name, OUTCOME_LABELS[outcome], entry_data(data).get("remark", ""))


def _rating(callback):
    rows = Rating.select(Rating.grade, Rating.text).where(Rating.thread == callback.thread_id)
    grade, text = rows.order_by(Rating.number.desc()).limit(1).tuples().get()
    return GRADE_LABELS[grade], text


def _titles(threads):
    rows = Thread.select(Thread.id, shown.title_column(), Thread.hidden).where(Thread.id.in_(threads))
    return {thread: shown.visible_title(title, hidden) for thread, title, hidden in rows.tuples()}


def _look(at, name, data, titles):
    thread = data["thread_id"]
    return Look(at, name, Link(titles[thread], f"/threads/{thread}"), data["why"], LOOKED_AT[data.get("what")])
