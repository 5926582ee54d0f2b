"""The promises in official answers: a department's list with its numbers, one promise, and those that a desk is asked about."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import peewee

from boards.clocks.city import City
from boards.models.promises import Promise
from boards.models.threads import Department, Post, Revision, Thread
from boards.pages.parts import Filter, Link
from boards.pages.promises import PromisePage, PromiseRow, PromisesPage
from boards.queries.lists.offices import BREADCRUMB
from boards.queries.parts import shown
from boards.queries.parts.badges import promise_badge
from boards.queries.thread.thread import get_thread
from boards.rules.offices.promises import STATE_LABELS, PromiseState
from forum.messages import M, Message
from forum.problems import Malformed, NotFound
from forum.roles import Actor
from forum.store.cursors import NUMBER, Cursor
from forum.store.db import composed
from forum.store.sql.conditions import is_true

PAGE = 30
DUE = "due"  # the list of those that are open and whose day has come, today's too
CURSOR = Cursor[int](NUMBER)
NO_SUCH_PROMISE = M("没有这个承诺。")

Place = Thread.alias("place")
KeptPost = Post.alias("kept_post")
Following = Promise.alias("following")
Before = Promise.alias("before_it")


def promise_filters(slug: str, numbers: Mapping[str, int]) -> tuple[Filter, ...]:
    """How many of a department's public promises are in each state, each with the address of just these."""
    return tuple(
        Filter(label, promises_url(slug, state=state), False, numbers.get(state.value, 0))
        for state, label in STATE_LABELS.items()
    )


def promises_by_state(department: Any, today: Any, *first: Any, last: Any) -> peewee.ModelSelect:
    """A query of the number of a department's public promises in each state: (`first`, state, number, `last`)."""
    late = Promise.due_on < today
    state = peewee.Case(None, [(Promise.outcome.is_null(False), Promise.outcome), (late, "overdue")], "open")
    query = Promise.select(*first, state, peewee.fn.COUNT(Promise.id), last).join(Post, on=Promise.post == Post.id)
    joined = _public(query.join(Place, on=Post.place_thread == Place.id), department)
    return joined.group_by(peewee.SQL(str(len(first) + 1)))


def promises_page(department: Department, state: str, before: str | None, now: datetime, city: City) -> PromisesPage:
    """The PromisesPage of a department; raises Malformed for no such state or cursor."""
    today = city.day(now)
    rows, cursor = promise_rows(department, state, before, today, PAGE)
    numbers = {state: number for state, number, _ in _numbers(department.id, today)}
    counts = promise_filters(department.slug, numbers)
    everything = Filter(M("全部"), promises_url(department.slug), not state, sum(each.count or 0 for each in counts))
    chosen = (Filter(each.label, each.url, each.url.endswith(f"={state}"), each.count) for each in counts)
    return PromisesPage(
        slug=department.slug,
        name=department.name,
        breadcrumb=_breadcrumb(department),
        states=(everything, *chosen),
        rows=tuple(rows),
        first=promises_url(department.slug, state=state) if before else None,
        following=promises_url(department.slug, state=state, before=cursor) if cursor else None,
    )


def promise_rows(
    department: Department, state: str, before: str | None, today: date, size: int
) -> tuple[list[PromiseRow], str | None]:
    """(the PromiseRows of one page, newest first, the cursor of the next); raises Malformed for no such state or cursor."""
    query = _public(_rows(), department.id).order_by(Promise.id.desc())
    query = query.where(*_in_state(state, today)) if state else query
    query = query.where(Promise.id < CURSOR.decode(before)[0]) if before else query
    found = list(query.limit(size + 1).dicts())
    more = CURSOR.encode(found[size - 1]["id"]) if len(found) > size else None
    return [_row(row, today) for row in found[:size]], more


def get_promise(promise_id: int, viewer: Actor) -> Promise:
    """The Promise, when `viewer` may see the thread in which it stands; raises NotFound."""
    found = Promise.select(Promise, Post).join(Post, on=Promise.post == Post.id).where(Promise.id == promise_id).first()
    if found is None:
        raise NotFound(NO_SUCH_PROMISE)
    get_thread(found.post.place_thread, viewer)
    return found


