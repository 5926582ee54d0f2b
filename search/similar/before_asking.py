"""Suggestions before a question is asked: similar answered questions, and the department that answered most of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee

from boards.models.threads import NOT_HIDDEN, PUBLIC, Board, Department, Post, Revision, Thread
from boards.pages.parts import Badge
from boards.queries.parts import shown
from boards.queries.parts.badges import badge
from forum.messages import M, Message
from forum.roles import GUEST
from search.engines.base import Engine, EngineQuery, IndexDamaged
from search.queries import progress
from search.query import terms
from search.query.stop_words import COMMON, FORMAL
from search.query.terms import SearchTerm
from search.ranking import similarity
from search.ranking.candidates import candidates
from search.ranking.retrieval import by_thread

MOST = 5  # questions that are offered
LOOKED_AT = 30  # threads that are compared
HITS = 80  # posts that the engine is asked for
TITLE_WORDS, TEXT_WORDS = 16, 24  # that are looked for
PAIRS = 32  # neighbouring characters of the title that make a hit better
TITLE_READ, TEXT_READ = 200, 300  # characters in which these are looked for


@dataclass(frozen=True)
class SimilarQuestion:
    """A question that was answered: where it is, and the words that it shares."""

    thread: int
    title: str
    url: str
    badge: Badge | None
    department: str | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class LikelyDepartment:
    """The department that may be meant and its board's slug; `here` when it is the one that is being asked."""

    department: str
    slug: str
    here: bool
    reason: Message


@dataclass(frozen=True)
class Similar:
    """What is shown before a question is asked."""

    offers: tuple[SimilarQuestion, ...]
    likely: LikelyDepartment | None


def similar(
    engine: Engine, title: str, text: str, board: str, now: datetime, only_answered: bool = True
) -> Similar | None:
    """The Similar of a question for the board of that slug; None while the index is incomplete.

    It holds only what everybody may see; moderators compare with unanswered questions too (`only_answered` False).
    """
    title = title[: similarity.READ]  # a whole question may have been pasted where its title is asked for
    wanted = similarity_query(title, text)
    if not wanted.groups or progress(engine) is not None:
        return None
    try:
        found = engine.search(wanted)
    except IndexDamaged:
        return None
    seen = by_thread([each for each in candidates(found.hits, GUEST, now) if each.answered or not only_answered])
    return _similar(title, text, board, _read([best.thread for best, _ in seen[:LOOKED_AT]]), now)


def similarity_query(title: str, text: str) -> EngineQuery:
    """The EngineQuery that finds posts about the same subject as a question."""
    title = title[:TITLE_READ]
    longer = [row for row in _words(text[:TEXT_READ]) if len(row.units) > 1]
    words = dict.fromkeys((*_words(title)[:TITLE_WORDS], *longer[:TEXT_WORDS]))
    near = [pair for pair in dict.fromkeys(terms.neighbours(title)) if pair not in FORMAL]
    return EngineQuery(
        groups=tuple((SearchTerm(row),) for row in words), near=tuple(near[:PAIRS]), loose=True, limit=HITS
    )


def _words(text: str) -> list[terms.Row]:
    return list(dict.fromkeys(row for row in terms.words(text) if "".join(row.units) not in COMMON | FORMAL))


def _similar(title: str, text: str, board: str, rows: Sequence[Mapping[str, Any]], now: datetime) -> Similar:
    alike = similarity.most_alike(
        similarity.question_pairs(title, text),
        {row["id"]: similarity.question_pairs(row["title"], row["text"]) for row in rows},
    )
    by_id = {row["id"]: row for row in rows}
    offers = tuple(_offer(by_id[thread], title, now) for thread in list(alike)[:MOST])
    return Similar(offers, _likely(rows, board))


def _offer(row: Mapping[str, Any], title: str, now: datetime) -> SimilarQuestion:
    words = similarity.shared(title, f"{row['title']}\n{row['text']}")
    return SimilarQuestion(
        row["id"],
        row["title"],
        f"/threads/{row['id']}",
        badge(row["status"], row["next_due_at"], now),
        row["short"],
        words,
    )


def _likely(rows: Sequence[Mapping[str, Any]], board: str) -> LikelyDepartment | None:
    vote = similarity.department_vote([row["department"] for row in rows])
    if vote is None:
        return None
    row = next(row for row in rows if row["department"] == vote.department)
    if row["slug"] is None:
        return None
    reason = M(
        "因为 %(among)s 个相似问题里有 %(count)s 个由%(department)s答复",
        among=vote.among,
        count=vote.count,
        department=row["short"],
    )
    return LikelyDepartment(row["short"], row["slug"], row["slug"] == board, reason)


def _read(threads: Sequence[int]) -> list[dict[str, Any]]:
    """The threads in this order, without those whose first post is hidden."""
    rows = (
        Thread.select(
            Thread.id,
            shown.title_column(),
            Thread.status,
            Thread.next_due_at,
            Thread.department,
            Department.short,
            Board.slug,
            shown.excerpt_column(similarity.READ),
        )
        .join(Post, on=(Post.place_thread == Thread.id) & (Post.place_floor == 1))
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Thread, Department, peewee.JOIN.LEFT_OUTER, on=Department.id == Thread.department)
        .join_from(Department, Board, peewee.JOIN.LEFT_OUTER, on=Board.department == Department.id)
        .where(
            Thread.id.in_(threads),
            PUBLIC,
            NOT_HIDDEN,
            Post.hidden_at.is_null(),
            Post.seal_order_id.is_null(),
        )
    )
    by_id = {row["id"]: row for row in rows.dicts()}
    return [by_id[thread] for thread in threads if thread in by_id]
