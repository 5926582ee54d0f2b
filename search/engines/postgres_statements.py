"""The statements that find posts in PostgreSQL. Pure.

All conditions on a post are one condition on its one tsvector, so that the GIN index answers all of them. Times are compared
exactly besides, as `created + 0`: for `created` alone PostgreSQL would use the other index, and read every tsvector.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log
from typing import Any

from search.engines.base import EngineQuery
from search.engines.postgres_query import facts, quoted, tsquery, weighed
from search.engines.postgres_rows import TITLE, stretches

RANKED = 300  # matches that are ranked at least: the newest with the words in the title, then the newest
READ, READ_OF_A_QUESTION = 100, 200  # of these, whose tsvectors are read, each from another place of the disk
B = 0.75  # how much the length of a post counts
ONCE = 0.645  # k1 of BM25; with it ts_rank() of one word is a tenth of BM25's term frequency

MATCH = "SELECT id, created, length FROM search_post WHERE {where}"
NEWEST = "ORDER BY created DESC, id DESC LIMIT {most}"
BY_DATE = (
    "WITH matched AS MATERIALIZED ({matched}) SELECT id, 0.0, (SELECT count(*) FROM matched) FROM matched {newest}"
)
# The score of a post whose tsvector is not read is estimated: every word once, and once in the title when it is `first`.
BY_RANK = """
WITH matched AS MATERIALIZED ({matched}), titled AS MATERIALIZED ({titled}),
    found AS ((SELECT *, true AS first FROM titled {newest}) UNION ALL (SELECT *, false FROM matched {newest})),
    best AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY bool_or(first) DESC, created DESC, id DESC) AS place,
            ({once} + CASE WHEN bool_or(first) THEN {in_title} ELSE 0 END)
                / (1 + {k} * (1 - {b} + {b} * length / {average})) AS guess
        FROM found GROUP BY id, created, length ORDER BY place LIMIT {most})
"""
LOOSE = """
WITH matched AS MATERIALIZED (SELECT id, sum(idf) FROM ({parts}) AS part GROUP BY id),
    best AS MATERIALIZED (
        SELECT id, row_number() OVER (ORDER BY sum DESC, id DESC) AS place, sum / (1 + {k}) AS guess
        FROM matched ORDER BY place LIMIT {most})
"""
PART = "SELECT id, {idf}::float8 AS idf FROM search_post WHERE {where}"
# setweight() changes nothing, but makes PostgreSQL read a tsvector only once, however many words are then looked up in it.
SCORED = """
, whole AS MATERIALIZED (
    SELECT id, setweight(body, 'D') AS body, 1 - {b} + {b} * length / {average} AS long
    FROM best JOIN search_post USING (id) WHERE place <= {read})
SELECT id, (SELECT sum(idf / (1 + (1 / greatest(10 * ts_rank(body, word), 1e-6) - 1) * long))
    FROM unnest({words}::text[]::tsquery[], {idfs}::float8[]) AS asked (word, idf)) AS score, (SELECT count(*) FROM matched)
FROM whole UNION ALL SELECT id, guess, (SELECT count(*) FROM matched) FROM best WHERE place > {read}
ORDER BY score DESC, id DESC LIMIT {limit}
"""


Statement = tuple[str, dict[str, Any]]  # SQL with named placeholders, and their values


@dataclass(frozen=True)
class Known:
    """Statistics of all posts: number, mean length, times of the oldest and the newest, and {lexeme: share that has it}."""

    posts: int
    average: float
    oldest: int
    newest: int
    shares: dict[str, float]

    def span(self, wanted: EngineQuery) -> tuple[int, int]:
        """(first, last) time that a matching post can have, both included."""
        first = self.oldest if wanted.first is None else max(self.oldest, wanted.first)
        return first, self.newest if wanted.last is None else min(self.newest, wanted.last - 1)

    def worth(self, wanted: EngineQuery) -> dict[str, float]:
        """{lexeme: its largest contribution to the score}, by its rarity."""
        return {word: -log(self.shares[word]) * weight for word, weight in weighed(wanted).items()}


class Asking:
    """Builds the statements of one EngineQuery."""

    def __init__(self, wanted: EngineQuery, known: Known) -> None:
        self._wanted, self._known, self._worth = wanted, known, known.worth(wanted)

    def by_date(self, since: int | None) -> Statement:
        """The newest matches written since then, None for all."""
        values = Values()
        matched = MATCH.format(where=self._where(values, since))
        return BY_DATE.format(matched=matched, newest=NEWEST.format(most=values(self._wanted.limit))), values.by_name

    def by_rank(self, since: int | None, titled_since: int | None) -> Statement:
        """The best of the newest matches since `since`, and of those with the words in the title since `titled_since`."""
        values = Values()
        matched = MATCH.format(where=self._where(values, since))
        titled = MATCH.format(where=self._where(values, titled_since, mark=TITLE))
        return BY_RANK.format(
            matched=matched, titled=titled, **self._ranked(values), **self._guessed(values)
        ) + self._scored(values, READ), values.by_name

    def loose(self, parts: Iterable[tuple[str, float, int | None]]) -> Statement:
        """The best matches of any of `parts`: (tsquery, its contribution to the score, since when it is searched for)."""
        values = Values()
        found = [
            PART.format(idf=values(worth), where=self._where(values, since, part=part)) for part, worth, since in parts
        ]
        return LOOSE.format(parts=" UNION ALL ".join(found), k=ONCE, **self._ranked(values)) + self._scored(
            values, READ_OF_A_QUESTION
        ), values.by_name

    def _ranked(self, values: "Values") -> dict[str, str]:
        most = values(max(RANKED, self._wanted.limit))
        return {"most": most, "newest": NEWEST.format(most=most)}

    def _guessed(self, values: "Values") -> dict[str, Any]:
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

    def _scored(self, values: "Values", read: int) -> str:
        return SCORED.format(
            b=B,
            average=values(self._known.average),
            words=values(list(map(quoted, self._worth))),
            idfs=values(list(self._worth.values())),
            limit=values(self._wanted.limit),
            read=values(read),
        )

    def _where(self, values: "Values", since: int | None, mark: str | None = None, part: str | None = None) -> str:
        wanted, (first, last) = self._wanted, self._known.span(self._wanted)
        given = list(facts(wanted))
        if since is not None or wanted.first is not None or wanted.last is not None:
            given.append(stretches(first if since is None else max(first, since), last))
        query = tsquery(() if part else wanted.groups, wanted.without, given, mark, part)
        return (
            " AND ".join([*([f"body @@ {values(query)}::tsquery"] if query else []), *_times(wanted, values)]) or "true"
        )


class Values:
    """Collects the values of a statement: values(value) stores one and returns its placeholder."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {}

    def __call__(self, value: object) -> str:
        name = f"v{len(self.by_name)}"
        self.by_name[name] = value
        return f"%({name})s"


def _times(wanted: EngineQuery, values: Values) -> Iterator[str]:
    if wanted.first is not None:
        yield f"created + 0 >= {values(wanted.first)}"
    if wanted.last is not None:
        yield f"created + 0 < {values(wanted.last)}"
