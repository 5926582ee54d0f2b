"""Searching: the query is understood, the engine asked, every number looked up again by the rules of the pages."""

from datetime import datetime, timedelta

import peewee

from boards.floors import floor_label
from boards.models import Board, Department, Post, Revision, Thread
from boards.pages import Link
from boards.queries import shown
from boards.queries.badges import badge
from boards.queries.people import author
from boards.status import OFFICIAL
from forum import log
from forum.messages import M
from forum.problems import Malformed
from search import choices, language, passages
from search.candidates import candidates
from search.documents import texts_of
from search.engines.base import Found, Trouble, Wanted
from search.finding import by_thread, find
from search.pages import Hit, SearchPage

WINDOW = 300  # hits that are looked at
DEEP = 3000  # hits that are looked at when a filter goes through the database
BEHIND = 500  # entries from which on the index is said to be filled again


def search_page(asked, engine, viewer, now, city):
    """The SearchPage of an Asked; raises Malformed for a place in the results that isn't one."""
    query = choices.with_form(language.parse(asked.q), asked)
    rebuilding = progress(engine)
    if query.empty:
        return SearchPage(asked, notes=query.notes, empty=not query.notes, rebuilding=rebuilding, **choices.form(asked))
    places = choices.Places()
    try:
        found, seen, loose = _look(query, asked, places, engine, viewer, now, city)
    except Trouble:
        return SearchPage(asked, notes=query.notes, rebuilding=rebuilding or 0, **choices.form(asked))
    return _page(asked, query, places, found, seen, loose, rebuilding, viewer, now)


def progress(engine):
    """How many percent of the log the index has, while it is being filled again; None when it is whole."""
    newest, position = log.last_number(), engine.position(fresh=False)
    if position is None:
        return 0
    return None if newest - position < BEHIND else 100 * position // newest


def _look(query, asked, places, engine, viewer, now, city):
    """(Found, Candidates, loose)."""
    deep = any(name in query.filters for name in ("status", "dept", "has"))
    wanted = _wanted(query, asked, places, city, DEEP if deep else WINDOW)
    if wanted is None:
        return Found((), 0), [], False
    return find(engine, wanted, lambda hits, official: candidates(hits, viewer, now, official), texts_of)


def _wanted(query, asked, places, city, limit):
    boards = places.boards(query.filters["board"]) if "board" in query.filters else None
    if boards == ():
        return None
    first, last = _seconds(query.after, city, 1), _seconds(query.before, city, 0)
    if asked.sort == "date" and asked.at:
        at = _cursor(asked.at)[0] + 1
        last = at if last is None else min(at, last)
    return Wanted(
        groups=query.groups, without=query.without, near=query.near, boards=boards, kinds=query.filters.get("kind"),
        authors=query.filters.get("author"), first=first, last=last, newest_first=asked.sort == "date", limit=limit,
    )  # fmt: skip


def _seconds(day, city, later):
    """The moment at which a day begins in the city (or the day after), in seconds since 1970."""
    if day is None:
        return None
    begins = datetime(day.year, day.month, day.day, tzinfo=city.timezone)
    try:
        return int((begins + timedelta(days=later)).timestamp())
    except OverflowError:
        return int(begins.timestamp())


def _page(asked, query, places, found, seen, loose, rebuilding, viewer, now):
    kept = [candidate for candidate in seen if choices.holds(candidate, query.filters, places)]
    groups = [(each, 0) for each in _from_cursor(kept, asked)] if asked.sort == "date" else by_thread(kept)
    start = _start(asked)
    shown, rest = groups[start : start + asked.limit], groups[start + asked.limit :]
    more = found.total > len(found.hits)
    notes = query.notes + ((M("查询太费时，只找了一部分。"),) if found.cut_short else ())
    return SearchPage(
        asked=asked, hits=_hits(shown, query, places, viewer, now), total=len(groups), more=more, notes=notes,
        statuses=choices.statuses(asked, query, seen, places), boards=choices.boards(asked, query, seen, places),
        kinds=choices.kinds(asked, query, seen, places), sorts=choices.sorts(asked),
        following=_following(asked, shown, start) if rest or (more and asked.sort == "date" and shown) else None,
        first_page=choices.url(asked) if asked.at else None, rebuilding=rebuilding, loose=loose, **choices.form(asked),
    )  # fmt: skip


def _start(asked):
    if not asked.at or asked.sort == "date":
        return 0
    if not (asked.at.isascii() and asked.at.isdecimal() and len(asked.at) < 6):
        raise Malformed(M("翻页的位置不对，请从第一页开始。"))
    return int(asked.at)


def _from_cursor(found, asked):
    if not asked.at:
        return found
    at = _cursor(asked.at)
    return [candidate for candidate in found if (int(candidate.created_at.timestamp()), candidate.id) < at]


def _cursor(at):
    seconds, _, post = at.partition("_")
    if not (at.isascii() and seconds.isdecimal() and post.isdecimal() and len(seconds) < 12 and len(post) < 19):
        raise Malformed(M("翻页的位置不对，请从第一页开始。"))
    return int(seconds), int(post)


def _following(asked, shown, start):
    if asked.sort != "date":
        return choices.url(asked, at=str(start + asked.limit))
    last = shown[-1][0]
    return choices.url(asked, at=f"{int(last.created_at.timestamp())}_{last.id}")


def _hits(shown, query, places, viewer, now):
    rows = {row["id"]: row for row in _shown_query([best.id for best, _ in shown]).dicts()} if shown else {}
    pattern = passages.finder([want.row for group in query.groups for want in group])
    return tuple(_hit(rows[best.id], best, others, pattern, places, viewer, now) for best, others in shown)


def _shown_query(posts):
    return (
        Post.select(
            Post.id, Post.place_floor.alias("floor"), Post.kind, Post.author.alias("author_id"), Post.author_name, Post.role,
            Post.anonymous, Post.created_at, shown.title(), Thread.hidden, Thread.status, Thread.next_due_at, shown.text(),
            Department.short.alias("department_short"), Department.slug.alias("department_slug"),
        )
        .join(Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .where(Post.id.in_(posts))
    )  # fmt: skip


def _hit(row, best, others, pattern, places, viewer, now):
    board = places.by_id[best.board]
    words = shown.title_words(row["title"], row["hidden"])
    title = passages.marked(words, pattern) if isinstance(words, str) else (passages.Piece(words),)
    return Hit(
        thread=best.thread, post=best.id, floor=best.floor, floor_label=floor_label(best.floor),
        url=f"/threads/{best.thread}/floors/{best.floor}", title=title, passage=passages.passage(row["text"], pattern),
        board=Link(board.name, f"/boards/{board.slug}"), badge=badge(row["status"], row["next_due_at"], now),
        status=row["status"], author=author(viewer, row), official=row["kind"] in OFFICIAL,
        created_at=row["created_at"], others=others,
    )  # fmt: skip
