"""The tables of the index in PostgreSQL: posts, how many posts have each lexeme, and the state of the index."""

from typing import Any

from search.engines.base import SCHEMA

VERSION = (
    100 * SCHEMA + 2
)  # raise it when these tables or their lexemes change, and only this engine's index is built anew
MEMORY = "256MB"  # that making the indexes may take

# The vectors hardly shrink when compressed, and lie outside the rows, so that matches are sorted without reading them.
# The planner needs to know nothing of the vectors: statements of postgres_search leave it one way only.
TABLES = """
DROP TABLE IF EXISTS {state}, {post}, {term};
CREATE TABLE {post} (id bigint NOT NULL, created bigint NOT NULL, length integer NOT NULL, body tsvector NOT NULL);
ALTER TABLE {post} ALTER COLUMN body SET STORAGE external, ALTER COLUMN body SET STATISTICS 0;
CREATE TABLE {term} (term text COLLATE "C" CONSTRAINT {term}_pkey PRIMARY KEY, posts bigint NOT NULL) WITH (fillfactor = 70);
CREATE TABLE {state} (position bigint NOT NULL, version integer NOT NULL, posts bigint NOT NULL DEFAULT 0,
    length bigint NOT NULL DEFAULT 0, condemned boolean NOT NULL DEFAULT false);
INSERT INTO {state} VALUES (0, {version});
"""
INDEXES = f"""
SET LOCAL maintenance_work_mem = '{MEMORY}';
ALTER TABLE {{post}} ADD CONSTRAINT {{post}}_pkey PRIMARY KEY (id);
CREATE INDEX {{post}}_created ON {{post}} (created, id);
CREATE INDEX {{post}}_body ON {{post}} USING gin (body) WITH (fastupdate = off);
"""
# Readers lock the state first too, which avoids deadlocks.
SWAP = """
DROP TABLE search_state, search_post, search_term;
ALTER TABLE search_post_next RENAME TO search_post;
ALTER TABLE search_term_next RENAME TO search_term;
ALTER TABLE search_state_next RENAME TO search_state;
ALTER INDEX search_post_next_pkey RENAME TO search_post_pkey;
ALTER INDEX search_post_next_created RENAME TO search_post_created;
ALTER INDEX search_post_next_body RENAME TO search_post_body;
ALTER INDEX search_term_next_pkey RENAME TO search_term_pkey;
"""
POSITION = """
SELECT position, (SELECT id FROM {post} LIMIT 1), (SELECT posts FROM {term} LIMIT 1)
FROM {state} WHERE version = {version} AND NOT condemned
"""
POSTS = "SELECT position, posts FROM {state}"
CONDEMN = "UPDATE {state} SET condemned = true"
ANALYZE = "ANALYZE search_post, search_term"
MOVE = "UPDATE {state} SET position = %s, posts = greatest(0, posts + %s), length = greatest(0, length + %s)"
LEAVE_OUT = """
WITH gone AS (DELETE FROM {post} WHERE id = ANY(%s) RETURNING length)
SELECT count(*), coalesce(sum(length), 0)::bigint FROM gone
"""
PUT = "COPY {post} FROM STDIN (FORMAT binary)"
COUNT = """
INSERT INTO {term} AS known SELECT * FROM unnest(%s::text[], %s::bigint[])
ON CONFLICT (term) DO UPDATE SET posts = known.posts + excluded.posts
"""
INFO = """
SELECT (SELECT count(*) FROM {post}), pg_total_relation_size('{post}') + pg_total_relation_size('{term}') FROM {state}
"""


def names(suffix: str) -> dict[str, Any]:
    """The values to format the statements with; `suffix` marks an index that is built beside the one in use."""
    return {
        "post": f"search_post{suffix}",
        "term": f"search_term{suffix}",
        "state": f"search_state{suffix}",
        "version": VERSION,
    }
