"""Search: parses the query, asks the engine, and checks every hit against the viewer's permissions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

import peewee

from boards.clocks.city import City
from boards.models.threads import Department, Post, Revision, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from boards.queries.parts.people import author, author_columns
from boards.rules.floors import floor_label
from boards.rules.status import OFFICIAL
from forum.clock import Clock
from forum.messages import M
from forum.roles import Actor
from forum.store import db, log
from search.documents import questions_of
from search.engines.base import Engine, IndexDamaged
from search.pages import Hit, SearchPage
from search.query import filters, language, numbers
from search.query.paging import CURSOR, place_of
from search.query.request import SearchRequest
from search.ranking import passages, repeated_questions
from search.ranking.candidates import Candidate
from search.reading import Looked, Search, from_there_on, goes_on, look

ONLY_THAT_NUMBER = M("门牌、车牌、线路等数字必须完全一样：没有帖子同时写了这些词和这个数字。")
LATE = timedelta(seconds=10)  # from which on a result says that the newest posts are not in the index yet
STILL_COMING = M("最近发表的内容还没有全部编入索引，暂时可能搜不到；帖子本身照常显示。")
BEHIND = 500  # missing entries from which on the page says that the index is being rebuilt


class CacheState(NamedTuple):
    """Everything that a result depends on besides the request and the time: viewer, newest entry and board, the index's position."""

    account: int | None
    roles: frozenset[Any]
    entry: int
    board: int | None
    position: int | None
    late: bool = False  # the index lacks what is older than LATE


def state(engine: Engine, viewer: Actor, now: datetime) -> CacheState:
    """The CacheState; read it before searching, so that a later change gives another one."""
    entry, board = db.raw("SELECT (SELECT max(id) FROM entry), (SELECT max(id) FROM board)").fetchone()
    position = engine.position(fresh=False)
    late = lag_of(position, entry or 0, now) > LATE
    return CacheState(viewer.account, viewer.roles, entry or 0, board, position, late)


def lag_of(position: int | None, entry: int, now: datetime) -> timedelta:
    """How long the first entry after `position` has waited for the index, which has not read up to the newest one, `entry`."""
    if position is None or position >= entry:
        return timedelta(0)
    (at,) = db.raw("SELECT at FROM entry WHERE id > %s ORDER BY id LIMIT 1", (position,)).fetchone()
    return max(timedelta(0), now - cast(datetime, db.INSTANT.python_value(at)))


def search_health(engine: Engine, clock: Clock) -> dict[str, Any]:
    """The index's part of /healthz, of the node that is asked: entries of the log that it has and lacks, and since when, in seconds."""
    newest, position = log.last_entry_number(), engine.position(fresh=False)
    lag = lag_of(position, newest, clock.now())
    return {
        "search": {
            "engine": engine.name,
            "position": position,
            "behind": newest - (position or 0),
            "seconds": round(lag.total_seconds(), 1),
        }
    }


def search_page(
    asked: SearchRequest,
    engine: Engine,
    viewer: Actor,
    now: datetime,
    city: City,
    state: CacheState,
    places: filters.Places,
) -> SearchPage:
    """The SearchPage of a SearchRequest; raises Malformed for a wrong cursor."""
    query = filters.merge_form(language.parse(asked.q), asked)
    rebuilding = _percent(state.entry, state.position)
    if query.empty:
        return SearchPage(asked, notes=query.notes, empty=not query.notes, rebuilding=rebuilding, **filters.form(asked))
    late = (STILL_COMING,) if state.late and rebuilding is None else ()
    query = replace(query, notes=(*query.notes, *filters.unknown_names(query.filters, places), *late))
    search = Search(asked, query, places, viewer, now, place_of(asked))
    try:
        looked = look(search, engine, city)
    except IndexDamaged:
        return SearchPage(asked, notes=query.notes, rebuilding=rebuilding or 0, until=now, **filters.form(asked))
    return _page(search, looked, rebuilding)


def progress(engine: Engine) -> int | None:
    """The percentage of the log that the index has while it is being filled; None when it is up to date."""
    return _percent(log.last_entry_number(), engine.position(fresh=False))


def _percent(newest: int, position: int | None) -> int | None:
    if position is None:
        return 0
    return None if newest - position < BEHIND else 100 * position // newest