def promise_page(promise: Promise, viewer: Actor, now: datetime, city: City) -> PromisePage:
    """The PromisePage of a promise as `viewer` sees it."""
    row = _row(_rows().where(Promise.id == promise.id).dicts().get(), city.day(now))
    office = Link(row.department.label, row.department.url)
    slug = row.department.url.rpartition("/")[2]
    return PromisePage(
        row=row,
        breadcrumb=(*BREADCRUMB, office, Link(M("承诺"), promises_url(slug))),
        may_answer=promise.closed_at is None and viewer.speaks_for(promise.department_id),
    )


def due_column(today: date) -> Any:
    """The column, of a query of Departments, of how many public promises each is asked about on `today`: those of the list DUE."""
    mine = Promise.select(peewee.fn.COUNT(Promise.id)).join(Post, on=Promise.post == Post.id)
    joined = mine.join(Place, on=Post.place_thread == Place.id)
    return joined.where(Promise.department == Department.id, is_true(Place.public), *_in_state(DUE, today)).alias("due")


def promises_url(slug: str, **asked: Any) -> str:
    """The address of a department's list with the parameters that are given."""
    given = {name: value for name, value in asked.items() if value}
    return f"/departments/{slug}/promises" + (f"?{urlencode(given)}" if given else "")


@composed
def _numbers(department, today):
    return promises_by_state(department, today, last=peewee.SQL("0")).tuples()


def _in_state(state, today):
    if state == DUE:
        return Promise.closed_at.is_null(), Promise.due_on <= today
    if state not in tuple(PromiseState):
        raise Malformed(M("没有这种状态。"))
    if state == PromiseState.OPEN:
        return Promise.outcome.is_null(), Promise.due_on >= today
    if state == PromiseState.OVERDUE:
        return Promise.outcome.is_null(), Promise.due_on < today
    return (Promise.outcome == state,)


def _public(query, department):
    """Of `query`, which knows Place, those promises of a department (its id) that stand in public threads."""
    return query.where(Promise.department == department, is_true(Place.public))


def _rows():
    text = (Revision.post == Promise.post) & (Revision.number == Promise.revision)
    return (
        Promise.select(
            *(Promise.id, Promise.due_on, Promise.outcome, Promise.reason, Promise.closed_at),
            *(Post.hidden_at, Post.seal_order_id, Post.place_thread, Post.place_floor),
            *(Department.slug, Department.name.alias("office")),
            shown.title_column(Place),
            Place.hidden.alias("title_hidden"),
            shown.passage_column(Promise.start, Promise.length).alias("quote"),
            KeptPost.place_thread.alias("kept_thread"),
            KeptPost.place_floor.alias("kept_floor"),
            Following.due_on.alias("moved_to"),
            Before.due_on.alias("moved_from"),
        )
        .join(Post, on=Promise.post == Post.id)
        .join(Place, on=Post.place_thread == Place.id)
        .join_from(Promise, Department)
        .join_from(Promise, Revision, on=text)
        .join_from(Promise, KeptPost, peewee.JOIN.LEFT_OUTER, on=Promise.kept_post == KeptPost.id)
        .join_from(Promise, Following, peewee.JOIN.LEFT_OUTER, on=Following.earlier == Promise.id)
        .join_from(Promise, Before, peewee.JOIN.LEFT_OUTER, on=Promise.earlier == Before.id)
    )


def _row(row, today):
    title: Message | str = shown.visible_title(row["title"], row["title_hidden"])
    visible = row["hidden_at"] is None and row["seal_order_id"] is None
    here = f"/threads/{row['place_thread']}"
    kept = row["kept_thread"] and f"/threads/{row['kept_thread']}/floors/{row['kept_floor']}"
    return PromiseRow(
        id=row["id"],
        due_on=row["due_on"],
        badge=promise_badge(row["outcome"], row["due_on"], today),
        quote=(row["quote"] or "").replace("**", "") if visible else "",
        thread=Link(title, here),
        post=Link(M("第 %(n)s 楼", n=row["place_floor"]), f"{here}/floors/{row['place_floor']}"),
        department=Link(row["office"], f"/departments/{row['slug']}"),
        reason=row["reason"] or "",
        kept=Link(M("第 %(n)s 楼", n=row["kept_floor"]), kept) if kept else None,
        moved_to=row["moved_to"],
        moved_from=row["moved_from"],
        closed_at=row["closed_at"],
    )


def _breadcrumb(department):
    return (*BREADCRUMB, Link(department.name, f"/departments/{department.slug}"))
