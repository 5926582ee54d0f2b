"""The statements that find posts in PostgreSQL. Pure.

Whatever is asked of a post is asked in one condition of its one vector, so that the GIN index answers all of it; times are asked
exactly besides, by `created + 0`, since another index would be used for `created`, and every vector be read.
"""

from dataclasses import dataclass
from math import log

from search.engines.postgres_query import facts, quoted, tsquery, weighed
from search.engines.postgres_rows import TITLE, stretches

RANKED = 300  # matches that are ranked at least: the newest with the words in the title, then the newest
READ, READ_OF_A_QUESTION = 100, 200  # of these whose vectors are read, which lie all over the disk
B = 0.75  # how much the length of a post counts
ONCE = 0.645  # k1 of BM25, with which ts_rank() of one word is a tenth of what BM25 makes of how often it is there

MATCH = "SELECT id, created, length FROM search_post WHERE {where}"
NEWEST = "ORDER BY created DESC, id DESC LIMIT {most}"
BY_DATE = (
    "WITH matched AS MATERIALIZED ({matched}) SELECT id, 0.0, (SELECT count(*) FROM matched) FROM matched {newest}"
)
# A post that is not read has every word once, and when it is `first` the title has them too.
BY_RANK = """
WITH matched AS MATERIALIZED ({matched}), titled AS MATERIALIZED ({titled}),
    found AS ((SELECT *, true AS first FROM titled {newest}) UNION ALL (SELECT *, false FROM matched {newest})),
    best AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY bool_or(first) DESC, created DESC, id DESC) AS place,
            ({once} + CASE WHEN bool_or(first) THEN {in_title} ELSE 0 END) / (1 + {k} * (1 - {b} + {b} * length / {average})) AS guess
        FROM found GROUP BY id, created, length ORDER BY place LIMIT {most})
"""
LOOSE = """
WITH matched AS MATERIALIZED (SELECT id, sum(idf) FROM ({parts}) AS part GROUP BY id),
    best AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY sum DESC, id DESC) AS place, sum / (1 + {k}) AS guess FROM matched ORDER BY place LIMIT {most})
"""
PART = "SELECT id, {idf}::float8 AS idf FROM search_post WHERE {where}"
# setweight() changes nothing: it reads a vector once, however many words are then looked up in it.
SCORED = """
, whole AS MATERIALIZED (
    SELECT id, setweight(body, 'D') AS body, 1 - {b} + {b} * length / {average} AS long
    FROM best JOIN search_post USING (id) WHERE place <= {read})
SELECT id, (SELECT sum(idf / (1 + (1 / greatest(10 * ts_rank(body, word), 1e-6) - 1) * long))
    FROM unnest({words}::text[]::tsquery[], {idfs}::float8[]) AS asked (word, idf)) AS score, (SELECT count(*) FROM matched)
FROM whole UNION ALL SELECT id, guess, (SELECT count(*) FROM matched) FROM best WHERE place > {read}
ORDER BY score DESC, id DESC LIMIT {limit}
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
        return {word: -log(self.shares[word]) * weight for word, weight in weighed(wanted).items()}


class Asking:
    """The statements of one Wanted, each with its values."""

    def __init__(self, wanted, known):
        self._wanted, self._known, self._worth = wanted, known, known.worth(wanted)

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
        return BY_RANK.format(
            matched=matched, titled=titled, **self._ranked(values), **self._guessed(values)
        ) + self._scored(values, READ), values.kept

    def loose(self, parts):
        """The best of what one of `parts` finds: each a tsquery, what it adds to the score, and from when on it is looked for."""
        values = Values()
        found = [
            PART.format(idf=values(worth), where=self._where(values, since, part=part)) for part, worth, since in parts
        ]
        return LOOSE.format(parts=" UNION ALL ".join(found), k=ONCE, **self._ranked(values)) + self._scored(
            values, READ_OF_A_QUESTION
        ), values.kept

    def _ranked(self, values):
        most = values(max(RANKED, self._wanted.limit))
        return {"most": most, "newest": NEWEST.format(most=most)}

    def _guessed(self, values):
        in_title = sum(worth for word, worth in self._worth.items() if word.startswith(TITLE))
        near = sum(self._worth.get(pair, 0.0) for pair in self._wanted.nearer)
        once = sum(self._worth.values()) - in_title - near
        return {
            "once": values(once),
            "in_title": values(in_title),
            "k": ONCE,
            "b": B,
            "average": values(self._known.average),
        }

    def _scored(self, values, read):
        return SCORED.format(
            b=B,
            average=values(self._known.average),
            words=values(list(map(quoted, self._worth))),
            idfs=values(list(self._worth.values())),
            limit=values(self._wanted.limit),
            read=values(read),
        )

    def _where(self, values, since, mark=None, part=None):
        wanted, (first, last) = self._wanted, self._known.span(self._wanted)
        given = list(facts(wanted))
        if since is not None or wanted.first is not None or wanted.last is not None:
            given.append(stretches(first if since is None else max(first, since), last))
        query = tsquery(() if part else wanted.groups, wanted.without, given, mark, part)
        return (
            " AND ".join([*([f"body @@ {values(query)}::tsquery"] if query else []), *_times(wanted, values)]) or "true"
        )


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
