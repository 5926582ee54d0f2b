"""Where several web nodes share one PostgreSQL: tsvectors of the 'simple' kind with GIN, in tables of its own.

They hold nothing that is not in the posts, so they are made and dropped by this file and not by `wenqu init`,
which gives the program a schema for them.
"""

import math
import time
from dataclasses import replace

import peewee

from forum import db
from forum.ownership import SEARCH_SCHEMA
from search import terms
from search.engines.base import SCHEMA, TIME_LIMIT, Busy, Found, Info, Trouble
from search.engines.postgres_query import Arguments, allowed, tsquery, weighed

WRITING = 0x57454E53  # "WENS": the advisory lock of whoever writes the index; the next number is for one built aside
NOTED_FOR = 600  # seconds for which the frequencies of words are kept
RANKED = 300  # matches with every word that are ranked: those with the words in the title, then the newest
LOOKED_AT = 200  # posts with some of the words that are ranked
BUDGET = 20_000  # posts that may have one of the words of a loose search, summed over its rarest words
K1, B = 1.2, 0.75

TABLES = """
DROP TABLE IF EXISTS {post};
DROP TABLE IF EXISTS {state};
CREATE TABLE {post} (id bigint PRIMARY KEY, board bigint NOT NULL, kind text NOT NULL, author text NOT NULL,
    created bigint NOT NULL, length integer NOT NULL, title tsvector NOT NULL, body tsvector NOT NULL);
ALTER TABLE {post} ALTER COLUMN body SET STATISTICS 1000;
CREATE TABLE {state} (position bigint NOT NULL, version integer NOT NULL, condemned boolean NOT NULL DEFAULT false);
INSERT INTO {state} VALUES (0, {version});
"""
INDEXES = """
CREATE INDEX {post}_body ON {post} USING gin (body) WITH (fastupdate = off);
CREATE INDEX {post}_title ON {post} USING gin (title) WITH (fastupdate = off);
CREATE INDEX {post}_created ON {post} (created, id);
CREATE INDEX {post}_board ON {post} (board);
"""
SWAP = """
DROP TABLE search_post;
DROP TABLE search_state;
ALTER TABLE search_post_next RENAME TO search_post;
ALTER TABLE search_state_next RENAME TO search_state;
ALTER INDEX search_post_next_pkey RENAME TO search_post_pkey;
ALTER INDEX search_post_next_body RENAME TO search_post_body;
ALTER INDEX search_post_next_title RENAME TO search_post_title;
ALTER INDEX search_post_next_created RENAME TO search_post_created;
ALTER INDEX search_post_next_board RENAME TO search_post_board;
"""
PUT = """
INSERT INTO {post} SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::int[],
    %s::text[]::tsvector[], %s::text[]::tsvector[])
ON CONFLICT (id) DO UPDATE SET board = excluded.board, kind = excluded.kind, author = excluded.author,
    created = excluded.created, length = excluded.length, title = excluded.title, body = excluded.body
"""
# What is matched is made once, without reading the long vectors; they are read for what is ranked only.
BY_DATE = """
WITH matched AS MATERIALIZED (SELECT id, created FROM search_post WHERE {where})
SELECT id, 0.0, (SELECT count(*) FROM matched) FROM matched ORDER BY created DESC, id DESC LIMIT {limit}
"""
BY_RANK = """
WITH matched AS MATERIALIZED (SELECT id, created, title @@ {query} AS titled FROM search_post WHERE {where}),
    best AS MATERIALIZED (SELECT id, titled FROM matched ORDER BY titled DESC, created DESC, id DESC LIMIT {ranked})
SELECT p.id, (ts_rank(p.body, {query}, 1) + CASE WHEN titled THEN 1 ELSE 0 END)::float8 AS score, (SELECT count(*) FROM matched)
FROM best JOIN search_post AS p USING (id) ORDER BY score DESC, p.id DESC LIMIT {limit}
"""
LOOSE = """
WITH rough AS MATERIALIZED (SELECT id FROM ({parts}) AS part GROUP BY id ORDER BY sum(idf) DESC, id DESC LIMIT {looked_at})
SELECT p.id, score.sum, (SELECT count(*) FROM rough) FROM rough JOIN search_post AS p USING (id), LATERAL (
    SELECT sum(idf * tf * ({k} + 1) / (tf + {k} * (1 - {b} + {b} * p.length / {average}))) FROM (
        SELECT idf, greatest(cardinality(positions), 1)::float8 AS tf FROM unnest(p.body) JOIN unnest({terms}::text[], {idfs}::float8[])
            AS wanted (term, idf) ON lexeme = term) AS there) AS score
WHERE score.sum IS NOT NULL ORDER BY score.sum DESC, p.id DESC LIMIT {limit}
"""
PART = "SELECT id, {idf}::float8 AS idf FROM search_post WHERE body @@ {word}::tsquery{narrow}"
COMMON = "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats WHERE tablename = 'search_post' AND attname = 'body' AND schemaname = 'wenqu_search'"
SIZES = "SELECT reltuples FROM pg_class WHERE oid = 'search_post'::regclass"
AVERAGE = "SELECT avg(length)::float8 FROM (SELECT length FROM search_post LIMIT 5000) AS sample"


