"""The screening queue, and the comparison of a question with similar ones."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

import peewee

from boards.clocks.newness import label
from boards.models.threads import PUBLIC, Board, Department, Post, Revision, Thread
from boards.pages.office import Result
from boards.pages.parts import Link
from boards.pages.tables import columns, filters
from boards.queries.lists.board import list_query, thread_row
from boards.queries.parts import shown
from boards.queries.parts.department_options import department_options
from boards.queries.parts.dispositions import disposition_counts
from boards.queries.parts.sorted_rows import SortKey, moment_key, sorted_rows
from boards.rules.bulk import Outcome
from boards.rules.labels import DECLINE_LABELS, KIND_LABELS
from boards.rules.status import Disposition, Section, Status
from boards.rules.text.suggest import Office, suggest
from forum.messages import M
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.log import Deed, Entry, entry_data
from forum.store.sql.conditions import unindexed
from forum.text.checks import excerpt
from forum.wenqu import FindSimilar
from moderation.screening.choice import BACK, HELD, NEW, PATH, QueueChoice
from moderation.screening.pages import Choices, ComparePage, QueuePage, SuggestedDepartment, WaitingQuestion

PAGE = 20
PLAIN = QueueChoice()
COLUMNS = (
    ("case", M("问题"), ""),
    ("asked", M("提问时间"), "asked"),
    ("supports", M("支持数"), "-supports"),
    ("acts", M("操作"), ""),
)
CAUSE_LABELS = {"": M("全部"), NEW: M("新来的"), HELD: M("词表扣下的"), BACK: M("退回来的")}
KIND_CHOICES = {"": M("全部"), **{kind.value: label for kind, label in KIND_LABELS.items()}}
HELD_WORDS = '"words":'  # of the entry's data, when the word list held the question
EXCERPT = 160
READ = 2_000  # characters of a question that the queue shows, and from which a department is suggested


def queue_page(
    viewer: Actor, now: datetime, choice: QueueChoice = PLAIN, outcomes: Iterable[Outcome] = ()
) -> QueuePage:
    """The QueuePage of the address; raises Malformed for an invalid cursor."""
    query, keys = (
        _chosen(_waiting(), choice),
        {"asked": moment_key(Thread.created_at), "supports": SortKey(Thread.supports)},
    )
    rows, cursor = sorted_rows(
        query, keys[choice.order.name], (Thread.id,), choice.after or None, PAGE, descending=choice.order.descending
    )
    boards, counts = list(_boards()), _counts()
    offices = _with_department(boards)
    return QueuePage(
        rows=tuple(_row(row, offices, viewer, now) for row in rows),
        choices=_choices(boards),
        disposition_counts=disposition_counts(),
        columns=columns(COLUMNS, choice.order, lambda sort: choice.url(sort=sort)),
        causes=filters(choice, "cause", CAUSE_LABELS, partial(_counted, counts)),
        kinds=filters(choice, "kind", KIND_CHOICES, partial(_counted, counts)),
        asked=choice.parameters,
        everything=PATH if choice.cause or choice.kind else None,
        first=choice.url() if choice.after else None,
        following=choice.url(after=cursor) if cursor else None,
        results=tuple(map(_result, outcomes)),
    )


def _counted(counts, choice):
    return sum(
        number
        for cause, kind, number in counts
        if (not choice.cause or cause == choice.cause) and (not choice.kind or kind == choice.kind)
    )


def _counts():
    """[(cause, kind, how many questions wait)], in one statement."""
    rows = _waiting().select(_cause().alias("cause"), Thread.kind).order_by().alias("waiting")
    values = rows.c.cause, rows.c.kind
    return list(Thread.select(*values, peewee.fn.COUNT(peewee.SQL("*"))).from_(rows).group_by(*values).tuples())


def _cause():
    held = Entry.data.contains(HELD_WORDS)
    return peewee.Case(None, [(PUBLIC, BACK), (held, HELD)], NEW)


def _chosen(query, choice):
    query = query.where(_cause() == choice.cause) if choice.cause else query
    return query.where(Thread.kind == choice.kind) if choice.kind else query


def compare_page(thread_id: int, viewer: Actor, now: datetime, similar: FindSimilar) -> ComparePage:
    """The ComparePage of a question that waits; `similar` finds public ones like it (forum.wenqu.FindSimilar). Raises NotFound."""
    row = _waiting().select_extend(shown.html_column()).where(Thread.id == thread_id).dicts().first()
    if row is None:
        raise NotFound(M("这个问题不在审核队列里，可能已经处理了。"))
    boards = list(_boards())
    found = similar(row["title"], row["text"], row["board_slug"], now, only_answered=False)
    if found:  # a returned question is public, and would be most similar to itself
        found = replace(found, offers=tuple(offer for offer in found.offers if offer.thread != thread_id))
    return ComparePage(_row(row, _with_department(boards), viewer, now), row["html"], _choices(boards), found)


def _waiting():
    return (
        list_query()
        .select_extend(
            Board.slug.alias("board_slug"),
            Board.name.alias("board_name"),
            Board.department.alias("office"),
            Thread.public,
            Thread.disposition,
            Entry.data,
            shown.excerpt_column(READ),
        )
        .join_from(Thread, Board, on=Board.id == Thread.board)
        .join_from(Thread, Post, on=(Post.place_thread == Thread.id) & (Post.place_floor == 1))
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(
            Thread,
            Entry,
            peewee.JOIN.LEFT_OUTER,
            on=(Entry.thread_id == Thread.id) & (unindexed(Entry.deed) == Deed.ASK.value),
        )
        .where(Thread.status == Status.PENDING.value)
    )


def _row(row, offices, viewer, now):
    line = excerpt(row["text"], EXCERPT)
    return WaitingQuestion(
        thread=thread_row(row, viewer, now),
        board=Link(row["board_name"], f"/boards/{row['board_slug']}"),
        excerpt=line,
        rest=row["text"] if line.endswith("…") else "",
        back=_back(row),
        guess=_guess(row, offices),
        words=tuple(map(label, entry_data(row["data"]).get("words", ()))),
    )


def _back(row):
    if not row["public"]:
        return None if row["office"] else M("没有选部门，等待分派")
    if row["disposition"] == Disposition.PLATFORM:
        return M("平台答复后追问，等待分派")
    return M("部门退回，等待分派")


def _guess(row, boards):
    offices = (Office(slug, each["name"], each["short"], each["duty"]) for slug, each in boards.items())
    guesses = suggest(row["title"], row["text"], offices, most=1)
    if not guesses:
        return None
    likely = boards[guesses[0].slug]
    return SuggestedDepartment(
        likely["slug"], likely["short"], guesses[0].reasons, guesses[0].slug == row["board_slug"]
    )


def _boards():
    """Boards of active departments, and boards of open discussion."""
    return (
        Board.select(
            Board.slug.alias("board_slug"),
            Board.name.alias("board_name"),
            Board.section,
            Department.slug,
            Department.name,
            Department.short,
            Department.duty,
        )
        .join(Department, peewee.JOIN.LEFT_OUTER)
        .where(Department.active | (Board.section == Section.DISCUSSION.value))
        .order_by(Board.position, Board.id)
        .dicts()
    )


def _with_department(boards):
    return {row["board_slug"]: row for row in boards if row["slug"]}


def _choices(boards):
    return Choices(
        departments=department_options(),
        talks=tuple((row["board_slug"], row["board_name"]) for row in boards if row["section"] == Section.DISCUSSION),
        codes=tuple((code.value, label) for code, label in DECLINE_LABELS.items()),
    )


def _result(outcome):
    title = shown.shown_title_of(outcome.thread, hidden=False)  # only moderators come here
    return Result(title, f"/threads/{outcome.thread.id}", outcome.done, outcome.message)
