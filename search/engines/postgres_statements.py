"""The statements that find posts in PostgreSQL. Pure.

Whatever is asked of a post is asked in one condition of its one vector, so that the GIN index answers all of it; times are asked
exactly besides, by `created + 0`, since another index would be used for `created`, and every vector be read.
"""

from dataclasses import dataclass
from math import log

from search.engines.postgres_query import facts, quoted, tsquery, weighed
from search.engines.postgres_rows import TITLE, stretches

RANKED = 300  # matches that are ranked at least: the newest, and the newest with the words in the title
B = 0.75  # how much the length of a post counts

MATCH = "SELECT id, created FROM search_post WHERE {where}"
NEWEST = "ORDER BY created DESC, id DESC LIMIT {most}"
BY_DATE = "WITH matched AS MATERIALIZED ({matched}) SELECT id, 0.0, (SELECT count(*) FROM matched) FROM matched {newest}"
BY_RANK = """
WITH matched AS MATERIALIZED ({matched}), titled AS MATERIALIZED ({titled}),
    best AS MATERIALIZED ((SELECT id FROM matched {newest}) UNION (SELECT id FROM titled {newest}))
"""
LOOSE = """
WITH matched AS MATERIALIZED (SELECT id, sum(idf) FROM ({parts}) AS part GROUP BY id),
    best AS MATERIALIZED (SELECT id FROM matched ORDER BY sum DESC, id DESC LIMIT {most})
"""
PART = "SELECT id, {idf}::float8 AS idf FROM search_post WHERE {where}"
# BM25: ts_rank() of one word is a tenth of what BM25 makes of how often it is there (with k1 = 0.65), before the length counts.
# setweight() changes nothing: it reads a vector once, however many words are then looked up in it.
SCORED = """
, whole AS MATERIALIZED (
    SELECT id, setweight(body, 'D') AS body, 1 - {b} + {b} * length / {average} AS long FROM best JOIN search_post USING (id))
SELECT id, (SELECT sum(idf / (1 + (1 / greatest(10 * ts_rank(body, word), 1e-6) - 1) * long))
    FROM unnest({words}::text[]::tsquery[], {idfs}::float8[]) AS asked (word, idf)) AS score, (SELECT count(*) FROM matched)
FROM whole ORDER BY score DESC, id DESC LIMIT {limit}
"""


@dataclass(frozen=True)
class Known:
    """Of all posts: how many, their mean length, the times of the oldest and the newest, and the shares that have some words."""

    posts: int
    average: float
    oldest: int
    newest: int
    shares: dict

    def span(self, wanted):
        """(first, last) time that a post that is wanted can have, both included."""
        first = self.oldest if wanted.first is None else max(self.oldest, wanted.first)
        return first, self.newest if wanted.last is None else min(self.newest, wanted.last - 1)

    def worth(self, wanted):
        """word -> what it adds to the score at most, by how rare it is."""
        return {word: -log(self.shares[word]) * weight for word, weight in weighed(wanted).items() if self.shares[word] < 1}


class Asking:
    """The statements of one Wanted, each with its values."""

    def __init__(self, wanted, known):
        self._wanted, self._known = wanted, known

    def by_date(self, since):
        """The newest matches written from `since` on, None for all."""
        values = Values()
        matched = MATCH.format(where=self._where(values, since))
        return BY_DATE.format(matched=matched, newest=NEWEST.format(most=values(self._wanted.limit))), values.kept

    def by_rank(self, since, titled_since):
        """The best matches of the newest; of those with the words in the title more come in, from `titled_since` on."""
        values = Values()
        matched = MATCH.format(where=self._where(values, since))
        titled = MATCH.format(where=self._where(values, titled_since, mark=TITLE))
        newest = NEWEST.format(most=values(max(RANKED, self._wanted.limit)))
        return BY_RANK.format(matched=matched, titled=titled, newest=newest) + self._scored(values), values.kept

    def loose(self, words, since):
        """The best of what has some of `words`, from `since` on."""
        values, worth = Values(), self._known.worth(self._wanted)
        parts = [PART.format(idf=values(worth[word]), where=self._where(values, since, word=word)) for word in words]
        most = values(max(RANKED, self._wanted.limit))
        return LOOSE.format(parts=" UNION ALL ".join(parts), most=most) + self._scored(values), values.kept

    def _scored(self, values):
        worth = self._known.worth(self._wanted)
        return SCORED.format(
            b=B, average=values(self._known.average), words=values(list(map(quoted, worth))), idfs=values(list(worth.values())),
            limit=values(self._wanted.limit),
        )  # fmt: skip

    def _where(self, values, since, mark=None, word=None):
        wanted, (first, last) = self._wanted, self._known.span(self._wanted)
        given = [*facts(wanted), *([[word]] if word else [])]
        if since is not None or wanted.first is not None or wanted.last is not None:
            given.append(stretches(first if since is None else max(first, since), last))
        query = tsquery(() if word else wanted.groups, wanted.without, given, mark)
        return " AND ".join([*([f"body @@ {values(query)}::tsquery"] if query else []), *_times(wanted, values)]) or "true"


class Values:
    """The values of a statement: values(value) keeps one and returns its placeholder."""

    def __init__(self):
        self.kept = {}

    def __call__(self, value):
        name = f"v{len(self.kept)}"
        self.kept[name] = value
        return f"%({name})s"


def _times(wanted, values):
    if wanted.first is not None:
        yield f"created + 0 >= {values(wanted.first)}"
    if wanted.last is not None:
        yield f"created + 0 < {values(wanted.last)}"
