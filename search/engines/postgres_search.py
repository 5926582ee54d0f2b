"""Runs searches in PostgreSQL so that no search reads every post with a common word.

From the number of posts that have a word follows how far back the newest few hundred of them reach; only these are searched first.
When they turn out too few, older ones are searched too, and at last all, as long as there is time.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import combinations
from math import prod
from typing import Any

import peewee

from forum.store import db
from search.engines.base import TIME_LIMIT, EngineQuery, EngineResult, share
from search.engines.postgres_query import asked, facts, most, quoted, two_of, weighed
from search.engines.postgres_rows import FINEST, TIME, TITLE
from search.engines.postgres_statements import RANKED, Asking, Known, Statement

REACH = 2  # times as many matches as are needed are expected where is looked first
FARTHER = 8  # times as many posts are looked at next
BUDGET = 5_000  # posts that have one of the words of a loose search, summed over its rarest words
MOST_COMMON = 3  # words beyond these, of which a post must have two
MOST = 0.999  # of all posts are said to have a word, since those that are gone are counted still
CANCELED = "57014"  # what PostgreSQL says of a statement whose time is over, in whatever language
NOTED_FOR = 60  # seconds for which it is kept how many posts each stretch of time has

# Plans must not depend on what the planner guesses: the GIN index is always the way.
SETTINGS = """
SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off; SET LOCAL enable_seqscan = off;
SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '32MB';
"""
STATE = "SELECT posts, length, (SELECT min(created) FROM search_post), (SELECT max(created) FROM search_post) FROM search_state"
COUNTS = "SELECT term, posts FROM search_term WHERE term = ANY(%s)"
STRETCHES = f"SELECT substr(term, 5)::bigint, posts FROM search_term WHERE term >= '{TIME}{FINEST}.' AND term < '{TIME}{FINEST}/'"


class Searches:
    """The searches of one process; threads may share it."""

    def __init__(self) -> None:
        self._noted: tuple[dict[int, int], float] = ({}, -NOTED_FOR)

    def search(self, wanted: EngineQuery) -> EngineResult:
        """The EngineResult of an EngineQuery; call inside a transaction."""
        ends, found = time.monotonic() + TIME_LIMIT, EngineResult((), 0)
        try:
            for statement, enough in self._asked(wanted):
                rows = _within(ends, *statement)
                found = EngineResult(
                    tuple((post, score) for post, score, _ in rows), rows[0][2] + (enough > 0) if rows else 0
                )
                if found.total > enough > 0:
                    break
        except peewee.OperationalError as error:
            if error.orig.sqlstate != CANCELED:
                raise
            return replace(found, cut_short=True)
        return found

    def known(self, words: Collection[str]) -> Known:
        """The Known with the approximate shares of some words."""
        posts, length, oldest, newest = db.database.execute_sql(STATE).fetchone()
        counts = dict(db.database.execute_sql(COUNTS, (list(words),)).fetchall())
        shares = {word: min(MOST, share(counts.get(word, 0), posts)) for word in words}
        return Known(posts, max(1.0, length / max(1, posts)), oldest or 0, newest or 0, shares)

    def _asked(self, wanted: EngineQuery) -> Iterator[tuple[Statement, float]]:
        """The statements to run in turn, each with the number of matches after which no further one is needed."""
        filters = list(facts(wanted))
        known = self.known({*weighed(wanted), *(fact for choice in filters for fact in choice)})
        first, last = known.span(wanted)
        if first > last or not all(filters):
            return
        left = prod(min(1.0, sum(known.shares[fact] for fact in choice)) for choice in filters)
        asking = Asking(wanted, known)
        if wanted.loose:
            yield self._loose(wanted, asking, known, left), 0
            return
        by_rank = wanted.groups and not wanted.newest_first
        needed = max(RANKED, wanted.limit) if by_rank else wanted.limit
        titled_since = (
            next(self._reaches(known, wanted, needed / left / most(wanted.groups, known.shares, TITLE)))
            if by_rank
            else None
        )
        for since in self._reaches(known, wanted, needed / left / most(wanted.groups, known.shares)):
            yield (
                asking.by_rank(since, titled_since) if by_rank else asking.by_date(since),
                0 if since is None else needed,
            )

    def _loose(self, wanted: EngineQuery, asking: Asking, known: Known, left: float) -> Statement:
        """Posts with one of the rarest words, as far as BUDGET allows, or with two of the next ones."""
        worth = known.worth(wanted)
        spent = 0.0
        words = sorted(worth, key=known.shares.__getitem__)
        rare: list[str] = []
        while words and (spent := spent + known.posts * known.shares[words[0]] * left) <= BUDGET:
            rare.append(words.pop(0))
        own = asked(wanted)
        common = [word for word in words if word in own][:MOST_COMMON]
        parts: list[tuple[str, float, int | None]] = [(quoted(word), worth[word], None) for word in rare]
        if len(common) > 1:
            both = sum(known.shares[one] * known.shares[other] for one, other in combinations(common, 2))
            parts.append(
                (
                    two_of(common),
                    sum(sorted(worth[word] for word in common)[:2]),
                    self._since(known, wanted, both * left),
                )
            )
        elif not rare:
            parts.append((quoted(words[0]), worth[words[0]], self._since(known, wanted, known.shares[words[0]] * left)))
        return asking.loose(parts)

    def _since(self, known: Known, wanted: EngineQuery, share: float) -> int | None:
        """The time since which about BUDGET posts were written of this share of all posts."""
        return next(self._reaches(known, wanted, BUDGET / REACH / share))

    def _reaches(self, known: Known, wanted: EngineQuery, posts: float) -> Iterator[int | None]:
        """Times since which REACH times `posts` were written, then FARTHER times as many, at last None for all."""
        first, last = known.span(wanted)
        looked, wanted_posts = 0, REACH * posts
        if wanted_posts < known.posts:
            stretches = self._stretches()
            for number in sorted((number for number in stretches if first < number << FINEST <= last), reverse=True):
                looked += stretches[number]
                if looked >= wanted_posts:
                    yield number << FINEST
                    wanted_posts *= FARTHER
        yield None

    def _stretches(self) -> dict[int, int]:
        """{stretch of time: posts written in it}, cached for NOTED_FOR seconds."""
        stretches, at = self._noted
        if time.monotonic() - at >= NOTED_FOR:
            stretches = dict(db.database.execute_sql(STRETCHES).fetchall())
            self._noted = stretches, time.monotonic()
        return stretches


def _within(ends: float, sql: str, values: dict[str, Any]) -> list[Any]:
    """The rows of a statement, which is cancelled at the time `ends` (of time.monotonic)."""
    left = max(1, int((ends - time.monotonic()) * 1000))
    with db.database.atomic():
        db.database.execute_sql(f"{SETTINGS} SET LOCAL statement_timeout = {left}")
        return db.database.execute_sql(sql, values).fetchall()
