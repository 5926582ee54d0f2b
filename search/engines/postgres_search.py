"""How PostgreSQL is asked, so that no search has to look at all the posts with a common word.

How many posts have a word is known; from that follows how far back the newest few hundred of them reach, and only there is looked.
When these turn out too few, farther back is looked, and at last everywhere, for as long as there is time.
"""

import time
from dataclasses import replace
from itertools import combinations
from math import prod

import peewee

from forum.store import db
from search.engines.base import TIME_LIMIT, EngineResult, share
from search.engines.postgres_query import asked, facts, most, quoted, two_of, weighed
from search.engines.postgres_rows import FINEST, TIME, TITLE
from search.engines.postgres_statements import RANKED, Asking, Known

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

    def __init__(self):
        self._noted = {}, -NOTED_FOR

    def search(self, wanted):
        """The Found of a Wanted, within a transaction."""
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

    def known(self, words):
        """The Known with the shares of some words, roughly."""
        posts, length, oldest, newest = db.database.execute_sql(STATE).fetchone()
        counts = dict(db.database.execute_sql(COUNTS, (list(words),)).fetchall())
        shares = {word: min(MOST, share(counts.get(word, 0), posts)) for word in words}
        return Known(posts, max(1.0, length / max(1, posts)), oldest or 0, newest or 0, shares)

    def _asked(self, wanted):
        """((statement, values), how many matches are enough for not going on) of what is asked in turn."""
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

    def _loose(self, wanted, asking, known, left):
        """Posts with one of the rarest words, for which BUDGET lasts, or with two of the next ones."""
        worth = known.worth(wanted)
        words, spent = sorted(worth, key=known.shares.get), 0
        rare = []
        while words and (spent := spent + known.posts * known.shares[words[0]] * left) <= BUDGET:
            rare.append(words.pop(0))
        told = asked(wanted)
        common = [word for word in words if word in told][:MOST_COMMON]
        parts = [(quoted(word), worth[word], None) for word in rare]
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

    def _since(self, known, wanted, share):
        """From when on BUDGET posts were written of what this share of all posts has."""
        return next(self._reaches(known, wanted, BUDGET / REACH / share))

    def _reaches(self, known, wanted, posts):
        """The times since which a few times as many posts were written, then farther back, at last None for all."""
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

    def _stretches(self):
        """stretch of time -> how many posts were written in it, kept for a while."""
        stretches, at = self._noted
        if time.monotonic() - at >= NOTED_FOR:
            stretches = dict(db.database.execute_sql(STRETCHES).fetchall())
            self._noted = stretches, time.monotonic()
        return stretches


def _within(ends, sql, values):
    """The rows of a statement that may run until then."""
    left = max(1, int((ends - time.monotonic()) * 1000))
    with db.database.atomic():
        db.database.execute_sql(f"{SETTINGS} SET LOCAL statement_timeout = {left}")
        return db.database.execute_sql(sql, values).fetchall()