class Postgres:
    """An index of posts in the database that `forum.db` is connected to; `_next` marks one built aside."""

    name = "postgres"

    def __init__(self, suffix=""):
        self._suffix = suffix
        self._names = {"post": f"search_post{suffix}", "state": f"search_state{suffix}", "version": SCHEMA}
        self._noted = (None, -NOTED_FOR)

    def position(self, fresh=True):
        try:
            with db.database.atomic():
                row = self._run("SELECT position FROM {state} WHERE version = {version} AND NOT condemned").fetchone()
                self._run("SELECT id FROM {post} LIMIT 1")
        except (peewee.ProgrammingError, peewee.InternalError):
            return None
        return row and row[0]

    def create(self):
        with db.database.atomic():
            self._take_turn()
            self._make()
            self._run(INDEXES)

    def write(self, documents, gone, position):
        try:
            with db.database.atomic():
                self._take_turn()
                if gone:
                    self._run("DELETE FROM {post} WHERE id = ANY(%s)", list(gone))
                if documents:
                    self._run(PUT, *map(list, zip(*map(_row, documents))))
                self._run("UPDATE {state} SET position = %s", position)
        except (peewee.ProgrammingError, peewee.InternalError) as error:
            raise Trouble(str(error)) from error

    def search(self, wanted):
        try:
            with db.database.atomic():
                db.database.execute_sql(f"SET LOCAL statement_timeout = {int(TIME_LIMIT * 1000)}")
                rows = self._search(wanted)
        except peewee.OperationalError as error:
            if "timeout" not in str(error):
                raise
            return Found((), 0, cut_short=True)
        except (peewee.ProgrammingError, peewee.InternalError) as error:
            raise Trouble(str(error)) from error
        return Found(tuple((post, score) for post, score, _ in rows), rows[0][2] if rows else 0)

    def shares(self, wanted):
        known, rarest, _ = self._frequencies()
        return {term: known.get(term, rarest) for term in wanted}

    def condemn(self):
        try:
            with db.database.atomic():
                self._run("UPDATE {state} SET condemned = true")
        except peewee.ProgrammingError:
            pass  # the table is gone, which says it as well

    def aside(self):
        aside = Postgres("_next")
        with db.database.atomic():
            aside._take_turn()
            aside._make()
        return aside

    def swap(self, aside):
        aside._run(INDEXES)
        if self.position() is None:
            self.create()
        with db.database.atomic():
            self._take_turn(wait=True)
            self._run(SWAP)
        self._run("ANALYZE {post}")

    def info(self):
        if self.position() is None:
            return Info(0, 0)
        return Info(*self._run("SELECT count(*), pg_total_relation_size('{post}') FROM {post}").fetchone())

    def _make(self):
        self._run(f"SET LOCAL search_path = {SEARCH_SCHEMA}, public")
        self._run(TABLES)

    def _run(self, sql, *values):
        return db.database.execute_sql(sql.format(**self._names), values or None)

    def _take_turn(self, wait=False):
        key = WRITING + bool(self._suffix)
        if wait:
            db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (key,))
        elif not db.database.execute_sql("SELECT pg_try_advisory_xact_lock(%s)", (key,)).fetchone()[0]:
            raise Busy()

    def _search(self, wanted):
        given = Arguments()
        if wanted.loose:
            return self._loose(wanted, given)
        query = tsquery(wanted)
        where = " AND ".join([*([f"body @@ {given(query)}::tsquery"] if query else []), *allowed(wanted, given)]) or "true"
        sql = BY_RANK if query and wanted.groups and not wanted.newest_first else BY_DATE
        ranked = max(RANKED, wanted.limit)
        made = sql.format(where=where, query=f"{given(query)}::tsquery" if query else "", limit=given(wanted.limit), ranked=given(ranked))
        return db.database.execute_sql(made, given.values).fetchall()

    def _loose(self, wanted, given):
        known, rarest, average = self._frequencies()
        words = weighed(wanted)
        idfs = {word: -math.log(known.get(word, rarest)) * weight for word, weight in words.items()}
        refused = tsquery(replace(wanted, groups=()))
        conditions = [*([f"body @@ {given(refused)}::tsquery"] if refused else []), *allowed(wanted, given)]
        narrow = "".join(f" AND {condition}" for condition in conditions)
        parts, left = [], BUDGET
        for word in sorted(idfs, key=idfs.get, reverse=True):
            left -= known.get(word, rarest) * self._size
            if parts and left < 0:
                break
            parts.append(PART.format(idf=given(idfs[word]), word=given(f"'{word}'"), narrow=narrow))
        made = LOOSE.format(
            parts=" UNION ALL ".join(parts), looked_at=max(LOOKED_AT, wanted.limit), k=K1, b=B, average=average,
            terms=given(list(idfs)), idfs=given(list(idfs.values())), limit=given(wanted.limit),
        )  # fmt: skip
        return db.database.execute_sql(made, given.values).fetchall()

    def _frequencies(self):
        """(term -> share of the posts that have it, the share of any other, the mean length), from the planner's statistics."""
        noted, at = self._noted
        if time.monotonic() - at >= NOTED_FOR:
            elements, shares = db.database.execute_sql(COMMON).fetchone() or ((), ())
            self._size = max(1.0, db.database.execute_sql(SIZES).fetchone()[0])
            known = dict(zip(elements or (), shares or ()))
            average = db.database.execute_sql(AVERAGE).fetchone()[0] or 1.0
            noted = known, min([*known.values(), 1 / 20]) / 2, average
            self._noted = noted, time.monotonic() if known else -NOTED_FOR
        return noted


def _row(post):
    """The columns of a post, in the order of the table."""
    title, body = post.title, f"{post.title}\n{post.text}" if post.title else post.text
    vector, length = _vector(body)
    return post.id, post.board, post.kind, terms.fold(post.author), post.created, length, _vector(title)[0], vector


def _vector(text):
    """(tsvector as PostgreSQL reads it, number of terms). Terms are letters, digits and signs, and need no escaping."""
    placed, characters = terms.document_terms(text)
    places = {}
    for term, place in placed:
        places.setdefault(term, []).append(str(place + 1))
    with_places = [f"'{term}':{','.join(found)}" for term, found in places.items()]
    return " ".join([*with_places, *(f"'{unit}'" for unit in characters)]), len(placed)