def _page(search: Search, looked: Looked, rebuilding: int | None) -> SearchPage:
    asked, query, places, at = search.asked, search.query, search.places, search.at
    found, seen = looked.found, looked.seen
    by_date = asked.sort == "date"
    left = from_there_on(search, looked)
    shown, rest = left[: asked.limit], left[asked.limit :]
    more = goes_on(found)
    notes = query.notes + ((M("查询太费时，只找了一部分。"),) if found.cut_short else ())
    missed = not looked.groups and not looked.loose and not found.cut_short and numbers.names_a_number(query.groups)
    return SearchPage(
        asked=asked,
        hits=_hits(shown, search),
        total=len(looked.groups),
        more=more,
        notes=(*notes, *([ONLY_THAT_NUMBER] if missed else [])),
        **filters.counted(asked, query, seen, places),
        sorts=filters.sorts(asked),
        following=_following(asked, shown)
        if rest or (shown and more and (by_date or not (at or looked.loose)))
        else None,
        first_page=filters.url(asked) if asked.at else None,
        rebuilding=rebuilding,
        loose=looked.loose,
        numberless=_numberless(asked) if missed else None,
        until=min((candidate.due for candidate in seen if candidate.due), default=None),
        **filters.form(asked),
    )


def _numberless(asked: SearchRequest) -> Link | None:
    """The same search without its numbers, named by its words; None when no word is left."""
    q = numbers.without_numbers(asked.q)
    return Link(q, filters.url(asked, q=q)) if q else None


def _following(asked: SearchRequest, shown: Sequence[tuple[Candidate, int]]) -> str:
    last = shown[-1][0]
    value = int(last.created_at.timestamp()) if asked.sort == "date" else float(last.score)
    return filters.url(asked, at=CURSOR.encode(value, last.id))


def _hits(shown: Sequence[tuple[Candidate, int]], search: Search) -> tuple[Hit, ...]:
    read = _rows(*(best.id for best, _ in shown)) if shown else ()
    rows = {row["id"]: row for row in (dict(zip(SHOWN, values, strict=True)) for values in read)}
    pattern = passages.finder([want.row for group in search.query.groups for want in group])
    return tuple(_hit(rows[best.id], best, others, pattern, search) for best, others in shown)


def grouped_repeats(page: SearchPage) -> SearchPage:
    """The SearchPage with repeats of a question below their first Hit; sorted by date it is unchanged."""
    if page.asked.sort == "date":
        return page
    by_number = {hit.thread: hit for hit in page.hits}
    texts = questions_of(by_number) if len(page.hits) > 1 else {}
    same = repeated_questions.group_repeats({thread: texts.get(thread, ("", "")) for thread in by_number})
    if len(same) == len(page.hits):
        return page
    hits = (replace(by_number[first], again=tuple(by_number[thread] for thread in others)) for first, *others in same)
    return replace(page, hits=tuple(hits))


SHOWN = (
    "id floor kind author_id author_name role anonymous created_at title hidden status next_due_at text "
    "department_short department_slug"
).split()


@db.composed
def _rows(*posts: Any) -> Any:
    """The columns of SHOWN of some posts."""
    return (
        Post.select(
            Post.id,
            Post.place_floor.alias("floor"),
            Post.kind,
            *author_columns(Post),
            Post.created_at,
            shown.title_column(),
            Thread.hidden,
            Thread.status,
            Thread.next_due_at,
            shown.text_column(),
            Department.short.alias("department_short"),
            Department.slug.alias("department_slug"),
        )
        .join(Thread, on=Thread.id == Post.place_thread)
        .join_from(Post, Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Post.department)
        .where(Post.id.in_(posts))
        .tuples()
    )


def _hit(row: Mapping[str, Any], best: Candidate, others: int, pattern: Any, search: Search) -> Hit:
    board = search.places.by_id[best.board]
    words = shown.visible_title(row["title"], row["hidden"])
    title = passages.marked(words, pattern) if isinstance(words, str) else (passages.Piece(words),)
    return Hit(
        thread=best.thread,
        post=best.id,
        floor=best.floor,
        floor_label=floor_label(best.floor),
        url=f"/threads/{best.thread}/floors/{best.floor}",
        title=title,
        passage=passages.passage(row["text"], pattern),
        board=Link(board.name, f"/boards/{board.slug}"),
        badge=badge(row["status"], row["next_due_at"], search.now),
        status=row["status"],
        author=author(search.viewer, row),
        official=row["kind"] in OFFICIAL,
        created_at=row["created_at"],
        others=others,
    )
